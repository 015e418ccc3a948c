"""What makes groups of different size comparable."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.comparison import Side, acceptance_of, adoption_of, beginning_on, differ_much, head_of
from dashboard.core.days import USUAL_WEEK, Span
from dashboard.core.numbers import Counters, Day, Totals
from dashboard.core.subjects import Organisation, Team

MONDAY = date(2026, 11, 2)
WEEK = Span(MONDAY, date(2026, 11, 8))


def team(licensed: int | None, active: int | None = 3) -> Side:
    return Side("Red", Team("acme", 42, "red", "Red"), Totals(WEEK, 7, active, licensed), [])


ACME = Side("acme", Organisation("acme"), Totals(WEEK, 7, 54), [])


def test_counts_are_for_each_licensed_member_where_all_sides_know_theirs():
    assert head_of([team(9), team(20)]) == "licensed member"
    assert head_of([team(9), ACME]) == "active user"
    assert head_of([team(9), team(None)]) == "active user"


def test_a_mean_is_unknown_where_either_part_is_and_zero_where_nothing_was_done():
    assert team(9).per("licensed member", 18) == 2
    assert team(9).per("licensed member", 0) == 0
    assert team(9).per("licensed member", None) is None
    assert team(None).per("licensed member", 18) is None
    assert team(9, active=0).per("active user", 0) is None


@pytest.mark.parametrize(("sizes", "much"), [((9, 18), False), ((9, 19), True), ((9, 12, 30), True), ((9,), False)])
def test_groups_differ_much_when_one_is_less_than_half_of_another(sizes, much):
    assert differ_much([team(size) for size in sizes]) is much


def test_a_team_and_an_organisation_differ_by_their_active_users():
    assert differ_much([team(40, active=30), ACME]) is False
    assert differ_much([team(40, active=20), ACME]) is True


def test_adoption_of_a_point_is_never_above_all():
    assert adoption_of(Day(MONDAY, "final", 3, 12)) == 0.25
    assert adoption_of(Day(MONDAY, "final", 13, 12)) == 1, "somebody left within the week"
    assert adoption_of(Day(MONDAY, "suppressed")) is None


def test_a_rate_of_few_completions_is_not_drawn():
    def of(shown):
        return acceptance_of(Day(MONDAY, "final", counters=Counters(completions_shown=shown, completions_accepted=5)))

    assert (of(20), of(19), of(None)) == (0.25, None, None)


def test_another_span_is_as_long_and_has_the_same_days_of_the_week():
    other = beginning_on(date(2026, 8, 3), Span(MONDAY, date(2026, 11, 15), USUAL_WEEK))
    assert other == Span(date(2026, 8, 3), date(2026, 8, 16), USUAL_WEEK)
