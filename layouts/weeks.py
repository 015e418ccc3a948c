"""Long series by week: a mean of its working days, so that weekends don't blur what a week was like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from dashboard.core.days import ONE_DAY, USUAL_WEEK, Span, WorkingDays

WEEK = timedelta(days=7)

Weeks = Mapping[date, float | None]


def weekly(values: Mapping[date, int | None], span: Span, working: WorkingDays = USUAL_WEEK) -> Weeks:
    """Monday → the mean of the working days from it on that are known; None where none is.

    A week that isn't in `span` as a whole is left out, unless there are no others.
    """
    return {monday: _mean(values, monday, working) for monday in mondays(span)}


def mondays(span: Span) -> list[date]:
    touched = list(_touched(span))
    whole = [monday for monday in touched if monday in span and monday + WEEK - ONE_DAY in span]
    return whole or touched


def _touched(span: Span) -> Iterator[date]:
    monday = span.first - timedelta(days=span.first.weekday())
    while monday <= span.last:
        yield monday
        monday += WEEK


def _mean(values: Mapping[date, int | None], monday: date, working: WorkingDays) -> float | None:
    days = Span(monday, monday + WEEK - ONE_DAY, working)
    known = [value for value in map(values.get, days) if value is not None]
    return round(sum(known) / len(known), 1) if known else None
