"""What is missing of another assistant's days is said by its own rules, not by GitHub's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from dashboard.core.completeness import advice, completeness
from dashboard.core.coverage import inventories
from dashboard.core.rows import USERS_REPORT
from dashboard.metrics import known_days
from tests.builders import covered

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8)


def days(first: int, last: int) -> list[date]:
    return [TODAY - timedelta(days=back) for back in range(first, last - 1, -1)]


def of_augment(*entries):
    return [replace(entry, source="augment", checked_at=NOW) for found in entries for entry in found]


def test_only_people_are_looked_for():
    (found,) = inventories(of_augment(covered(USERS_REPORT, days(30, 1))), TODAY)
    assert [calendar.report for calendar in found.calendars] == [USERS_REPORT]
    assert completeness(found, NOW) == "Complete from 2026-10-22 to 2026-11-20."


def test_a_hole_can_be_fetched_for_two_years_and_from_augment():
    known = covered(USERS_REPORT, [*days(500, 480), *days(470, 1)])
    (found,) = inventories(of_augment(known, covered(USERS_REPORT, days(479, 471), "failed", "away")), TODAY)
    (hole,) = found.holes
    assert hole.way == "fetch"
    assert hole.kept_until == TODAY - timedelta(days=479 - 729)
    assert advice(hole) == (
        "The next refresh asks for it again, where AUGMENT_API_TOKEN is set; Augment keeps it until 2027-07-29."
    )
    assert "GitHub" not in completeness(found, NOW)


def test_githubs_gaps_and_newest_days_are_not_hidden_by_it():
    github = covered(USERS_REPORT, days(10, 5))
    found = known_days([*github, *of_augment(covered(USERS_REPORT, days(10, 1)))])
    assert found == {("acme", USERS_REPORT): set(days(10, 5))}
