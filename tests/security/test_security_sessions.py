"""S1 to S14: signing in, staying in and getting out, on the application as it is deployed."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from auth.ending import end_all_of
from auth.stores import KEYS_PER_PERSON, SESSIONS_PER_PERSON
from dashboard.app import create_server
from dashboard.errors import WrongSettings
from dashboard.settings import read_settings
from tests.auth.conftest import wait_until
from tests.auth.site import within
from tests.auth.test_sign_in import EVIL
from tests.deployed import SECRET, settings_for
from tests.security.company import RED, Visitor

COOKIE = "dashboard_session"


def begun(company) -> tuple[Visitor, str]:
    """A browser whose sign-in GitHub has approved, and the address it was sent back to."""
    visitor = Visitor(company.server)
    return visitor, within(visitor.approve(visitor.begin(), "alice"))


def cookie(visitor) -> str:
    return visitor.client.get_cookie(COOKIE).value


def with_cookie(company, value: str) -> Visitor:
    visitor = Visitor(company.server)
    visitor.client.set_cookie(COOKIE, value)
    return visitor


def alive(visitor) -> bool:
    return visitor.api("/me").status_code == 200


def asked_for_tokens(company) -> int:
    return sum(seen.path == "/login/oauth/access_token" for seen in company.github.requests)


def test_s1_a_wrong_missing_or_used_state_is_a_plain_400_and_asks_github_nothing(company, caplog):
    for change in (lambda back: back.split("&state=")[0], lambda back: back.replace("state=", "state=x")):
        visitor, back = begun(company)
        assert visitor.open(change(back)).status_code == 400
        assert not alive(visitor)
    assert asked_for_tokens(company) == 0
    assert caplog.text.count("login.state_mismatch") == 2
    visitor, back = begun(company)
    assert (visitor.open(back).status_code, visitor.open(back).status_code) == (302, 400)


def test_s2_an_attackers_code_and_state_sign_no_victim_in(company):
    _, back = begun(company)
    victim = Visitor(company.server)
    assert victim.open(back).status_code == 400
    assert not alive(victim)


def test_s3_a_code_counts_once_and_github_s_words_are_not_repeated(company, caplog):
    visitor, back = begun(company)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert visitor.open(back).status_code == 302
    again = Visitor(company.server)
    state = parse_qs(urlsplit(again.begin()).query)["state"][0]
    assert again.open(f"/login/github/authorized?code={code}&state={state}").status_code == 400
    state = parse_qs(urlsplit(again.begin()).query)["state"][0]
    said = "error=access_denied&error_description=%3Cscript%3E%0a%5bfake+log+line%5d"
    answer = again.open(f"/login/github/authorized?{said}&state={state}")
    assert answer.status_code == 400
    assert "fake" not in answer.text + caplog.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", EVIL)
def test_s4_sign_in_leads_to_no_other_place(company, path):
    visitor = Visitor(company.server)
    address = visitor.client.get("/login/github", query_string={"next": path}).location
    assert visitor.open(within(visitor.approve(address, "alice"))).location == "/"


def test_s5_a_planted_session_is_not_adopted_and_an_old_one_is_dead(company):
    attacker = company.sign_in("charlie")
    planted = cookie(attacker)
    victim = with_cookie(company, planted)
    assert victim.sign_in("alice").status_code == 302
    assert cookie(victim) != planted
    assert (alive(victim), alive(attacker)) == (True, False)


@pytest.mark.parametrize(
    "change", [lambda c: c[:-2] + "xx", lambda c: "A" + c[1:], lambda c: "none." + c, lambda c: c * 40]
)
def test_s6_a_cookie_that_is_not_ours_is_nobodys_and_breaks_nothing(company, change):
    visitor = with_cookie(company, change(cookie(company.sign_in("alice"))))
    assert visitor.api("/me").status_code == 401
    assert visitor.open("/").status_code == 200


def test_s6_of_two_session_cookies_one_counts_or_none(company):
    value = cookie(company.sign_in("alice"))
    for both in (f"{COOKIE}=junk; {COOKIE}={value}", f"{COOKIE}={value}; {COOKIE}=junk"):
        answer = company.server.test_client(use_cookies=False).get("/api/v1/me", headers={"Cookie": both})
        assert answer.status_code in (200, 401)


def test_s7_sign_out_is_final_also_for_a_callback_that_is_running(company):
    alice = company.sign_in("alice")
    late, answers = with_cookie(company, cookie(alice)), []
    company.clock.forward(minutes=16)
    company.github.faults.add("slow", "/api/user/teams", times=1, seconds=0.3)
    thread = threading.Thread(target=lambda: answers.append(late.ask(RED)))
    thread.start()
    wait_until(lambda: sum(seen.path == "/api/user/teams" for seen in list(company.github.requests)) == 2)
    alice.post("/logout")
    thread.join()
    for answer in (*answers, late.ask(RED)):
        assert answer.status_code == 401
        assert COOKIE not in answer.headers.get("Set-Cookie", f"{COOKIE}=;").replace(f"{COOKIE}=;", "")


def test_s8_idle_and_absolute_limits_hold_and_a_clock_set_back_makes_nobody_younger(company):
    idle, busy, back = (company.sign_in("alice") for _ in range(3))
    company.clock.forward(minutes=-2)
    assert not alive(back)
    company.clock.forward(minutes=2)
    for _ in range(24):
        company.clock.forward(minutes=29, seconds=50)
        assert alive(busy)
    assert not alive(idle)
    company.clock.forward(minutes=5)
    assert not alive(busy)


def test_s9_sign_out_is_no_link_and_takes_no_order_from_elsewhere(company):
    alice = company.sign_in("alice")
    assert alice.get("/logout").status_code in (404, 405)
    assert alice.post("/logout", Sec_Fetch_Site="cross-site").status_code == 403
    assert alive(alice)
    answer = alice.post("/logout", Sec_Fetch_Site="same-origin")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not alive(alice)


def test_s10_all_sessions_and_keys_of_a_person_end_at_once(company):
    first, second, bob = company.sign_in("alice"), company.sign_in("alice"), company.sign_in("bob")
    key = first.make_key()
    assert first.api("/me", key).status_code == 200
    assert end_all_of(company.server.session_interface.store, "Alice") == {1001: 3}
    assert [alive(visitor) for visitor in (first, second, bob)] == [False, False, True]
    assert first.api("/me", key).status_code == 401


@pytest.mark.parametrize("secret", ["", "dev", "changeme", "changeme-changeme-changeme-changeme", "a" * 40, "x" * 31])
def test_s11_without_a_real_secret_nothing_starts(company, tmp_path, secret):
    with pytest.raises(WrongSettings, match="SECRET_KEY"):
        settings_for(company.github, tmp_path, SECRET_KEY=secret)


def test_s11_there_is_no_debug_mode(company, monkeypatch):
    assert not company.server.debug
    with pytest.raises(WrongSettings):
        read_settings({"FLASK_DEBUG": "1"}, "serve")


def test_s12_a_former_key_opens_until_it_is_removed(company, deployed, tmp_path):
    new = "another-key-of-the-tests-0123456789ab"
    kept = company.server.session_interface.store.path
    given = {
        "HISTORY_URL": deployed.history_url,
        "REPLICA_DIR": deployed.replica_dir,
        "SESSION_URL": f"sqlite:///{kept}",
        "SECRET_KEY": new,
    }
    settings = settings_for(company.github, tmp_path, **given, SECRET_KEY_FALLBACKS=SECRET)
    both, only_new = (
        create_server(each, company.clock) for each in (settings, replace(settings, secret_key_fallbacks=()))
    )
    alice = company.sign_in("alice")
    key, old = alice.make_key(), cookie(alice)
    refused, moved = Visitor(only_new), Visitor(both)
    refused.client.set_cookie(COOKIE, old)
    moved.client.set_cookie(COOKIE, old)
    assert (alive(refused), alive(moved)) == (False, True)
    refused.client.set_cookie(COOKIE, cookie(moved))
    assert alive(refused), "the cookie was written anew under the new key"
    assert moved.api("/me", key).status_code == 200
    company.clock.forward(minutes=16)
    assert refused.api("/me", key).status_code == 200, "and so was the key's token"


def test_s13_a_browser_that_keeps_no_cookies_is_told_so_and_sent_round_no_loop(company):
    deaf = company.server.test_client(use_cookies=False)
    person = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}
    at_github = deaf.get("/login/github", headers=person).location
    back = within(Visitor(company.server).approve(at_github, "alice"))
    answer = deaf.get(back, headers=person)
    assert (answer.status_code, answer.headers.get("Location")) == (400, None)
    assert "not begun in this browser" in answer.text
    assert "Location" not in deaf.get("/", headers=person).headers


def test_s14_nothing_secret_is_anywhere_after_a_sign_in_and_a_key(company, caplog, deployed):
    caplog.set_level(logging.DEBUG)
    visitor, back = begun(company)
    pages = [visitor.open(back), visitor.open("/org"), visitor.ask("/me"), visitor.api("/me"), visitor.open("/nothing")]
    key = visitor.make_key()
    company.clock.forward(minutes=16)
    pages += [visitor.api("/me", key), visitor.api("/me"), visitor.ask("/me")]
    (token,) = company.github.tokens.people
    code = parse_qs(urlsplit(back).query)["code"][0]
    seen = "".join(page.get_data(as_text=True) + str(page.headers) for page in pages) + visitor.cookies() + caplog.text
    folders = (company.server.session_interface.store.path.parent, Path(deployed.history_url))
    kept = b"".join(file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file())
    for secret in (token, code, key, company.world.oauth_app.client_secret, SECRET):
        assert secret not in seen
        assert secret.encode() not in kept


def test_sessions_and_keys_of_one_person_are_bounded(company):
    store = company.server.session_interface.store
    browsers = []
    for _ in range(SESSIONS_PER_PERSON + 2):
        company.clock.forward(seconds=1)
        browsers.append(company.sign_in("alice"))
    for _ in range(KEYS_PER_PERSON):
        browsers[-1].make_key()
    assert browsers[-1].post("/me/keys").status_code == 400
    assert len(store.rows_of(1001)) == SESSIONS_PER_PERSON + KEYS_PER_PERSON
