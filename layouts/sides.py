"""The ways in which days were counted, side by side: GitHub's old APIs, and the reports of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dashboard.core.days import ONE_DAY, Span, WorkingDays
from dashboard.core.legacy import CLOSED, Api
from dashboard.core.numbers import Day, DayCell, LegacyDay
from layouts.answers import Legacy
from layouts.names import COMPLETION, FOLDED
from layouts.weeks import Weeks, weekly

TODAY = "today’s reports"
COUNTED_BY: Mapping[Api, str] = {"usage": "GitHub’s first old API", "metrics": "GitHub’s old API"}


@dataclass(frozen=True)
class Side:
    """The days that were counted in one way; `by` says by whom. Means of the working days of each week."""

    by: str
    span: Span
    active: Weeks
    shown: Weeks
    accepted: Weeks

    @property
    def old(self) -> bool:
        return self.by != TODAY


def sides_of(legacy: Legacy) -> list[Side]:
    """Oldest first. Each ends where the next begins."""
    runs = [(api, list(days)) for api, days in groupby(legacy.days, key=lambda day: day.api)]
    begins = [days[0].day for _, days in runs] + [max(CLOSED, legacy.days[-1].day + ONE_DAY)]
    old = [
        _old_side(api, Span(begins[place], begins[place + 1] - ONE_DAY), days, legacy.working)
        for place, (api, days) in enumerate(runs)
    ]
    return [*old, *_today(legacy)]


def _old_side(api: Api, span: Span, days: Sequence[LegacyDay], working: WorkingDays) -> Side:
    return Side(
        COUNTED_BY[api],
        span,
        weekly({day.day: day.active_users for day in days}, span, working),
        weekly({day.day: day.suggestions for day in days}, span, working),
        weekly({day.day: day.acceptances for day in days}, span, working),
    )


def _today(legacy: Legacy) -> list[Side]:
    days = [day for day in legacy.since if day.state == "final"]
    if not days:
        return []
    span = Span(legacy.since[0].day, days[-1].day)
    shown, accepted = _completions(days, legacy.since_by_feature)
    return [
        Side(
            TODAY,
            span,
            weekly({day.day: day.active_users for day in days}, span, legacy.working),
            weekly(shown, span, legacy.working),
            weekly(accepted, span, legacy.working),
        )
    ]


def _completions(days: Sequence[Day], by_feature: Sequence[DayCell]) -> tuple[dict[date, int], dict[date, int]]:
    """None of a day where they may be among what was folded for being of too few people."""
    cells = {cell.day: cell for cell in by_feature if cell.name == COMPLETION}
    if not cells and any(cell.name in FOLDED for cell in by_feature):
        return {}, {}
    return (
        {day.day: cells[day.day].generations if day.day in cells else 0 for day in days},
        {day.day: cells[day.day].acceptances if day.day in cells else 0 for day in days},
    )
