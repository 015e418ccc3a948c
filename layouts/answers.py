"""What a page is drawn from: everything the insights answered about one subject and one span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Change, Day, DayCell, Dimension, Freshness, LegacyDay, Summary

Cells = Mapping[Dimension, Sequence[Cell]]


@dataclass(frozen=True)
class Legacy:
    """What GitHub's old APIs counted, and `since` they were closed, to stand beside it, the reports of today."""

    days: Sequence[LegacyDay]
    since: Sequence[Day]
    since_by_feature: Sequence[DayCell]


@dataclass(frozen=True)
class Answers:
    """`days`, `summary.now`, `cells` and `by_feature` are of the span; the `_before` ones of the span before it."""

    freshness: Freshness
    days: Sequence[Day]
    days_before: Sequence[Day]
    summary: Summary
    change: Change
    cells: Cells
    cells_before: Cells
    by_feature: Sequence[DayCell]
    legacy: Legacy | None = None

    @property
    def span(self) -> Span:
        return self.summary.now.span

    @property
    def known(self) -> bool:
        return any(day.known for day in self.days)

    @property
    def compared(self) -> bool:
        """Whether there is anything to set the span against."""
        return self.change.before.days_counted > 0
