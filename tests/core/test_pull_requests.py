from __future__ import annotations

from datetime import date

from dashboard.core.days import Span
from dashboard.core.pull_requests import MEDIANS, PullRequestDay, Reviews, grouped_requests, without_few_people

SPAN = Span(date(2026, 11, 12), date(2026, 11, 17))  # Thursday to Tuesday
DAYS = [
    PullRequestDay(day, created=number, merged=None, minutes_to_merge=60.0 * number, review_users=number)
    for number, day in enumerate(SPAN)
]


def test_counts_of_a_week_are_sums_and_what_is_not_counted_stays_unknown():
    first, second = grouped_requests(DAYS, SPAN, "week")
    assert (first.day, first.created, first.merged) == (date(2026, 11, 12), 0 + 1 + 2 + 3, None)
    assert (second.day, second.created) == (date(2026, 11, 16), 4 + 5)


def test_medians_of_days_are_never_put_together():
    for grouping in ("week", "month"):
        for point in grouped_requests(DAYS, SPAN, grouping):
            assert {getattr(point, name) for name in MEDIANS} == {None}
    assert grouped_requests(DAYS, SPAN, "day") == DAYS


def test_people_of_a_week_are_those_of_its_day_with_most_and_never_a_sum():
    asked = [9, 1, None, 3, None, None]
    passive = [0, 7, None, 8, None, None]
    days = [
        PullRequestDay(day, review_users=some, passive_review_users=others)
        for day, some, others in zip(SPAN, asked, passive, strict=True)
    ]
    first, second = grouped_requests(days, SPAN, "week")
    assert (first.review_users, first.passive_review_users) == (3, 8), "of Sunday, with 11 in all"
    assert (second.review_users, second.passive_review_users) == (None, None), "unknown is not zero"


def test_a_total_of_nothing_known_is_unknown():
    reviews = Reviews(DAYS, DAYS, [])
    assert (reviews.total("created"), reviews.total("merged")) == (15, None)


def test_people_with_code_review_are_withheld_where_no_day_has_enough_of_them():
    few = [PullRequestDay(day, review_users=3, passive_review_users=number) for number, day in enumerate(SPAN)]
    found = without_few_people(few, 5)
    assert {day.review_users for day in found} == {None}
    assert [day.passive_review_users for day in found] == list(range(6))
    assert without_few_people(few, 1) == few


def test_nobody_with_code_review_is_a_count_of_zero_however_many_are_needed():
    assert without_few_people([PullRequestDay(day, review_users=0) for day in SPAN], 5)[0].review_users == 0
