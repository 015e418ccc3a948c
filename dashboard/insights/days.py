"""What the history keeps of the days of a span and of the span before it, and what it makes of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.core.days import Span
from dashboard.core.numbers import Counters, Day, State
from dashboard.core.periods import Period
from dashboard.core.states import counted
from dashboard.insights.answers import Ask, Row, counters
from dashboard.insights.questions import reach

COUNTERS = (
    "interactions",
    "generations",
    "acceptances",
    "loc_suggested",
    "loc_added",
    "loc_deleted",
    "completion_generations",
    "completion_acceptances",
)
States = Mapping[str, Mapping[date, State]]  # report → day → state


@dataclass(frozen=True)
class Days:
    """Every day of a span as it is shown, and the row of each that the history has one of."""

    span: Span
    shown: Sequence[Day]
    rows: Mapping[date, Row]

    @property
    def counted(self) -> tuple[date, ...]:
        return tuple(day.day for day in counted(self.shown))

    def __len__(self) -> int:
        return len(self.shown)


def nothing(span: Span) -> Days:
    return Days(span, [], {})


def states_of(ask: Ask, org: str, span: Span) -> States:
    states: dict[str, dict[date, State]] = {}
    for row in ask(reach.STATES, org=org, first=span.first, last=span.last):
        states.setdefault(row["report"], {})[row["day"]] = row["state"]
    return states


def summed(rows: Iterable[Row]) -> Counters:
    """What isn't counted on any day stays unknown; the acceptance rate is a ratio of sums."""
    rows = list(rows)
    return counters({name: _sum(row[name] for row in rows) for name in COUNTERS})


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def as_days(now: Days, before: Days) -> dict[str, Any]:
    """The counted days of both, as a question's parameters; there is at least one."""
    days = {*now.counted, *before.counted}
    whole = Span(min(days), max(days))
    without = [day for day in whole if day not in days]
    return {"first": whole.first, "last": whole.last, "without": without, "since": now.span.first}


def people_by_period(
    ask: Ask,
    question: str,
    found: Days,
    periods: Sequence[Period],
    known: Callable[[Days, Sequence[date]], bool],
    where: Mapping[str, Any],
) -> dict[date, int | None]:
    """None for a period of whose people too little is `known`."""
    counted = set(found.counted)
    days = {period.first: [day for day in period.days if day in counted] for period in periods}
    asked = {first: of for first, of in days.items() if of and known(found, of)}
    people = {row["period"]: row["people"] for row in ask(question, **as_parts(asked), **where)} if asked else {}
    return {first: people.get(first, 0) if first in asked else None for first in days}


def as_months(**sets: Iterable[date]) -> dict[str, Any]:
    """Sets of days by name, as a question's parameters: for each of the months, the set of its days."""
    found = {name: by_month(days) for name, days in sets.items()}
    months = sorted({month for days in found.values() for month in days})
    return {"months": months, **{name: [days.get(month, 0) for month in months] for name, days in found.items()}}


def as_parts(periods: Mapping[date, Iterable[date]]) -> dict[str, Any]:
    """Sets of days by the first day of their period, as a question's parameters: a part for each month of each."""
    parts = [(first, month, days) for first, of in periods.items() for month, days in by_month(of).items()]
    first, months, sets = map(list, zip(*parts, strict=True)) if parts else ([], [], [])
    return {"periods": first, "months": months, "sets": sets, "parts": len(parts)}


def by_month(days: Iterable[date]) -> dict[date, int]:
    """First of the month → the set of its days among these, as the history has it: bit n is the n-th."""
    months: dict[date, int] = {}
    for day in days:
        first = day.replace(day=1)
        months[first] = months.get(first, 0) | 1 << day.day
    return months
