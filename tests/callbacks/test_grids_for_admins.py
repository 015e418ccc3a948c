"""Who sees all teams side by side, repositories, and the people of a team."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auth.access import Decision
from callbacks.pages import is_page
from tests.callbacks.site import Site
from tests.cast import ACME, ALICE, CHARLIE, DANA, UMBRELLA, viewer
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import of_type, tables, text

ASKED = ("teams_overview", "added_up", "repositories", "repositories_freshness", "members")
PAGES = ["/teams-overview", "/repos"]


class Watched(FakeInsights):
    """Remembers what was asked that not everybody may see."""

    def __init__(self, show_names_to="admins"):
        super().__init__()
        self.asked, self.show_names_to = [], show_names_to

    def __getattribute__(self, name):
        if name in ASKED:
            self.asked.append(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("address", PAGES)
def test_an_admin_sees_the_page_and_has_it_in_the_navigation(address):
    page = Site(DANA).page(address)
    assert of_type(page["children"], "AgGrid")
    assert address in [link["props"]["href"] for link in of_type(page["children"], "A")]
    assert is_page(address)
    assert not is_page(f"{address}/acme")


@pytest.mark.parametrize("who", [ALICE, CHARLIE], ids=["alice", "charlie"])
@pytest.mark.parametrize("address", [*PAGES, "/teams-overview?org=acme", "/repos?org=ACME"])
def test_others_are_refused_and_nothing_is_asked(who, address):
    site = Site(who, Watched())
    page = site.page(address)
    assert page["title"].startswith("This page is for admins")
    assert site.insights.asked == []
    assert not of_type(page["children"], "AgGrid")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("org", ["umbrella", "nowhere", "acme%00"])
def test_an_organisation_an_admin_is_not_in_looks_like_none(address, org):
    site = Site(DANA, Watched())
    assert site.page(f"{address}?org={org}")["title"].startswith("There is no organisation here")
    assert site.insights.asked == []


@pytest.mark.parametrize("address", PAGES)
def test_being_admin_of_one_organisation_opens_no_other(address):
    two = {"acme": ACME, "umbrella": UMBRELLA}
    half = viewer("dana", admin_of=frozenset({"umbrella"}), organisations=two)
    site = Site(half, Watched())
    assert "umbrella" in site.page(address)["title"]
    asked = list(site.insights.asked)
    assert site.page(f"{address}?org=acme")["title"].startswith("This page is for admins")
    assert site.insights.asked == asked


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_history_is_not_an_error(address):
    page = text(Site(DANA, FakeInsights(last=None)).page(address)["children"])
    assert "No data yet" in page or "No report of repositories yet" in page


def test_the_overview_links_each_team_to_its_page():
    rows = tables(Site(DANA).page("/teams-overview")["children"])["teams"]["rows"]
    assert {row[0]: row[-2] for row in rows}["Red"] == "/teams/acme/red"


@pytest.mark.parametrize(
    ("who", "show_names_to", "sees"),
    [
        (DANA, "admins", True),
        (ALICE, "admins", False),
        (ALICE, "members", True),
        (DANA, "nobody", False),
        (ALICE, "nobody", False),
    ],
)
def test_people_are_for_those_who_may_see_names_and_each_view_is_on_record(who, show_names_to, sees):
    record: list[Decision] = []
    site = Site(replace(who, record=record.append), Watched(show_names_to))
    page = site.page("/teams/acme/red")
    assert ("people" in tables(page["children"])) == sees
    assert ("members" in site.insights.asked) == sees
    assert [decision.team_id for decision in record if decision.what == "names"] == ([42] if sees else [])
    assert "licensed members were not active on any day" in text(page["children"])


def test_one_figure_of_a_team_shows_nobody():
    site = Site(DANA, Watched())
    site.page("/embed/active?team=acme/red")
    assert site.insights.asked == []
