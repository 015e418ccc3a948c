"""People by something of which each has one: the parts add up to a whole that may be known from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dashboard.core.floor import split_cells

OTHERS = "others"
Kind = Literal["editor", "plugin"]


@dataclass(frozen=True)
class Phase:
    """GitHub's name of an adoption phase, and its people; None where they are too few to show."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Phases:
    """In GitHub's order. `over` says who is in: all that GitHub has in the phase on `day`, only those of them who were active
    that day, or everybody by their newest day up to it."""

    day: date
    over: Literal["phase", "day", "span"]
    rows: Sequence[Phase]


@dataclass(frozen=True)
class Version:
    """People whose newest known version of `name` is `version`, or OTHERS where these are folded; None if too few to show."""

    kind: Kind
    name: str
    version: str
    people: int | None


def too_small(people: Sequence[int], floor: int) -> set[int]:
    """The places of the parts that can't be shown. Together they are none, or `floor` people or more if there are so many."""
    if floor <= 1:
        return set()
    shown, folded = split_cells(people, floor)
    while folded and shown and sum(people[place] for place in folded) < floor:
        smallest = min(shown, key=lambda place: people[place])
        shown.remove(smallest)
        folded.append(smallest)
    return set(folded)


def shown_phases(rows: Sequence[Phase], floor: int) -> list[Phase]:
    """Those too small stay in their place, without their number."""
    rows = [row for row in rows if row.people]
    hidden = too_small([row.people or 0 for row in rows], floor)
    return [replace(row, people=None) if place in hidden else row for place, row in enumerate(rows)]


def shown_versions(rows: Sequence[Version], floor: int) -> list[Version]:
    """Those too small folded into one of the same editor or plugin; all editors that are too small as a whole are one
    row without a number."""
    by_name: dict[tuple[Kind, str], list[Version]] = {}
    for row in rows:
        by_name.setdefault((row.kind, row.name), []).append(row)
    shown = [version for found in by_name.values() for version in _folded(found, floor)]
    hidden = sorted({version.kind for version in shown if version.people is None})
    return [
        *(version for version in shown if version.people is not None),
        *(Version(kind, OTHERS, OTHERS, None) for kind in hidden),
    ]


def _folded(rows: Sequence[Version], floor: int) -> list[Version]:
    hidden = too_small([row.people or 0 for row in rows], floor)
    if not hidden:
        return list(rows)
    together = sum(rows[place].people or 0 for place in hidden)
    others = replace(rows[0], version=OTHERS, people=together if together >= floor else None)
    return [*(row for place, row in enumerate(rows) if place not in hidden), others]
