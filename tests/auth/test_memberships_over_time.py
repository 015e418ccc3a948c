"""Memberships that change while somebody is signed in, and GitHub that is away when they are read again."""

from __future__ import annotations

import threading

import pytest

from auth.session import key_of
from tests.auth.conftest import wait_until
from tests.auth.site import acme, calls, person, refusal


def test_memberships_are_not_read_again_before_their_time(browser, github, clock):
    browser.sign_in("alice")
    clock.forward(minutes=14)
    browser.who()
    assert len(calls(github)) == 1
    clock.forward(minutes=1)
    browser.who()
    assert len(calls(github)) == 2


def test_who_is_taken_out_of_a_team_loses_it(browser, world, clock):
    browser.sign_in("alice")
    world.remove_member(world.team(acme(world), "red"), person(world, "alice"))
    clock.forward(minutes=15)
    assert browser.who().json["teams"] == []


def test_who_is_taken_out_of_the_organisation_loses_everything(browser, world, clock):
    browser.sign_in("alice")
    world.remove_from_organisation(acme(world), person(world, "alice"))
    clock.forward(minutes=15)
    assert refusal(browser) == (403, "not_a_member")


def test_a_removed_admin_is_none(browser, world, clock):
    browser.sign_in("dana")
    world.remove_member(world.team(acme(world), "platform-admins"), person(world, "dana"))
    clock.forward(minutes=15)
    assert browser.who().json["admin_of"] == []


def test_a_team_that_re_used_a_given_id_s_slug_makes_no_admin(browser, world, clock):
    browser.sign_in("dana")
    old = world.team(acme(world), "platform-admins")
    world.remove_team(old)
    world.add_team(acme(world), "Platform admins", [person(world, "dana")], id=51)
    clock.forward(minutes=15)
    assert (browser.who().json["teams"], browser.who().json["admin_of"]) == (["platform-admins"], [])


def test_a_token_revoked_at_github_ends_the_session(browser, github, world, clock):
    browser.sign_in("alice")
    github.tokens.revoke_grant(person(world, "alice"), "demo-client")
    clock.forward(minutes=15)
    answer = browser.who()
    assert answer.status_code == 401
    assert browser.client.get_cookie("dashboard_session") is None


@pytest.mark.parametrize("path", ["/api/user", "/api/user/teams", "/api/user/memberships/orgs/acme"])
def test_a_refusal_by_github_counts_at_once(browser, github, clock, path):
    browser.sign_in("alice")
    github.faults.add("no_permission", path)
    clock.forward(minutes=15)
    assert refusal(browser) == (403, "refused")


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        ("error", "/api/user"),
        ("error", "/api/user/teams"),
        ("error", "/api/user/memberships/orgs/acme"),
        ("drop", "/api/user"),
        ("garbled", "/api/user/teams"),
        ("too_many_requests", "/api/user"),
        ("primary_limit", "/api/user/memberships/orgs/acme"),
        ("secondary_limit", "/api/user/teams"),
    ],
)
def test_while_github_is_away_the_last_known_counts_for_an_hour(browser, github, clock, fault, path):
    browser.sign_in("alice")
    github.faults.add(fault, path)
    clock.forward(minutes=40)
    assert browser.who().json["teams"] == ["red"]
    assert "GitHub does not answer" in browser.who().json["notices"][0]
    clock.forward(minutes=19, seconds=59)
    assert browser.who().status_code == 200
    clock.forward(seconds=1)
    assert refusal(browser) == (403, "github_away")
    github.faults.clear()
    clock.forward(minutes=1)
    assert browser.who().json["notices"] == []


def test_github_is_left_alone_for_a_minute_after_it_did_not_answer(browser, github, clock):
    browser.sign_in("alice")
    github.faults.add("error", "/api/user")
    clock.forward(minutes=16)
    for _ in range(5):
        browser.who()
    assert len(calls(github)) == 2
    clock.forward(minutes=1)
    browser.who()
    assert len(calls(github)) == 3


def test_many_requests_of_one_session_read_memberships_once(browser, site, github, clock):
    browser.sign_in("alice")
    clock.forward(minutes=16)
    github.faults.add("slow", "/api/user", times=1, seconds=0.3)
    cookie = browser.client.get_cookie("dashboard_session").value
    answers = []

    def ask():
        client = site.test_client()
        client.set_cookie("dashboard_session", cookie)
        answers.append(client.get("/api/v1/who").json["teams"])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["red"]] * 8
    assert len(calls(github)) == 2


def test_signing_out_while_memberships_are_read_is_final(browser, site, github, clock):
    browser.sign_in("alice")
    clock.forward(minutes=16)
    github.faults.add("slow", "/api/user/teams", times=1, seconds=0.4)
    late = site.test_client()
    late.set_cookie("dashboard_session", browser.client.get_cookie("dashboard_session").value)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(late.get("/api/v1/who")))
    thread.start()
    wait_until(lambda: calls(github, "/api/user/teams")[1:])
    browser.post("/logout")
    thread.join()
    assert answers[0].status_code == 401
    assert late.get("/api/v1/who").status_code == 401


def test_a_clock_set_back_has_memberships_read_again(browser, world, clock):
    browser.sign_in("alice")
    world.remove_member(world.team(acme(world), "red"), person(world, "alice"))
    clock.forward(seconds=-30)
    assert browser.who().json["teams"] == []


def test_a_session_kept_by_another_release_is_over_and_no_error(browser, site):
    browser.sign_in("alice")
    store = site.sessions.store
    key = key_of(browser.client.get_cookie("dashboard_session").value.split(".")[0])
    store.update(key, data={"reading": {"of": "another shape"}})
    assert browser.who().status_code == 401
    assert store.read(key) is None
