"""The floor of a median: it is somebody's own number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.days import Span
from dashboard.core.floor import median_of_people
from dashboard.core.numbers import Member
from dashboard.core.own import Medians, medians

FIRST = date(2026, 10, 1)


def span(days: int) -> Span:
    return Span(FIRST, FIRST + timedelta(days=days - 1))


def member(user_id: int, interactions: int | None = 10, licensed: bool = True, active_days: int | None = 3) -> Member:
    return Member(user_id, None, licensed, active_days, None, interactions, 0, 0, 0)


@given(st.lists(st.integers(0, 10_000), max_size=12), st.integers(1, 60), st.integers(1, 8))
def test_there_is_none_below_the_floor_or_of_a_short_span(values, days, floor):
    shown = median_of_people(values, floor, span(days)) is not None
    assert shown == (len(values) >= floor and days >= 28)


@pytest.mark.parametrize(("middle", "said"), [(0, 0), (7, 7), (99, 99), (101, 100), (667, 670), (14_449, 14_000)])
def test_it_is_given_to_two_figures(middle, said):
    assert median_of_people([0, 0, middle, 99_999, 99_999], 5, span(28)) == said


def test_who_asks_is_not_among_them():
    five, six = [member(n) for n in range(5)], [member(n) for n in range(6)]
    assert medians(five, without=0, floor=5, span=span(28)) == Medians(4)
    assert medians(six, without=0, floor=5, span=span(28)) == Medians(5, 3, 10, 0, 0)


def test_idle_and_unlicensed_members_are_not_among_them():
    others = [member(1, active_days=0), member(2, licensed=False), *(member(n) for n in range(3, 8))]
    assert medians(others, without=99, floor=5, span=span(28)).people == 5


def test_a_member_whose_rows_are_gone_does_not_count_towards_the_floor():
    others = [member(1, interactions=None), *(member(n) for n in range(2, 6))]
    assert medians(others, without=99, floor=5, span=span(28)).interactions is None
