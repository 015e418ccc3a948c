"""The weeks and months of a span: days grouped for a chart. A week is ISO's, from Monday to Sunday."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Literal

from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import Counters, Day, DayCell, State
from dashboard.core.states import counted

Grouping = Literal["day", "week", "month"]
GROUPINGS: tuple[Grouping, ...] = ("day", "week", "month")
CELL_SUMS = ("generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")


@dataclass(frozen=True)
class Period:
    """As much of one day, week or month as a span has. `in_all` is how many days it has, those beyond the span as well."""

    days: tuple[date, ...]
    in_all: int

    @property
    def whole(self) -> bool:
        return len(self.days) == self.in_all

    @property
    def first(self) -> date:
        return self.days[0]


@lru_cache(maxsize=256)
def periods(span: Span, grouping: Grouping) -> tuple[Period, ...]:
    """In order; each has at least one day of the span."""
    grouped = groupby(span, lambda day: beginning(day, grouping))
    return tuple(Period(tuple(days), _in_all(first, span, grouping)) for first, days in grouped)


def _in_all(first: date, span: Span, grouping: Grouping) -> int:
    whole = replace(span, first=first, last=ending(first, grouping))
    return sum(1 for _ in whole)


def grouped_days(days: Sequence[Day], span: Span, grouping: Grouping, people: Mapping[date, int | None]) -> list[Day]:
    """`days` of a span as its periods. `people` has the distinct active users of each, by its first day."""
    if grouping == "day":
        return list(days)
    by_day = {day.day: day for day in days}
    return [_grouped(period, [by_day[day] for day in period.days], people) for period in periods(span, grouping)]


def _grouped(period: Period, days: Sequence[Day], people: Mapping[date, int | None]) -> Day:
    known = counted(days)
    place = Day(period.first, _state(days), days=len(days), days_known=len(known), days_in_all=period.in_all)
    if not known:
        return place
    newest = known[-1]
    return replace(
        place,
        active_users=people.get(period.first),
        licensed_members=newest.licensed_members,
        counters=summed_counters(day.counters for day in known),
        weekly_active_users=newest.weekly_active_users,
        monthly_active_users=newest.monthly_active_users,
    )


def _state(days: Sequence[Day]) -> State:
    """Of its known days, if it has any: those that are missing are said by their number."""
    known = counted(days)
    if not known:
        return days[-1].state
    return "provisional" if any(day.state == "provisional" for day in known) else "final"


def summed_counters(parts: Iterable[Counters]) -> Counters:
    """What isn't counted in any part stays unknown."""
    sums = Counters(*map(total, zip(*parts, strict=True)))
    return sums if sums.ai_credits is None else sums._replace(ai_credits=round(sums.ai_credits, 6))


def total(values: Iterable[int | None]) -> int | None:
    """What isn't known of any stays unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def grouped_cells(cells: Sequence[DayCell], span: Span, grouping: Grouping) -> list[DayCell]:
    """The rows of a breakdown by day, as rows by period."""
    if grouping == "day":
        return list(cells)
    first_of = {day: period.first for period in periods(span, grouping) for day in period.days}
    parts: dict[tuple[date, str], list[DayCell]] = {}
    for cell in cells:
        parts.setdefault((first_of[cell.day], cell.name), []).append(cell)
    return [_summed(day, name, found) for (day, name), found in sorted(parts.items())]


def _summed(day: date, name: str, cells: Sequence[DayCell]) -> DayCell:
    sums = (total(getattr(cell, name) for cell in cells) for name in CELL_SUMS)
    return DayCell(day, name, total(cell.interactions for cell in cells), *sums)  # type: ignore[arg-type]


def beginning(day: date, grouping: Grouping) -> date:
    """The first day of the week or month that `day` is in."""
    if grouping == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grouping == "month" else day


def ending(day: date, grouping: Grouping) -> date:
    first = beginning(day, grouping)
    if grouping == "month":
        return (first + timedelta(days=31)).replace(day=1) - ONE_DAY
    return first + timedelta(days=6 if grouping == "week" else 0)
