"""A1 to A12: nobody reads a number that is not theirs, on the application as it is deployed."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from auth.access import require_admin
from dashboard.errors import Forbidden
from tests.asking import page_request
from tests.cast import ALICE
from tests.security.company import CHECKOUT, RED, Visitor, paths_of_the_api

TTL = 15  # minutes, MEMBERSHIP_TTL's default
REFUSED = "There is no team here that you can see · Copilot usage"
CALLBACK = "/_dash-update-component"


def outputs(company) -> list[dict]:
    """Every callback there is, as the browser learns of them."""
    found = company.sign_in("alice").get("/_dash-dependencies").get_json()
    assert any(callback["output"] == "page.data" for callback in found)
    return found


def body_of(callback: dict, value: object) -> dict:
    """Every input and state of it set to `value`."""

    def filled(parts):
        return [{"id": part["id"], "property": part["property"], "value": value} for part in parts]

    name, _, prop = callback["output"].rpartition(".")
    return {
        "output": callback["output"],
        "outputs": {"id": name, "property": prop},
        "inputs": filled(callback["inputs"]),
        "state": filled(callback["state"]),
        "changedPropIds": [f"{part['id']}.{part['property']}" for part in callback["inputs"]][:1],
    }


def numbers(answer) -> dict:
    assert answer.status_code == 200, answer.text
    return {name: value for name, value in answer.get_json().items() if name != "team"}


# -- A1 to A3: another's team


def test_a1_a_team_of_others_is_refused_and_the_refusal_is_in_the_audit_log(company, audited):
    alice = company.sign_in("alice")
    audited.take()
    assert alice.title(CHECKOUT) == REFUSED
    (line,) = audited.take()
    assert (line["event"], line["decision"], line["reason"]) == ("access.team", "refused", "not_found")
    assert (line["user"], line["team"], line["org"]) == (1001, company.team("checkout").id, 999)
    assert alice.api(f"{CHECKOUT}/summary").status_code == 404


def test_a1_no_callback_takes_a_team_of_others(company):
    alice = company.sign_in("alice")
    for callback in outputs(company):
        answer = alice.client.post(CALLBACK, json=body_of(callback, CHECKOUT))
        assert "Checkout" not in answer.get_data(as_text=True)


STRANGE = {
    "object": {"$ne": 1},
    "list": ["/teams/acme/checkout"],
    "number": 57,
    "true": True,
    "null": None,
    "long": "/teams/acme/" + "x" * 900_000,
    "nul": "/teams/acme/checkout\x00",
    "right-to-left": "/teams/acme/\u202etuokcehc",
    "homoglyph": "/teams/acme/che\u0441kout",
    "prefix": "/teams/acme/check",
    "longer": "/teams/acme/checkout-2",
    "space": "/teams/acme/checkout ",
    "percent": "/teams/acme/%63heckout",
    "upper": "/teams/ACME/CHECKOUT",
    "two": "/teams/acme/red,checkout",
    "id": "/teams/acme/57",
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_a2_a_strange_value_opens_nothing_and_breaks_nothing(company, value):
    alice = company.sign_in("alice")
    body = page_request("/org")
    body["inputs"][0]["value"] = value
    answer = alice.client.post(CALLBACK, json=body)
    assert answer.status_code in (200, 400, 413)
    text = answer.get_data(as_text=True)
    assert "fault on our side" not in text
    assert '"Checkout' not in text


def test_a2_half_a_character_is_no_team(company):
    body = json.dumps(page_request("/teams/acme/X")).replace("/X", "/\\ud800")
    answer = company.sign_in("alice").client.post(CALLBACK, data=body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert "fault on our side" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("pattern", ["*", "?", "[a-z]*", "**", "%", "_", "che*", "checkou?", ".*", "' or '1'='1"])
def test_a3_a_pattern_is_a_name_that_nobody_has(company, pattern):
    dana, body = company.sign_in("dana"), page_request("/org")
    body["inputs"][0]["value"] = f"/teams/acme/{pattern}"
    page = dana.client.post(CALLBACK, json=body).get_json()["response"]["page"]["data"]
    assert page["title"] == REFUSED
    assert dana.api(f"/teams/acme/{quote(pattern, safe='')}/daily").status_code == 404


# -- A4, A5: who is nobody, who is no admin


def test_a4_every_output_is_closed_without_a_living_session(company):
    late = company.sign_in("alice")
    company.clock.forward(minutes=59)
    callbacks = outputs(company)
    company.clock.forward(minutes=2)
    stranger, guesser = Visitor(company.server), Visitor(company.server)
    guesser.client.set_cookie("dashboard_session", "x" * 43 + "." + "y" * 43)
    for who in (stranger, guesser, late):
        for callback in callbacks:
            assert who.client.post(CALLBACK, json=body_of(callback, "/org")).status_code == 401
        for path, _ in paths_of_the_api(company.server, "acme", "red"):
            assert who.api(path).status_code == 401


def test_a5_what_admins_see_members_do_not(company):
    dana, bob = company.sign_in("dana"), company.sign_in("bob")
    others = [team for team in dana.api("/teams").get_json()["teams"] if team["qualifies"] and team["slug"] != "red"]
    assert len(others) > 3
    for team in others:
        address = f"/teams/{team['org']}/{team['slug']}"
        assert bob.title(address) == REFUSED
        for path, of_team in paths_of_the_api(company.server, team["org"], team["slug"]):
            assert not of_team or bob.api(path).status_code == 404
    with pytest.raises(Forbidden):
        require_admin(ALICE, "acme")


# -- A6, A7: who was one and is none, and GitHub away


def refused_everywhere(company, who, org: str, slug: str, key: str = "") -> None:
    """Every page, every callback and every path of the API that takes this team."""
    assert who.title(f"/teams/{org}/{slug}") == REFUSED
    for path, of_team in paths_of_the_api(company.server, org, slug):
        if of_team:
            assert who.api(path).status_code == 404
            assert not key or who.api(path, key).status_code == 404
    for callback in outputs(company):
        answer = who.client.post(CALLBACK, json=body_of(callback, f"/teams/{org}/{slug}"))
        assert answer.status_code == 400 or REFUSED in answer.get_data(as_text=True)


def test_a6_who_left_a_team_reads_no_more_of_it_after_the_ttl(company):
    bob = company.sign_in("bob")
    key = bob.make_key()
    assert bob.title(RED).startswith("Red")
    assert bob.api(f"{RED}/summary", key).status_code == 200
    company.leaves("bob", "red")
    company.clock.forward(minutes=TTL)
    refused_everywhere(company, bob, "acme", "red", key)
    assert bob.api("/me", key).get_json()["teams"] == []
    assert "Red" not in bob.ask("/teams").get_data(as_text=True)


def test_a6_a_removed_admin_reads_no_more_of_others_teams(company):
    dana = company.sign_in("dana")
    key = dana.make_key()
    assert dana.title(CHECKOUT).startswith("Checkout")
    company.leaves("dana", "platform-admins")
    company.clock.forward(minutes=TTL)
    refused_everywhere(company, dana, "acme", "checkout", key)
    assert dana.api("/me", key).get_json()["admin_of"] == []


def test_a6_who_left_the_organisation_reads_nothing(company):
    bob = company.sign_in("bob")
    key = bob.make_key()
    company.world.remove_from_organisation(company.world.organisation("acme"), company.person("bob"))
    company.clock.forward(minutes=TTL)
    for path, _ in paths_of_the_api(company.server, "acme", "red"):
        assert bob.api(path).status_code == 403
        assert bob.api(path, key).status_code == 403
    assert [bob.ask(address).status_code for address in ("/org", "/teams", RED, "/me")] == [403] * 4
    assert [bob.open(address).status_code for address in ("/org", "/teams", RED, "/me")] == [403] * 4


def test_a6_a_revoked_key_opens_nothing(company):
    bob = company.sign_in("bob")
    key = bob.make_key()
    (shown,) = company.server.extensions["auth"].keys.of(1002)
    assert bob.api("/me", key).status_code == 200
    assert bob.client.post(f"/me/keys/{shown.id}/revoke").status_code == 303
    for path, _ in paths_of_the_api(company.server, "acme", "red"):
        assert bob.api(path, key).status_code == 401


@pytest.mark.parametrize(("fault", "path"), [("error", "/api/user"), ("drop", "/api/user/teams")])
def test_a7_while_github_is_away_the_last_known_counts_for_an_hour_and_then_nothing(company, fault, path):
    bob = company.sign_in("bob")
    key = bob.make_key()
    company.leaves("bob", "red")
    company.github.faults.add(fault, path)
    company.clock.forward(minutes=59)
    assert "GitHub does not answer" in bob.ask(RED).get_data(as_text=True)
    assert bob.api(f"{RED}/summary", key).status_code == 200
    assert bob.title(CHECKOUT) == REFUSED
    company.clock.forward(minutes=1)
    answers = [bob.ask(RED), bob.open(RED), bob.api(f"{RED}/summary"), bob.api(f"{RED}/summary", key)]
    assert [answer.status_code for answer in answers] == [403] * 4


# -- A8 to A10: names change hands, and lists are long


def test_a8_the_history_follows_the_teams_id_and_not_its_slug(company):
    alice, charlie = company.sign_in("alice"), company.sign_in("charlie")
    before = numbers(alice.api(f"{RED}/summary"))
    team = company.team("red")
    team.slug, team.name = "crimson", "Crimson"
    company.world.add_team(team.org, "Red", [company.person("charlie")], id=4242)
    company.clock.forward(minutes=TTL)
    assert numbers(alice.api("/teams/acme/crimson/summary")) == before
    assert alice.api(f"{RED}/summary").get_json()["team"]["id"] == 42, "an old link of their own team"
    refused = charlie.api(f"{RED}/summary")
    assert (refused.status_code, refused.get_json()["detail"]) == (403, "too_few_licensed")


def test_a8_a_login_that_somebody_else_took_over_brings_nothing(company):
    dana, erin = company.person("dana"), company.person("erin")
    before = company.sign_in("dana")
    dana.login, erin.login = "dana-two", "dana"
    company.clock.forward(minutes=TTL)
    me = before.api("/me").get_json()
    assert (me["user"], me["admin_of"]) == ({"id": 1004, "login": "dana-two"}, ["acme"])
    assert company.sign_in("dana").api("/me").status_code == 403


def test_a8_a_team_that_took_over_the_admins_slug_makes_no_admin(company):
    old = company.team("platform-admins")
    company.world.remove_team(old)
    company.world.add_team(old.org, "Platform admins", [company.person("bob")], id=4243)
    assert company.sign_in("bob").api("/me").get_json()["admin_of"] == []


def test_a9_a_child_team_brings_its_own_numbers_and_not_its_parents(company):
    charlie = company.sign_in("charlie")
    assert company.team("checkout").parent is company.team("commerce")
    assert charlie.title(CHECKOUT).startswith("Checkout")
    assert charlie.title("/teams/acme/commerce") == REFUSED


def test_a9_an_invitation_that_is_pending_is_no_membership(company):
    company.world.add_member(company.team("checkout"), company.person("bob"), state="pending")
    assert company.sign_in("bob").title(CHECKOUT) == REFUSED
    company.world.add_to_organisation(company.world.organisation("acme"), company.person("erin"), state="pending")
    assert company.sign_in("erin").api("/me").status_code == 403


def test_a9_a_team_of_the_same_slug_elsewhere_is_another_team(company):
    charlie = company.sign_in("charlie")
    assert company.team("platform-admins", "umbrella") in [m.team for m in company.world.memberships]
    assert charlie.api("/me").get_json()["admin_of"] == []
    assert charlie.title(RED) == REFUSED
    assert charlie.title("/teams/umbrella/platform-admins") == REFUSED


def test_a10_a_long_list_of_teams_is_read_to_its_end_or_not_at_all(company):
    for number in range(120):
        company.world.add_team(company.world.organisation("acme"), f"Guild {number:03}", [company.person("bob")])
    bob = company.sign_in("bob")
    assert len(bob.api("/me").get_json()["teams"]) == 121
    company.github.faults.add("slow", "/api/user/teams", times=1, seconds=0)  # the first page goes well
    company.github.faults.add("error", "/api/user/teams")
    company.clock.forward(minutes=TTL)
    assert len(bob.api("/me").get_json()["teams"]) == 121, "the last known, and not the first page"


def test_a12_an_answer_that_is_remembered_is_only_for_who_may_have_it(company):
    alice, bob, charlie, dana = (company.sign_in(login) for login in ("alice", "bob", "charlie", "dana"))
    for who, allowed in ((dana, True), (alice, False), (charlie, True), (bob, False)):
        assert who.title(CHECKOUT).startswith("Checkout") is allowed
        assert (who.api(f"{CHECKOUT}/daily").status_code == 200) is allowed
    mine, theirs = (numbers(who.api(f"{address}/summary")) for who, address in ((alice, RED), (charlie, CHECKOUT)))
    assert mine != theirs


def test_github_is_asked_nothing_by_strangers_and_little_by_one_person(company):
    stranger = Visitor(company.server)
    for path in ("/org", "/login/github", "/login/github/authorized?code=x&state=y", "/"):
        stranger.open(path)
    stranger.api("/me", "cud_made-up")
    assert not company.github.requests
    bob = company.sign_in("bob")
    asked = len(company.github.requests)
    for _ in range(20):
        bob.ask(RED)
        bob.api(f"{RED}/daily")
    assert len(company.github.requests) == asked
    company.clock.forward(minutes=TTL)
    bob.ask(RED)
    bob.api(f"{RED}/daily")
    assert len(company.github.requests) == asked + 3
