"""Personal keys: what they open, and when they are over. Over both kinds of store."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from auth.keys import checked
from auth.session import GITHUB_PREFIXES, PREFIX, current_session, key_of
from auth.stores import KEYS_PER_PERSON
from dashboard.errors import BadRequest, NotFound
from tests.auth.site import Browser, build_site, config_for

DAY = 24 * 60  # minutes


@pytest.fixture(params=["sqlite", "redis"])
def site(request, github, tmp_path, clock):
    """With one path more, that makes a key."""
    changes = {}
    if request.param == "redis":
        changes = {"session_url": request.getfixturevalue("redis_url")}
    found = build_site(config_for(github, tmp_path, clock, **changes))
    if request.param == "redis":
        found.sessions.store.client.flushdb()
    found.add_url_rule("/make", "make", lambda: keys_of(found).make(current_session(), "a script"), methods=["POST"])
    return found


def keys_of(site):
    return site.extensions["auth"].keys


@pytest.fixture
def alice(site):
    """Signed in, with a key."""
    browser = Browser(site)
    browser.sign_in("alice")
    return SimpleNamespace(browser=browser, key=browser.post("/make").text)


def with_key(site, key: str, path: str = "/api/v1/who", scheme: str = "Bearer"):
    return site.test_client().get(path, headers={"Authorization": f"{scheme} {key}"})


def test_a_key_is_its_maker_on_the_api(site, alice):
    assert re.fullmatch(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", alice.key)
    answer = with_key(site, alice.key)
    assert (answer.json["id"], answer.json["teams"]) == (1001, ["red"])
    assert "Set-Cookie" not in answer.headers
    assert with_key(site, alice.key, scheme="bearer").status_code == 200


def test_a_key_opens_the_api_and_nothing_else(site, alice):
    assert with_key(site, alice.key, "/page").status_code == 401
    headers = {"Authorization": f"Bearer {alice.key}"}
    assert site.test_client().post("/_dash-update-component", json={}, headers=headers).status_code == 401
    assert site.test_client().post("/make", headers=headers).status_code == 401
    client = site.test_client()
    client.set_cookie("dashboard_session", site.sessions.keys.signer.sign(alice.key).decode())
    assert client.get("/page").status_code == 401


@pytest.mark.parametrize("scheme", ["Basic", "token", "Digest"])
def test_what_is_no_bearer_is_no_key_and_no_hindrance(site, alice, scheme):
    assert with_key(site, alice.key, scheme=scheme).status_code == 401
    assert alice.browser.get("/api/v1/who", Authorization=f"{scheme} x").status_code == 200


def test_where_a_key_is_given_the_cookie_does_not_count(site, alice):
    assert alice.browser.get("/api/v1/who", Authorization="Bearer cud_made-up").status_code == 401


def test_github_s_tokens_are_refused_and_asked_of_nobody(site, github, alice):
    token = github.token("alice")
    seen = len(github.requests)
    for given in (token, *(f"{prefix}{'x' * 36}" for prefix in GITHUB_PREFIXES), "", "x" * 5000):
        assert with_key(site, given).status_code == 401
    assert "GitHub's tokens are not accepted" in with_key(site, "ghp_" + "x" * 36).json["message"]
    assert "make another on the page /me" in with_key(site, f"{PREFIX}made-up").json["message"]
    assert len(github.requests) == seen
    assert not PREFIX.startswith(GITHUB_PREFIXES)


def test_the_store_knows_a_key_by_its_hash_and_the_token_encrypted(site, github, alice):
    (token,) = github.tokens.people
    row = site.sessions.store.read(key_of(alice.key))
    assert alice.key not in str(row)
    assert token not in str(row)


def test_a_key_ends_after_ninety_days_however_much_it_is_used(site, clock, alice):
    for _ in range(89):
        clock.forward(minutes=DAY)
        assert with_key(site, alice.key).status_code == 200
    clock.forward(minutes=DAY)
    assert with_key(site, alice.key).status_code == 401
    assert keys_of(site).of(1001) == []


def test_a_clock_set_back_does_not_make_a_key_younger(site, clock, alice):
    clock.forward(minutes=-5)
    assert with_key(site, alice.key).status_code == 401


def test_last_use_is_told_to_the_minute(site, clock, alice):
    (made,) = keys_of(site).of(1001)
    assert (made.label, made.used, made.expires - made.created) == ("a script", None, 90 * 86400)
    with_key(site, alice.key)
    clock.forward(minutes=5)
    with_key(site, alice.key)
    clock.forward(seconds=30)
    with_key(site, alice.key)
    (used,) = keys_of(site).of(1001)
    assert used.used == made.created + 300


def test_a_revoked_key_is_over_at_once_and_no_other(site, alice):
    other = alice.browser.post("/make").text
    shown = {key.id: key for key in keys_of(site).of(1001)}
    keys_of(site).revoke(1001, key_of(alice.key)[:16])
    assert len(shown) == 2
    assert (with_key(site, alice.key).status_code, with_key(site, other).status_code) == (401, 200)


@pytest.mark.parametrize("user", [1001, 1002])
def test_nobody_revokes_anothers_key_nor_one_that_is_not(site, alice, user):
    id = key_of(alice.key)[:16] if user == 1002 else "none"
    with pytest.raises(NotFound, match="no such key"):
        keys_of(site).revoke(user, id)
    assert with_key(site, alice.key).status_code == 200


def test_a_session_can_not_be_revoked_as_a_key(site, alice):
    session = key_of(alice.browser.client.get_cookie("dashboard_session").value.split(".")[0])
    with pytest.raises(NotFound, match="no such key"):
        keys_of(site).revoke(1001, session[:16])
    assert alice.browser.who().status_code == 200


def test_there_are_five_keys_at_most(site, alice):
    for _ in range(KEYS_PER_PERSON - 1):
        assert alice.browser.post("/make").status_code == 200
    answer = alice.browser.post("/make")
    assert (answer.status_code, "revoke one first" in answer.json["message"]) == (400, True)


# -- as time goes by at GitHub


def test_a_key_follows_its_makers_memberships(site, world, clock, alice):
    world.remove_member(world.team(world.organisation("acme"), "red"), world.person("alice"))
    clock.forward(minutes=14)
    assert with_key(site, alice.key).json["teams"] == ["red"]
    clock.forward(minutes=1)
    assert with_key(site, alice.key).json["teams"] == []


def test_a_key_is_dead_when_its_makers_token_is(site, github, world, clock, alice):
    github.tokens.revoke_grant(world.person("alice"), "demo-client")
    clock.forward(minutes=15)
    assert with_key(site, alice.key).status_code == 401
    github.faults.add("error", "/api/user")
    assert with_key(site, alice.key).status_code == 401
    assert keys_of(site).of(1001) == []


def test_while_github_is_away_a_key_lives_an_hour_as_a_session_does(site, github, clock, alice):
    github.faults.add("error", "/api/user")
    clock.forward(minutes=59)
    assert with_key(site, alice.key).status_code == 200
    clock.forward(minutes=1)
    assert with_key(site, alice.key).status_code == 403


# -- keys and sessions


def test_signing_out_leaves_the_key_and_the_token_it_needs(site, github, clock, alice):
    alice.browser.post("/logout")
    clock.forward(minutes=20)
    assert alice.browser.who().status_code == 401
    assert with_key(site, alice.key).status_code == 200
    assert len(github.tokens.people) == 1


def test_the_last_that_needs_a_token_takes_it_along(site, github, alice):
    alice.browser.post("/logout")
    keys_of(site).revoke(1001, key_of(alice.key)[:16])
    assert github.tokens.people == {}


def test_revoking_a_key_leaves_the_session_its_token(site, github, clock, alice):
    keys_of(site).revoke(1001, key_of(alice.key)[:16])
    clock.forward(minutes=20)
    assert alice.browser.who().status_code == 200
    assert len(github.tokens.people) == 1


def test_a_key_outlives_more_sign_ins_than_github_keeps_tokens(site, github, clock, alice):
    alice.browser.post("/logout")
    for _ in range(12):
        Browser(site).sign_in("alice")
    clock.forward(minutes=20)
    assert with_key(site, alice.key).status_code == 200


def test_signing_in_again_gives_back_the_token_the_keys_had(site, github, alice):
    alice.browser.post("/logout")
    (before,) = github.tokens.people
    Browser(site).sign_in("alice")
    assert before not in github.tokens.people
    assert len(github.tokens.people) == 1


def test_github_away_at_sign_out_or_sign_in_hinders_nobody(site, github, alice):
    github.faults.add("drop", "/api/applications/*")
    assert alice.browser.post("/logout").status_code == 303
    assert Browser(site).sign_in("alice").status_code == 302
    assert with_key(site, alice.key).status_code == 200


def test_ending_all_of_a_person_ends_their_keys(site, alice):
    assert site.sessions.end_all(1001) == 2
    assert with_key(site, alice.key).status_code == 401


@pytest.mark.parametrize("label", ["", "   ", "x" * 61, "a\x00b", "a\u202eb"])
def test_a_key_says_what_it_is_for(label):
    with pytest.raises(BadRequest):
        checked(label)


def test_a_label_is_one_line():
    assert checked("  weekly\n report ") == "weekly report"
