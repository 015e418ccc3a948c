"""Who is a member, who is an admin, who is told what, at sign-in; and what GitHub's headers may not do to us."""

from __future__ import annotations

import pytest

from auth.memberships import Reading, admin_of, sso_url
from auth.rest import next_page
from dashboard.errors import Away
from tests.auth.site import Browser, acme, admin_team, build_site, calls, config_for, person, refusal
from tests.cast import ADMINS, RED

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
