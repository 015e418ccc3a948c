"""Seats by state over time: a week or month has its newest snapshot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import USUAL_WEEK, Span
from dashboard.core.licences import Billing
from dashboard.core.seat_states import newest_of_each

MONDAY = date(2026, 11, 2)


def snapshots(*days):
    """As many seats as the day of the month says."""
    return [Billing(MONDAY + timedelta(days=n), MONDAY.day + n, 0, {"active": MONDAY.day + n}) for n in days]


def seats_of(days, span, grouping):
    return [(first, newest.seats if newest else None) for first, newest in newest_of_each(days, span, grouping)]


def span(days, only=None):
    return Span(MONDAY, MONDAY + timedelta(days=days - 1), only)


def test_every_day_has_its_own_and_one_without_a_snapshot_has_none():
    assert [seats for _, seats in seats_of(snapshots(0, 2), span(3), "day")] == [2, None, 4]


@pytest.mark.parametrize(
    ("grouping", "found"),
    [
        ("week", [(MONDAY, 7), (date(2026, 11, 9), None), (date(2026, 11, 16), 16)]),
        ("month", [(MONDAY, 16)]),
    ],
)
def test_a_week_or_month_has_its_newest_and_adds_none_up(grouping, found):
    assert seats_of(snapshots(0, 2, 5, 14), span(21), grouping) == found


def test_of_working_days_alone_a_weekend_does_not_count():
    assert seats_of(snapshots(0, 5), span(7, USUAL_WEEK), "week") == [(MONDAY, 2)]
