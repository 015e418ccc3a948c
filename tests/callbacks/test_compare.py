"""What an address of /compare shows, and to whom."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auth.access import Membership
from callbacks.compare import NO_SPAN, NOT_SEEN, ONE_ALONE, TOO_MANY
from callbacks.pages import is_page
from dashboard.core.offer import without_overshadowed
from tests.callbacks.site import Site
from tests.callbacks.test_rule import Watched
from tests.cast import ACME, ALICE, BLUE, DANA, RED, UMBRELLA, viewer
from tests.layouts.fakes import BLUE as BLUE_TEAM
from tests.layouts.fakes import FakeInsights
from tests.layouts.walking import of_type, parts, tables, text, with_id

BOTH = replace(ALICE, teams=(RED, BLUE))
TINY = Membership("acme", ACME, 44, "tiny", "Tiny")


def notices(page):
    return [text(part) for part in parts(page["children"]) if part["props"].get("className", "").startswith("notice")]


def sides(page):
    return [row[0] for row in tables(page["children"])["numbers"]["rows"]]


def links(page):
    return [
        part["props"]["href"] for part in of_type(page["children"], "A") if "with=" in part["props"].get("href", "")
    ]


def test_a_member_first_sees_her_team_and_its_organisation(site):
    page = site.page("/compare")
    assert page["title"] == "Red and acme, 28 days · Copilot usage"
    assert sides(page) == ["Red", "acme"]


def test_who_is_in_no_team_first_sees_the_organisations_last_two_spans():
    page = Site(replace(ALICE, teams=())).page("/compare?days=7")
    assert sides(page) == ["13 Nov – 19 Nov", "6 Nov – 12 Nov"]


@pytest.mark.parametrize("address", ["/compare?with=acme/red,acme/blue", "/compare?with=ACME/Blue,acme/red,acme/blue"])
def test_the_address_says_what_is_compared(address):
    assert set(sides(Site(BOTH).page(address))) == {"Red", "Blue"}


@pytest.mark.parametrize(
    "other", ["acme/blue", "acme/no-such", "umbrella/red", "umbrella", "nowhere", "acme/red/more", "/", "acme/"]
)
def test_what_one_may_not_see_is_left_out_as_what_does_not_exist(other):
    insights = Watched()
    site = Site(ALICE, insights)
    page = site.page(f"/compare?with=acme/red,{other},acme")
    assert sides(page) == ["Red", "acme"]
    assert NOT_SEEN in notices(page)
    assert BLUE_TEAM.id not in insights.asked
    assert page["children"] == site.page("/compare?with=acme/red,acme/unknown,acme")["children"]


def test_ones_own_team_below_the_floor_is_left_out():
    page = Site(replace(ALICE, teams=(RED, TINY))).page("/compare?with=acme/red,acme/tiny,acme")
    assert (sides(page), NOT_SEEN in notices(page)) == (["Red", "acme"], True)


def test_nobody_is_offered_what_they_may_not_see(site):
    offered = text(with_id(site.page("/compare?with=acme")["children"], "compared"))
    assert "Red" in offered
    assert "Blue" not in offered
    assert "Blue" in text(with_id(Site(DANA).page("/compare?with=acme")["children"], "compared"))


def test_six_are_the_most():
    orgs = {"acme": ACME, "umbrella": UMBRELLA}
    admin = viewer("dana", organisations=orgs, admin_of=frozenset(orgs))
    seven = "acme,umbrella,acme/red,acme/blue,acme/hostile,umbrella/red,acme/nobody"
    page = Site(admin).page(f"/compare?with={seven}")
    assert len(sides(page)) == 6
    assert TOO_MANY in notices(page)
    assert "are the most" in text(with_id(page["children"], "compared"))


def test_one_alone_is_set_against_another_span(site):
    page = site.page("/compare?with=acme/red&against=2026-08-03")
    assert sides(page) == ["23 Oct – 19 Nov", "3 Aug – 30 Aug"]
    assert page["title"].startswith("Red, 28 days")


@pytest.mark.parametrize("against", ["2026-13-01", "tomorrow", "2026-11-01", "2026-10-23", "0001-01-01", "9999-12-31"])
def test_a_span_that_can_not_be_shown_falls_back(site, against):
    page = site.page(f"/compare?with=acme/red&against={against}")
    assert sides(page) == ["23 Oct – 19 Nov", "25 Sep – 22 Oct"]
    assert NO_SPAN in notices(page)


def test_several_have_one_span_each():
    page = Site(BOTH).page("/compare?with=acme/red,acme/blue&against=2026-08-03")
    assert sides(page) == ["Red", "Blue"]
    assert ONE_ALONE in notices(page)


def test_links_keep_the_view(site):
    page = site.page("/compare?with=acme/red,acme&days=90&group=week&working=1")
    assert links(page)
    kept = [link for link in links(page) if "days=7" not in link and "from=" not in link]
    assert all("group=week" in link and "working=1" in link for link in kept)
    assert "?with=acme&days=90&group=week&working=1" in links(page), "without Red"


def test_groups_of_different_size_are_said_to_be(site):
    assert any("more than twice the smallest" in text for text in notices(site.page("/compare")))
    assert notices(Site(BOTH).page("/compare?with=acme/red,acme/blue")) == []


def test_an_empty_history_is_not_an_error():
    assert "No data yet" in text(Site(insights=FakeInsights(last=None)).page("/compare")["children"])


def test_the_address_is_a_page():
    assert is_page("/compare")
    assert not is_page("/compare/acme")


class Within(Watched):
    """All of Blue but one are in Red, too: beside it, Blue is closed to whoever may not see names."""

    def offered(self, memberships, admin_of, sees_names=None):
        beside = {"acme": {BLUE.id: frozenset({RED.id})}}
        return without_overshadowed(super().offered(memberships, admin_of), sees_names, beside)


@pytest.mark.parametrize("asked", ["acme/red,acme/blue", "acme/blue,acme/red", "acme/blue", "acme/blue,acme"])
def test_a_team_within_another_is_compared_with_nothing_not_even_with_itself(asked):
    insights = Within()
    page = Site(BOTH, insights).page(f"/compare?with={asked}")
    assert "Blue" not in sides(page)
    assert NOT_SEEN in notices(page)
    assert BLUE.id not in insights.asked
    assert "acme/blue" not in json.dumps(page)


def test_who_may_see_names_compares_a_team_with_one_within_it():
    assert sides(Site(DANA, Within()).page("/compare?with=acme/red,acme/blue")) == ["Red", "Blue"]


def test_the_overview_has_no_row_of_a_team_within_another_for_an_admin_who_sees_no_names():
    insights = Within()
    shown = [row[0] for row in tables(Site(DANA, insights).page("/teams-overview")["children"])["teams"]["rows"]]
    insights.show_names_to = "nobody"
    page = Site(DANA, insights).page("/teams-overview")
    without = [row[0] for row in tables(page["children"])["teams"]["rows"]]
    assert sorted([*without, "Blue"]) == sorted(shown)
    assert "nearly the same people as Red" in text(page["children"])


def test_there_is_no_median_of_a_team_within_another():
    page = text(Site(BOTH, Within()).page("/me?team=acme/blue")["children"])
    assert "members of Red" in page
    assert "members of Blue" not in page
