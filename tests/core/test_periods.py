from datetime import date, timedelta

import pytest

from dashboard.core.days import Span, WorkingDays
from dashboard.core.numbers import Counters, Day, DayCell
from dashboard.core.periods import grouped_cells, grouped_days, periods

WORKING = WorkingDays()
MONTH = Span(date(2026, 10, 23), date(2026, 11, 19))  # a Friday to a Thursday


def day(day: date, state="final", shown=10, accepted=3) -> Day:
    if state == "not_available":
        return Day(day, state)
    return Day(day, state, 4, 9, Counters(interactions=5, completions_shown=shown, completions_accepted=accepted))


def days(span=MONTH, **states):
    return [day(each, states.get(f"d{each.day}", "final")) for each in span]


def test_a_week_is_from_monday_to_sunday_and_the_ends_have_what_the_span_has():
    found = periods(MONTH, "week")
    assert [(period.first, len(period.days), period.whole) for period in found] == [
        (date(2026, 10, 23), 3, False),
        (date(2026, 10, 26), 7, True),
        (date(2026, 11, 2), 7, True),
        (date(2026, 11, 9), 7, True),
        (date(2026, 11, 16), 4, False),
    ]


def test_months_are_the_calendars():
    found = periods(Span(date(2026, 1, 31), date(2026, 3, 31)), "month")
    assert [(period.first, len(period.days), period.whole) for period in found] == [
        (date(2026, 1, 31), 1, False),
        (date(2026, 2, 1), 28, True),
        (date(2026, 3, 1), 31, True),
    ]


def test_every_day_of_a_span_is_in_one_period():
    for grouping in ("day", "week", "month"):
        span = Span(date(2025, 12, 20), date(2027, 1, 10), WORKING)
        assert [each for period in periods(span, grouping) for each in period.days] == list(span)


def test_a_working_week_is_whole_though_its_weekend_is_left_out():
    whole = periods(Span(date(2026, 11, 2), date(2026, 11, 15), WORKING), "week")
    assert [(len(period.days), period.whole) for period in whole] == [(5, True), (5, True)]


def test_a_week_adds_up_its_known_days_and_people_are_those_asked_for():
    people = {period.first: 7 for period in periods(MONTH, "week")}
    found = grouped_days(days(d28="not_available"), MONTH, "week", people)
    week = found[1]
    assert (week.day, week.state, week.active_users, week.licensed_members) == (date(2026, 10, 26), "final", 7, 9)
    assert (week.counters.interactions, week.days, week.days_known) == (30, 7, 6)
    assert week.counters.acceptance_rate == 18 / 60


def test_a_week_with_a_day_that_may_change_may_change():
    found = grouped_days(days(d18="provisional"), MONTH, "week", {})
    assert [week.state for week in found] == ["final"] * 4 + ["provisional"]


def test_of_a_week_without_a_known_day_nothing_is_known():
    span = Span(date(2026, 11, 2), date(2026, 11, 8))
    (week,) = grouped_days([day(each, "not_available") for each in span], span, "week", {})
    assert (week.state, week.known, week.active_users, week.counters) == ("not_available", False, None, Counters())


def test_cells_add_up_by_name_and_what_is_not_counted_stays_unknown():
    monday = date(2026, 11, 2)
    cells = [DayCell(monday + timedelta(days=n), "python", None, n, 1, 1, 1, 1) for n in range(8)]
    found = grouped_cells(cells, Span(monday, monday + timedelta(days=7)), "week")
    assert [(cell.day, cell.name, cell.interactions, cell.generations) for cell in found] == [
        (monday, "python", None, 21),
        (monday + timedelta(days=7), "python", None, 7),
    ]


@pytest.mark.parametrize("grouping", ["week", "month"])
def test_cells_and_days_are_grouped_alike(grouping):
    cells = [DayCell(each, "x", 1, 1, 1, 1, 1, 1) for each in MONTH]
    firsts = [day.day for day in grouped_days(days(), MONTH, grouping, {})]
    assert [cell.day for cell in grouped_cells(cells, MONTH, grouping)] == firsts
