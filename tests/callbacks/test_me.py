from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from auth.keys import PersonalKey
from layouts import made_key
from layouts.account import MOST
from layouts.landing import Site as Plain
from tests.callbacks.site import Site
from tests.cast import ACME, ALICE, BLUE, BOB, DANA, RED, UMBRELLA, viewer
from tests.layouts.fakes import ALICES, FakeInsights
from tests.layouts.walking import of_type, parts, tables, text

NOON = 1_795_262_400.0  # 21 November 2026
KEY = PersonalKey("abc", "<b>weekly</b> report", NOON, None, NOON + 90 * 86400)


def page_of(*keys: PersonalKey, viewer=ALICE):
    return Site(viewer, own_keys=keys).page("/me")["children"]


def test_the_page_says_who_one_is_and_where_one_belongs():
    page = page_of()
    assert "alice, which is number 1001" in text(page)
    assert "Red" in text(page)
    assert "none of them" in text(page)
    assert "acme" in text(page_of(viewer=DANA))


def test_a_key_is_listed_with_the_form_that_revokes_it():
    page = page_of(KEY)
    said = text(page)
    assert all(word in said for word in ("<b>weekly</b> report", "21 Nov 2026", "never", "19 Feb 2027"))
    forms = {
        form["props"]["action"]: form["props"]["method"] for form in of_type(page, "Form") if "action" in form["props"]
    }
    assert forms == {"/logout": "POST", "/me/keys": "POST", "/me/keys/abc/revoke": "POST"}


def test_with_five_keys_there_is_no_form_for_a_sixth():
    page = page_of(*[KEY] * MOST)
    assert "/me/keys" not in [form["props"]["action"] for form in of_type(page, "Form") if "action" in form["props"]]


def test_the_key_itself_is_text():
    site = Plain(("acme",), "https://github.example", (), "/assets/theme.js", "/copilot/")
    page = made_key.page(site, 'cud_"><script>', "https://usage.example/api/v1", date(2027, 2, 19))
    assert "<script>" not in page.replace('<script src="/assets', "")
    assert 'href="/copilot/me"' in page
    assert "19 February 2027" in page


class Asked(FakeInsights):
    """Remembers whose own numbers were asked for, and beside which teams."""

    def __init__(self):
        super().__init__()
        self.people, self.teams = [], []

    def own(self, person, span, grouping):
        self.people.append((person.org, person.id))
        return super().own(person, span, grouping)

    def medians(self, team, person, span):
        self.teams.append(team.name)
        return super().medians(team, person, span)


def test_ones_own_usage_is_shown():
    page = Site(ALICE).page("/me")
    assert page["title"] == "Your usage, 28 days · Copilot usage"
    assert "You used Copilot on 12 of 27 known days, as many as in the 28 days before." in text(page["children"])
    assert tables(page["children"])["features"]["rows"] == [["Code completion", 12], ["Agent mode", 12]]
    assert [row[1] for row in tables(page["children"])["versions"]["rows"]] == ["1.139.0"]


NAMED = [
    "?user=1001",
    "?user_id=1001",
    "?id=1001",
    "?login=alice",
    "?person=1001&viewer=1001",
    "?team=1001",
    "?with=1001",
]


@pytest.mark.parametrize("search", NAMED)
def test_whose_usage_it_is_is_said_by_the_session_and_never_by_the_address(search):
    site = Site(BOB, Asked())
    page = site.page(f"/me{search}")
    assert set(site.insights.people) == {("acme", BOB.id)}
    assert "Nothing is known of your usage" in text(page["children"])
    assert "1.139.0" not in json.dumps(page)


def test_the_same_address_would_show_it_to_whom_it_is_about():
    """Or the test above could not fail."""
    site = Site(ALICE, Asked())
    assert "1.139.0" in json.dumps(site.page(f"/me{NAMED[0]}"))
    assert set(site.insights.people) == {("acme", ALICES.id)}


def test_organisations_are_chosen_between_and_never_added():
    both = replace(viewer("alice", RED, organisations={"acme": ACME, "umbrella": UMBRELLA}))
    site = Site(both, Asked())
    site.page("/me?org=Umbrella")
    site.page("/me")
    assert site.insights.people == [("umbrella", ALICE.id), ("acme", ALICE.id)]


def test_an_organisation_one_is_not_in_is_refused():
    site = Site(ALICE, Asked())
    assert site.page("/me?org=umbrella")["title"].startswith("There is no organisation here")
    assert site.insights.people == []


def test_the_median_is_of_ones_own_first_team_or_the_one_that_is_asked_for():
    site = Site(replace(ALICE, teams=(RED, BLUE)), Asked())
    site.page("/me")
    site.page("/me?team=acme/red")
    assert site.insights.teams == ["Blue", "Red"]


@pytest.mark.parametrize("who", [ALICE, replace(DANA, id=ALICE.id, teams=(RED,))], ids=["member", "admin"])
@pytest.mark.parametrize("team", ["acme/blue", "acme/nowhere", "umbrella/red", "blue"])
def test_there_is_no_median_of_a_team_of_others_for_an_admin_either(who, team):
    site = Site(who, Asked())
    page = site.page(f"/me?team={team}")
    assert site.insights.teams == ["Red"]
    told = [text(part) for part in parts(page["children"]) if part["props"].get("className") == "notice"]
    assert told == [
        "This link asked for the median of a team that isn’t one of yours, or is too small. Another is shown."
    ]


def test_without_a_team_that_qualifies_there_is_no_median():
    site = Site(replace(ALICE, teams=()), Asked())
    assert "No team of yours is large enough" in text(site.page("/me")["children"])
    assert site.insights.teams == []


def test_keys_are_there_when_nothing_is_known():
    page = Site(insights=FakeInsights(last=None)).page("/me")["children"]
    assert "Nothing is known of your usage" in text(page)
    assert "/me/keys" in [form["props"]["action"] for form in of_type(page, "Form") if "action" in form["props"]]
