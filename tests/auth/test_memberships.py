"""Who is a member, who is an admin, who is told what: at sign-in, and as time goes by."""

from __future__ import annotations

import threading

import pytest

from auth.memberships import Reading, admin_of, sso_url
from auth.rest import next_page
from auth.session import key_of
from dashboard.errors import Away
from tests.auth.conftest import wait_until
from tests.auth.site import Browser, admin_team, build_site, config_for
from tests.cast import ADMINS, RED


def calls(github, path="/api/user"):
    return [seen for seen in list(github.requests) if seen.path == path]


def person(world, login):
    return world.person(login)


def acme(world):
    return world.organisation("acme")


def refusal(browser):
    answer = browser.who()
    return answer.status_code, answer.json["detail"]


# -- at sign-in


def test_somebody_outside_the_organisation_is_told_so(browser):
    browser.sign_in("erin")
    assert refusal(browser) == (403, "not_a_member")
    assert "not a member of acme" in browser.who().json["message"]
    assert browser.open("/").json == {"login": "erin", "reasons": ["not_a_member"]}


def test_a_pending_invitation_is_no_membership(browser, world, github):
    world.add_to_organisation(acme(world), person(world, "erin"), state="pending")
    browser.sign_in("erin")
    assert refusal(browser) == (403, "pending")
    assert f"{github.web_url}/orgs/acme/invitation" in browser.who().json["message"]


def test_an_organisation_that_has_not_approved_the_app_is_named_with_the_place_to_ask(browser, world, github):
    acme(world).oauth_app_approved = False
    browser.sign_in("alice")
    assert refusal(browser) == (403, "app_not_approved")
    assert f"{github.web_url}/settings/connections/applications/demo-client" in browser.who().json["message"]


def test_single_sign_on_comes_with_the_address_to_go_through(browser, world, github):
    acme(world).requires_sso = True
    browser.sign_in("alice")
    assert refusal(browser) == (403, "sso_required")
    assert f"{github.web_url}/orgs/acme/sso?authorization_request=" in browser.who().json["message"]


def test_any_other_refusal_of_github_is_one(browser, github):
    github.faults.add("no_permission", "/api/user/memberships/orgs/acme")
    browser.sign_in("alice")
    assert refusal(browser) == (403, "refused")


def test_the_reason_that_a_person_can_do_something_about_comes_first(github, tmp_path, world):
    world.organisation("umbrella").requires_sso = True
    world.add_to_organisation(world.organisation("umbrella"), person(world, "erin"))
    browser = Browser(build_site(config_for(github, tmp_path, orgs=("acme", "umbrella"))))
    browser.sign_in("erin")
    assert refusal(browser) == (403, "sso_required")
    assert "not a member of acme" in browser.who().json["message"]


def test_a_member_of_one_of_two_organisations_gets_in_and_sees_that_one(github, tmp_path):
    browser = Browser(build_site(config_for(github, tmp_path, orgs=("acme", "umbrella"))))
    browser.sign_in("alice")
    assert browser.who().json["organisations"] == {"acme": 999}
    assert browser.open("/").json["reasons"] == ["not_a_member"]


def test_teams_that_single_sign_on_hides_are_told_of(github, tmp_path, world):
    umbrella = world.organisation("umbrella")
    world.add_team(umbrella, "Black", [person(world, "alice")])
    umbrella.requires_sso = True
    browser = Browser(build_site(config_for(github, tmp_path, orgs=("acme", "umbrella"))))
    browser.sign_in("alice")
    (notice,) = browser.who().json["notices"]
    assert "single sign-on" in notice
    assert f"{github.web_url}/orgs/umbrella/sso" in notice


def test_a_partial_list_that_names_no_organisation_of_ours_is_told_of_as_well(browser, github):
    github.faults.add("sso_partial", "/api/user/teams", org="unknown")
    browser.sign_in("alice")
    assert "single sign-on" in browser.who().json["notices"][0]


def test_all_pages_of_teams_are_read(browser, github, world):
    for number in range(120):
        world.add_team(acme(world), f"Team {number:03}", [person(world, "alice")])
    browser.sign_in("alice")
    assert len(browser.who().json["teams"]) == 121
    assert [seen.query.get("page", "1") for seen in calls(github, "/api/user/teams")] == ["1", "2"]


def test_a_failed_second_page_is_a_failure_and_no_shorter_list(browser, github, world):
    for number in range(120):
        world.add_team(acme(world), f"Team {number:03}", [person(world, "alice")])
    github.faults.add("slow", "/api/user/teams", times=1, seconds=0)  # the first page goes well
    github.faults.add("error", "/api/user/teams")
    assert browser.sign_in("alice").status_code == 503
    assert [seen.query.get("page", "1") for seen in calls(github, "/api/user/teams")] == ["1", "2"]


def test_teams_of_organisations_that_are_not_ours_are_not_kept(browser, world):
    other = world.add_organisation("other-org", 5)
    world.add_team(other, "Red", [person(world, "alice")], id=77)
    browser.sign_in("alice")
    assert browser.who().json["teams"] == ["red"]


def test_a_member_whose_organisation_has_no_teams_gets_in(browser, world):
    world.add_to_organisation(acme(world), person(world, "erin"))
    browser.sign_in("erin")
    assert browser.who().json["teams"] == []


# -- admins


def test_members_of_an_admin_team_are_admins_of_that_organisation(browser):
    browser.sign_in("dana")
    assert browser.who().json["admin_of"] == ["acme"]


def test_the_same_slug_in_another_organisation_makes_no_admin(github, tmp_path, world):
    world.add_team(world.organisation("umbrella"), "Platform admins", [person(world, "charlie")])
    always = config_for(
        github, tmp_path, orgs=("acme", "umbrella"), admin_teams=lambda: [admin_team("acme", "platform-admins")]
    )
    browser = Browser(build_site(always))
    browser.sign_in("charlie")
    assert set(browser.who().json["organisations"]) == {"acme", "umbrella"}
    assert "platform-admins" in browser.who().json["teams"]
    assert browser.who().json["admin_of"] == []


READING = Reading(1004, "dana", {"acme": 999}, (RED, ADMINS), (), (), 0.0)


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        (admin_team("acme", "platform-admins"), {"acme"}),
        (admin_team("acme", "platform-admins", 50), {"acme"}),
        (admin_team("ACME", "Platform-Admins", 50), {"acme"}),
        (admin_team("acme", "platform-admins", 51), set()),
        (admin_team("umbrella", "platform-admins", 50), set()),
        (admin_team("acme", "platform", 50), set()),
        (admin_team("acme", "", None), set()),
    ],
)
def test_an_admin_team_is_met_by_organisation_slug_and_given_id(team, expected):
    assert set(admin_of(READING, [team])) == expected


def test_a_team_of_an_organisation_that_took_the_login_over_makes_no_admin():
    reading = Reading(1004, "dana", {"acme": 12345}, (ADMINS,), (), (), 0.0)
    assert set(admin_of(reading, [admin_team("acme", "platform-admins")])) == set()


def test_striking_a_team_off_the_list_works_at_once(github, tmp_path):
    teams = [admin_team("acme", "platform-admins")]
    browser = Browser(build_site(config_for(github, tmp_path, admin_teams=lambda: teams)))
    browser.sign_in("dana")
    assert browser.who().json["admin_of"] == ["acme"]
    teams.clear()
    assert browser.who().json["admin_of"] == []


# -- as time goes by


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


# -- what GitHub's headers may not do to us


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("required; url=https://github.com/orgs/acme/sso?authorization_request=x", True),
        ("required; url=https://evil.example/orgs/acme/sso", False),
        ("required; url=https://github.com.evil.example/x", False),
        ("required; url=https://github.com@evil.example/x", False),
        ("required; url=http://github.com/x", False),
        ("required; url=javascript:alert(1)", False),
        ("required; url=https://[", False),
        ("required", False),
    ],
)
def test_only_an_address_of_github_s_own_is_passed_on(header, expected):
    assert bool(sso_url(header, "https://github.com")) is expected


class Answer:
    url = "https://api.github.com/user/teams?per_page=100"

    def __init__(self, link: str):
        self.links = {"next": {"url": link}} if link else {}


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/user/teams?page=2",
        "http://api.github.com/user/teams?page=2",
        "//evil.example/x",
        "https://[",
    ],
)
def test_the_token_follows_no_link_to_another_host(link):
    with pytest.raises((Away, ValueError)):
        next_page(Answer(link), "https://api.github.com")


def test_a_next_page_of_the_same_host_is_followed():
    assert (
        next_page(Answer("/user/teams?page=2"), "https://api.github.com/") == "https://api.github.com/user/teams?page=2"
    )
    assert next_page(Answer(""), "https://api.github.com") == ""
