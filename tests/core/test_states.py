from datetime import date

from dashboard.core.numbers import Day
from dashboard.core.states import above_floor, combined, known_in_both

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def test_a_day_is_as_good_as_the_worst_of_its_reports():
    assert combined(["final", "provisional"]) == "provisional"
    assert combined(["final", "failed"]) == "failed"
    assert combined(["not_available", "provisional"]) == "not_available"


def test_a_report_nobody_asked_for_is_unknown():
    assert combined(["final", None]) == "not_available"


def test_a_day_below_the_floor_keeps_its_place_and_no_number():
    assert above_floor(Day(MONDAY, "final", 3, 4), floor=5) == Day(MONDAY, "suppressed")
    assert above_floor(Day(MONDAY, "failed"), floor=5).state == "failed"


def test_two_spans_are_compared_where_both_are_known():
    now = [Day(MONDAY, "final", 1, 5), Day(TUESDAY, "not_available")]
    before = [Day(MONDAY, "final", 2, 5), Day(TUESDAY, "final", 3, 5)]
    assert known_in_both(now, before) == ([now[0]], [before[0]], 1)
