from __future__ import annotations

from dataclasses import replace

import pytest

import callbacks
from auth.access import Membership
from callbacks.pages import is_page
from dashboard.errors import Away
from dashboard.insights import Insights
from layouts import ids
from tests.callbacks.site import Site
from tests.cast import ACME, ALICE, DANA, UMBRELLA, viewer
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import of_type, parts, picker, text

TINY = Membership("acme", ACME, 44, "tiny", "Tiny")


def current(page):
    return [text(part) for part in parts(page["children"]) if part["props"].get("aria-current") == "page"]


@pytest.mark.parametrize(
    ("address", "title", "here"),
    [
        ("/", "Teams", ["All your teams"]),
        ("/teams", "Teams", ["All your teams"]),
        ("/org", "acme, 28 days", ["Organisation"]),
        ("/org?days=90", "acme, 90 days", ["Organisation"]),
        ("/teams/acme/red", "Red, 28 days", ["Red"]),
        ("/teams/ACME/Red?from=2026-11-01&to=2026-11-07", "Red, 7 days", ["Red"]),
        ("/help", "What the numbers mean", ["What the numbers mean"]),
        ("/nowhere", "There is no page at this address", []),
    ],
)
def test_an_address_is_a_view(site, address, title, here):
    page = site.page(address)
    assert page["title"] == f"{title} · Copilot usage"
    assert current(page) == here


def test_pages_know_their_addresses():
    assert all(map(is_page, ["/", "/org", "/teams", "/teams/acme/red", "/help"]))
    assert not any(map(is_page, ["/teams/acme", "/teams/acme/red/more", "/admin", "/assets/x.js", "/_dash-layout"]))


def test_ones_own_small_team_says_why_nothing_is_shown():
    page = text(Site(replace(ALICE, teams=(TINY,))).page("/teams/acme/tiny")["children"])
    assert "This team’s figures are withheld" in page
    assert page.count("withheld") == 1
    assert "Too few of its members had a licence" in page


def test_a_link_that_fell_back_says_so_and_shows_something(site):
    page = site.page("/teams/acme/red?days=5")
    notices = [text(part) for part in parts(page["children"]) if part["props"].get("className") == "notice"]
    assert notices == ["This link asked for a number of days that is not offered. Showing 28 days."]
    assert of_type(page["children"], "Graph")


def test_what_the_viewer_should_be_told_is_on_every_page():
    site = Site(notices=("GitHub can’t be reached.",))
    assert all(
        "GitHub can’t be reached." in text(site.page(path)["children"]) for path in ["/org", "/help", "/teams/acme/x"]
    )


def test_an_empty_history_is_not_an_error():
    site = Site(insights=FakeInsights(last=None))
    assert "No data yet" in text(site.page("/org")["children"])
    assert "No data yet" in text(site.page("/teams/acme/red")["children"])


def test_a_team_that_is_not_ones_own_stands_in_the_navigation_while_it_is_shown():
    assert current(Site(DANA).page("/teams/acme/blue")) == ["Blue"]


def test_somebody_in_several_organisations_chooses_one():
    both = viewer("dana", organisations={"acme": ACME, "umbrella": UMBRELLA})
    page = Site(both).page("/org?org=Umbrella&days=7")
    assert page["title"].startswith("umbrella, 7 days")
    assert picker(page["children"], ids.ORG_PICKER)["value"] == "umbrella"
    assert current(page) == ["umbrella"]


def test_an_admin_is_offered_every_team_with_their_own_first():
    admin = replace(DANA, teams=(Membership("acme", ACME, 43, "blue", "Blue"),))
    options = picker(Site(admin).page("/teams")["children"], ids.TEAM_PICKER)["options"]
    assert [option["value"] for option in options] == ["acme/blue", "acme/hostile", "acme/red", "acme/tiny"]
    assert [option["disabled"] for option in options] == [False, False, False, True]


def test_a_fault_leaves_the_page_and_shows_no_traceback():
    class Broken(FakeInsights):
        def summary(self, subject, span):
            raise RuntimeError("secret detail")

    answer = Site(insights=Broken()).page("/org")
    assert answer.keys() == {"fault"}
    assert "secret detail" not in answer["fault"]


def test_a_failure_of_ours_says_what_happened():
    assert callbacks.on_error(Away("The history can’t be read now. Try again soon.")) == {
        "fault": "The history can’t be read now. Try again soon."
    }


def test_the_index_is_the_same_for_everybody():
    site = Site(ALICE)
    site.page("/teams/acme/red")
    for path in ("/", "/teams/acme/red", "/_dash-layout", "/_dash-dependencies"):
        body = site.client.get(path).text
        assert "alice" not in body
        assert "Red" not in body


def test_the_made_up_insights_answer_what_the_real_ones_do():
    asked = ["offered", "freshness", "daily", "summary", "change", "breakdown", "daily_breakdown", "grouped_breakdown"]
    for name in asked:
        real, made_up = getattr(Insights, name), getattr(FakeInsights, name)
        arguments = real.__code__.co_varnames[: real.__code__.co_argcount]
        assert arguments == made_up.__code__.co_varnames[: made_up.__code__.co_argcount]
