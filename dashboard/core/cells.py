"""Breakdowns: rows of days summed over a span, and rows too small to show folded into one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from dashboard.core.floor import split_cells
from dashboard.core.numbers import Cell, Day, DayCell, Dimension, Totals

OTHER = "other"
COMMAND_LINE = "command_line"  # among the surfaces
# One thing that is counted in two ways: where one of them is folded, the other would tell what is in "other". People by
# surface have no whole and their "other" no number, so that none has to be folded for the sake of one that is.
ALIKE: Mapping[str, str] = {COMMAND_LINE: "copilot_cli", "agent_mode": "chat_panel_agent_mode"}  # surface → feature
DayOrTotals = TypeVar("DayOrTotals", Day, Totals)
_SUMS = ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")


def ranked(cells: Sequence[Cell]) -> list[Cell]:
    """Those with anything counted, largest generations first."""
    return sorted((cell for cell in cells if _anything(cell)), key=_largest_first)


def names_to_fold(cells: Sequence[Cell], floor: int, also: Collection[str] = ()) -> list[str]:
    """The names of the cells below the floor of a cell, and those of `also`; none if the floor is 1, which is off."""
    if floor <= 1:
        return []
    _, folded = split_cells([0 if cell.name in also else cell.active_users or 0 for cell in cells], floor)
    return [cells[place].name for place in folded]


def folded_together(breakdowns: Mapping[Dimension, Sequence[Cell]], floor: int) -> dict[Dimension, list[str]]:
    """`names_to_fold` of every dimension; of two cells that are alike both are folded, or none."""
    surfaces = [] if floor <= 1 else [c.name for c in breakdowns.get("surface", ()) if (c.active_users or 0) < floor]
    also = {ALIKE[surface] for surface in surfaces if surface in ALIKE}
    folded = {d: names_to_fold(cells, floor, also if d == "feature" else ()) for d, cells in breakdowns.items()}
    with_feature = [surface for surface, feature in ALIKE.items() if feature in folded.get("feature", ())]
    of_surface: dict[Dimension, list[str]] = {"surface": [*dict.fromkeys([*surfaces, *with_feature])]}
    return folded | of_surface if "surface" in folded else folded


def folded_days(days: Sequence[DayCell], folded: Sequence[str]) -> list[DayCell]:
    """The same rows with the folded names summed, day by day, as "other"."""
    kept = [cell for cell in days if cell.name not in folded]
    others: dict[object, DayCell] = {}
    for cell in days:
        if cell.name in folded:
            renamed = cell._replace(name=OTHER)
            others[cell.day] = _added(others[cell.day], renamed) if cell.day in others else renamed
    return [*kept, *others.values()]


def withholds_command_line(surfaces: Sequence[Cell], days: Sequence[Day], floor: int) -> bool:
    """Whether its sums would be about fewer people than the floor of a cell; `surfaces` are the rows by surface."""
    shown = any(cell.name == COMMAND_LINE for cell in surfaces)
    return floor > 1 and not shown and any(day.counters.cli_sessions or day.counters.cli_requests for day in days)


def without_command_line(found: DayOrTotals) -> DayOrTotals:
    unknown = found.counters._replace(cli_sessions=None, cli_requests=None, cli_prompts=None, cli_tokens=None)
    return replace(found, counters=unknown)


def withheld(cell: Cell) -> Cell:
    return Cell(cell.name, *[None] * 7)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _added(a: DayCell, b: DayCell) -> DayCell:
    return DayCell(a.day, a.name, *(_sum([getattr(a, field), getattr(b, field)]) for field in _SUMS))  # type: ignore[arg-type]


def _anything(cell: Cell) -> bool:
    return bool(cell.active_users) or any(getattr(cell, field) for field in _SUMS)


def _largest_first(cell: Cell) -> tuple[int, int, str]:
    return -(cell.generations or 0), -(cell.interactions or 0), cell.name
