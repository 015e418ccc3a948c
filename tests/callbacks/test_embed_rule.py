"""A framed page and a single figure are asked for under the same rule as the page."""

from __future__ import annotations

import pytest

from dashboard.core.brand import Brand
from layouts import ids
from tests.callbacks.site import Site
from tests.callbacks.test_rule import NOT_HERS, NOWHERE, Watched
from tests.cast import ALICE, CHARLIE, DANA
from tests.layouts.fakes import BLUE
from tests.layouts.walking import of_type, with_id

TEAMS = [address.removeprefix("/teams/") for address in (*NOT_HERS, *NOWHERE)]


def shown(page):
    """Without its last line, which holds the address."""
    return with_id(page["children"], ids.MAIN)["props"]["children"][:-1]


@pytest.mark.parametrize("team", TEAMS)
def test_a_figure_of_a_team_that_is_not_hers_is_refused_as_an_unknown_one(team):
    site = Site(ALICE, Watched())
    page = site.page(f"/embed/active?team={team}")
    assert shown(page) == shown(site.page("/embed/active?team=acme/no-such-team"))
    assert not of_type(page["children"], "Figure")
    assert site.insights.asked == set()


@pytest.mark.parametrize("team", TEAMS)
def test_a_framed_page_of_a_team_that_is_not_hers_is_refused_as_an_unknown_one(team):
    site = Site(ALICE, Watched())
    page = site.page(f"/teams/{team}?embed=1")
    assert shown(page) == shown(site.page("/teams/acme/no-such-team?embed=1"))
    assert site.insights.asked == set()


@pytest.mark.parametrize("org", ["umbrella", "nowhere", "../acme"])
def test_a_figure_of_an_organisation_one_is_not_in_is_refused(org):
    site = Site(ALICE, Watched())
    assert site.page(f"/embed/active?org={org}")["title"].startswith("There is no organisation here")
    assert site.insights.asked == set()


@pytest.mark.parametrize("viewer", [CHARLIE, DANA], ids=lambda viewer: viewer.login)
def test_who_may_see_the_team_sees_the_figure(viewer):
    page = Site(viewer).page("/embed/active?team=acme/blue")
    assert page["title"].startswith(BLUE.name)
    assert of_type(page["children"], "Figure")


@pytest.mark.parametrize("address", ["/embed/active?team=acme/red", "/me", "/data", "/me?embed=1"])
def test_a_hidden_page_is_not_there_whoever_asks(address):
    site = Site(DANA, brand=Brand(hidden=frozenset({"embed", "me", "data"})))
    assert site.page(address)["title"].startswith("There is no page at this address")


def test_a_hidden_page_is_in_nobodys_navigation():
    def linked(brand):
        page = Site(DANA, brand=brand).page("/teams")
        nav = next(part for part in of_type(page["children"], "Nav") if part["props"]["className"] == "side")
        return {link["props"]["href"] for link in of_type(nav, "A")}

    assert linked(Brand()) - linked(Brand(hidden=frozenset({"me", "data"}))) == {"/me", "/data"}
