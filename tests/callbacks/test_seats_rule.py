"""Who sees what of seats: totals for members, names for admins, and nobody's where the deployment says so."""

from __future__ import annotations

import json

import pytest

from tests.callbacks.site import Site
from tests.cast import ALICE, CHARLIE, DANA, ERIN, viewer
from tests.layouts.fakes import FakeInsights

NAMES = ("bob", "person-001", "person-005")


def page(who, search="", **changes):
    insights = FakeInsights()
    for name, value in changes.items():
        setattr(insights, name, value)
    return json.dumps(Site(who, insights).page(f"/seats{search}"))


def test_an_admin_sees_whose_each_seat_is():
    assert all(name in page(DANA) for name in NAMES)


@pytest.mark.parametrize("who", [ALICE, CHARLIE])
def test_a_member_sees_counts_alone(who):
    shown = page(who)
    assert "3 of 8 seats of acme" in shown
    assert not any(name in shown for name in NAMES)


@pytest.mark.parametrize("who", [ALICE, DANA])
def test_with_names_for_nobody_there_is_no_login_anywhere(who):
    shown = page(who, show_names_to="nobody")
    assert not any(name in shown for name in NAMES)


def test_an_admin_of_another_organisation_is_a_member_here():
    both = viewer("dana", organisations={"acme": 999, "umbrella": 998}, admin_of=frozenset({"umbrella"}))
    assert not any(name in page(both, "?org=acme") for name in NAMES)


@pytest.mark.parametrize("search", ["?org=umbrella", "?org=nowhere"])
def test_an_organisation_one_is_not_in_is_refused(search):
    assert "There is no organisation here" in page(DANA, search)


def test_too_few_seats_are_not_counted_for_members():
    assert "Too few seats to show" in page(ALICE, min_team_size=9)
    assert "3 of 8 seats" in page(DANA, min_team_size=9)


def test_adoption_of_too_few_seats_is_unknown_to_members():
    def of_org(who, **changes):
        insights = FakeInsights()
        vars(insights).update(changes)
        return json.dumps(Site(who, insights).page("/org"))

    assert all("of 8 seats" in of_org(who) for who in (ALICE, DANA))
    assert "of 8 seats" in of_org(DANA, min_team_size=9)
    assert "of 8 seats" not in of_org(ALICE, min_team_size=9)


def test_before_the_first_snapshot_the_page_says_what_brings_it():
    shown = page(DANA, last=None)
    assert "No snapshot of seats yet" in shown
    assert "GitHub Copilot Business: read" in shown


@pytest.mark.parametrize(
    ("asked", "shown"), [("60", "60 days"), ("115", "115 days"), ("0", "30 days"), ("x' --", "30 days")]
)
def test_the_days_of_unused_seats_are_the_viewers_to_choose(asked, shown):
    assert f"Not used for {shown}" in page(DANA, f"?unused={asked}")


def test_ones_own_seat_is_on_ones_own_page_and_nobody_elses():
    shown = json.dumps(Site(ALICE).page("/me"))
    assert "Last activity on 18 November 2026, in VS Code 1.139.0" in shown
    assert not any(name in shown for name in NAMES)
    assert "Your seat" not in json.dumps(Site(ERIN).page("/me"))
