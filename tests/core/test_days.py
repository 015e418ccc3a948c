from datetime import date

import pytest

from dashboard.core.days import Span, WorkingDays, parse_day, trailing


def test_a_span_includes_both_ends():
    span = Span(date(2026, 11, 1), date(2026, 11, 28))
    assert len(span) == 28
    assert next(iter(span)) == span.first
    assert [*span][-1] == span.last


def test_the_span_before_is_as_long_and_ends_the_day_before():
    assert Span(date(2026, 3, 1), date(2026, 3, 7)).before() == Span(date(2026, 2, 22), date(2026, 2, 28))


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="can't begin"):
        Span(date(2026, 11, 2), date(2026, 11, 1))


def test_of_a_span_of_working_days_the_others_are_left_out():
    working = WorkingDays(holidays=frozenset({date(2026, 11, 11)}))
    span = Span(date(2026, 10, 23), date(2026, 11, 19), working)
    assert (len(span), len(list(span)), len(span.left_out())) == (28, 19, 9)
    assert date(2026, 10, 24) not in span
    assert date(2026, 11, 11) not in span
    assert span.before().only == span.after().only == working


def test_trailing_days_end_on_the_day():
    assert trailing(date(2026, 11, 19), 28) == Span(date(2026, 10, 23), date(2026, 11, 19))


@pytest.mark.parametrize(
    "text", ["", "2026-11-1", "20261101", "2026-W47-1", "2026-02-30", "2026-11-01T00:00", "yesterday!"]
)
def test_only_year_month_day_is_a_day(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_day(text)
