from __future__ import annotations

from datetime import date

from dashboard.core.days import Span
from dashboard.core.pull_requests import MEDIANS, PEOPLE, PullRequestDay, Reviews, grouped_requests

SPAN = Span(date(2026, 11, 12), date(2026, 11, 17))  # Thursday to Tuesday
DAYS = [
    PullRequestDay(day, created=number, merged=None, minutes_to_merge=60.0 * number, review_users=number)
    for number, day in enumerate(SPAN)
]


def test_counts_of_a_week_are_sums_and_what_is_not_counted_stays_unknown():
    first, second = grouped_requests(DAYS, SPAN, "week")
    assert (first.day, first.created, first.merged) == (date(2026, 11, 12), 0 + 1 + 2 + 3, None)
    assert (second.day, second.created) == (date(2026, 11, 16), 4 + 5)


def test_medians_and_people_of_days_are_never_put_together():
    for grouping in ("week", "month"):
        for point in grouped_requests(DAYS, SPAN, grouping):
            assert {getattr(point, name) for name in (*MEDIANS, *PEOPLE)} == {None}
    assert grouped_requests(DAYS, SPAN, "day") == DAYS


def test_a_total_of_nothing_known_is_unknown():
    reviews = Reviews(DAYS, DAYS, [])
    assert (reviews.total("created"), reviews.total("merged")) == (15, None)
