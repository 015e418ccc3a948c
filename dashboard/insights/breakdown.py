"""Breakdowns of a span: every dimension is asked for at once, and again where rows are below the floor of a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dashboard.core.cells import OTHER, folded_days, folded_together, ranked, withheld
from dashboard.core.numbers import DIMENSIONS, Cell, DayCell, Dimension
from dashboard.insights.answers import Cells
from dashboard.insights.days import Days, nothing


class Numbers(Protocol):
    def cells(self, now: Days, before: Days, folded: Sequence[str] = ()) -> tuple[Cells, Cells]: ...


@dataclass(frozen=True)
class Breakdown:
    """The rows of one dimension over a span, and the names that are folded into "other" in them."""

    cells: list[Cell]
    folded: Sequence[str] = ()

    def by_period(self, found: Sequence[DayCell]) -> list[DayCell]:
        """The same rows by day, week or month; none of those that are withheld."""
        hidden = {cell.name for cell in self.cells if cell.generations is None}
        return [cell for cell in folded_days(found, self.folded) if cell.name not in hidden]


Breakdowns = Mapping[Dimension, Breakdown]
ANSWERED: tuple[Dimension, ...] = (*DIMENSIONS, "surface")


def breakdowns(numbers: Numbers, now: Days, before: Days, floor: int) -> tuple[Breakdowns, Breakdowns]:
    """Of every dimension; rows below `floor` people are folded, and withheld if they are too few together."""
    found, found_before = numbers.cells(now, before)
    return _folded(numbers, now, found, floor), _folded(numbers, before, found_before, floor)


def both_together(numbers: Numbers, days: Days, alone: Sequence[Breakdowns], floor: int) -> Breakdowns:
    """Of both assistants, above a floor of cells. What is folded for either `alone` would follow from the sums of both, so
    that all of that dimension is; and how many people used a name with one alone from how many used it with any."""
    found, _ = numbers.cells(days, nothing(days.span))
    closed = [dimension for dimension in found if any(each[dimension].folded for each in alone)]
    folded = {dimension: [cell.name for cell in found[dimension]] for dimension in closed}
    if folded:
        names = [f"{dimension} {name}" for dimension, names in folded.items() for name in names]
        found, _ = numbers.cells(days, nothing(days.span), names)
    return {
        d: Breakdown([replace(c, active_users=None) for c in ranked(found.get(d, ()))], folded.get(d, ()))
        if d != "surface"
        else Breakdown([])
        for d in ANSWERED
    }


def _folded(numbers: Numbers, days: Days, found: Cells, floor: int) -> Breakdowns:
    folded = folded_together({dimension: ranked(cells) for dimension, cells in found.items()}, floor)
    if any(folded.values()):
        names = [f"{dimension} {name}" for dimension, names in folded.items() for name in names]
        found, _ = numbers.cells(days, nothing(days.span), names)
    return {d: _breakdown(found.get(d, ()), folded.get(d, ()), None if d == "surface" else floor) for d in ANSWERED}


def _breakdown(cells: Sequence[Cell], folded: Sequence[str], floor: int | None) -> Breakdown:
    """What is withheld stands last: its place would tell how large it is. Without a floor "other" never has a number."""
    shown = [_or_withheld(cell, floor) if folded else cell for cell in ranked(cells)]
    return Breakdown(sorted(shown, key=lambda cell: cell.name == OTHER and cell.generations is None), folded)


def _or_withheld(cell: Cell, floor: int | None) -> Cell:
    too_small = cell.name == OTHER and (floor is None or (cell.active_users or 0) < floor)
    return withheld(cell) if too_small else cell
