"""What the history answers, turned into the core's shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal, Protocol

from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Counters, DayCell, Dimension
from dashboard.core.periods import Grouping, beginning, periods

Row = Mapping[str, Any]
Cells = Mapping[Dimension, Sequence[Cell]]
PeriodCells = Mapping[Dimension, Sequence[DayCell]]
Which = Literal["now", "before"]
SUMS = ("generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")
COUNTERS = (
    "interactions",
    "generations",
    "acceptances",
    "loc_suggested",
    "loc_added",
    "loc_deleted",
    "completion_generations",
    "completion_acceptances",
    "cli_sessions",
    "cli_requests",
    "cli_prompts",
    "cli_tokens",
    "ai_credits",
)
_COUNTED = itemgetter(*COUNTERS)
NO_ROW: Row = dict.fromkeys(COUNTERS)
_BY_DAY_AND_NAME = itemgetter(0, 1)


class Ask(Protocol):
    """Runs one SQL text with named parameters over one version of the history."""

    def __call__(self, sql: str, **parameters: Any) -> list[dict[str, Any]]: ...


def counters(row: Row) -> Counters:
    return Counters._make(_COUNTED(row))


def cells(span: Which, sums: Sequence[Row], people: Sequence[Row] | None) -> Cells:
    """Those of one of the two spans asked for; without `people` theirs are unknown. Either may have a name of its own."""
    counts = None if people is None else {(row["dimension"], row["name"]): row[span] for row in people}
    by_name = {(row["dimension"], row["name"]): row for row in sums if row["span"] == span}
    found: dict[Dimension, list[Cell]] = {}
    for dimension, name in {**by_name, **(counts or {})}:
        active = None if counts is None else counts.get((dimension, name), 0)
        row = by_name.get((dimension, name), {})
        cell = Cell(name, active, row.get("interactions"), *(_sum(row, field) for field in SUMS))
        found.setdefault(dimension, []).append(cell)
    return found


def _sum(row: Row, counter: str) -> int | None:
    """Of lines, unknown where they aren't counted."""
    return row.get(counter, 0) if counter in ("loc_suggested", "loc_deleted") else row.get(counter) or 0


def period_cells(rows: Iterable[Row], span: Span, grouping: Grouping) -> PeriodCells:
    """Those of each dimension. A period is called by the first of its days that the span has."""
    firsts = {beginning(period.first, grouping): period.first for period in periods(span, grouping)}
    found: dict[Dimension, list[DayCell]] = {}
    for dimension, first, *cell in (row.values() for row in rows):
        found.setdefault(dimension, []).append(DayCell(firsts[first], *cell))
    for each in found.values():
        each.sort(key=_BY_DAY_AND_NAME)
    return found
