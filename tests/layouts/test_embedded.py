"""What another site's page frames: pages without what stands around them, and single figures."""

from __future__ import annotations

import pytest

from dashboard.core.brand import UNBRANDED
from layouts import embedded, ids
from tests.callbacks.site import Site
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import of_type, parts, text, with_id

FIGURE = "/embed/active?team=acme/red&days=90"


def classes(page):
    return {name for part in parts(page["children"]) for name in (part["props"].get("className") or "").split()}


@pytest.mark.parametrize("address", ["/teams/acme/red", "/org", "/help", "/teams", "/me", "/teams/acme/no-such-team"])
def test_a_framed_page_is_the_page_without_navigation_and_control_bar(address):
    page = Site().page(address)
    framed = Site().page(f"{address}?embed=1")
    assert {"side", "topbar"} <= classes(page)
    assert not {"side", "topbar", "controls"} & classes(framed)
    assert framed["title"] == page["title"]
    inside = with_id(page["children"], ids.MAIN)["props"]["children"]
    assert with_id(framed["children"], ids.MAIN)["props"]["children"][:-1] == inside


def test_its_last_line_leads_to_the_same_view_in_a_tab_of_its_own():
    framed = Site().page("/teams/acme/red?days=7&embed=1&compare=0")
    link = of_type(framed["children"], "A")[-1]["props"]
    assert link["children"] == f"Open in {UNBRANDED.name}"
    assert (link["href"], link["target"]) == ("/teams/acme/red?days=7&compare=0", "_blank")
    assert "data-view" not in link


def test_a_figure_stands_alone_and_is_the_one_of_the_page():
    page, alone = Site().page("/teams/acme/red?days=90"), Site().page(FIGURE)
    figures = [part["props"]["id"] for part in of_type(alone["children"], "Figure")]
    assert figures == [ids.card("active")]
    there, here = (with_id(each["children"], ids.card("active")) for each in (page, alone))
    assert of_type(here, "Graph") == of_type(there, "Graph")
    assert text(here) == text(there)
    assert of_type(here, "H2")[0]["props"]["children"] == of_type(there, "H3")[0]["props"]["children"]
    assert [part["props"]["children"] for part in of_type(alone["children"], "H1")] == ["Red, 90 days"]
    assert "Data to" in text(alone["children"])


def test_a_figure_leads_to_its_place_on_the_page():
    link = of_type(Site().page(FIGURE)["children"], "A")[-1]["props"]
    assert link["href"] == "/teams/acme/red?days=90#card-active"
    assert embedded.whole("/embed/active", "?org=acme") == "/org?org=acme#card-active"


def test_a_framed_figure_of_days_of_which_nothing_is_known_says_why():
    framed = Site().page("/embed/active?team=acme/red&from=2025-01-01&to=2025-01-28")
    assert "No reports before 15 May 2026" in text(framed["children"])
    assert not of_type(framed["children"], "Figure")


def test_without_a_team_it_is_the_organisations():
    assert Site().page("/embed/features?org=acme")["title"].startswith("acme, 28 days")


@pytest.mark.parametrize(
    "address", ["/embed/nothing?team=acme/red", "/embed/%3Cb%3E?team=acme/red", "/embed/card-active"]
)
def test_an_unknown_figure_is_told_which_there_are(address):
    page = Site().page(address)
    assert page["title"].startswith("There is no figure of this name")
    names = [part["props"]["children"] for part in of_type(page["children"], "A")]
    assert {"active", "features", "interactions", "completions"} <= set(names)
    assert not of_type(page["children"], "Figure")


def test_the_figures_it_names_are_there():
    links = of_type(Site().page("/embed/nothing?team=acme/red&days=7")["children"], "A")[:-1]
    for link in links:
        assert of_type(Site().page(link["props"]["href"])["children"], "Figure"), link


def test_without_data_a_figure_says_why():
    assert "No data yet of Red" in text(Site(insights=FakeInsights(last=None)).page(FIGURE)["children"])
