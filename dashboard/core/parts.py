"""People by something of which each has one: the parts add up to a whole that may be known from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dashboard.core.floor import split_cells

OTHERS = "others"
Kind = Literal["editor", "plugin"]
KINDS: tuple[Kind, ...] = ("editor", "plugin")


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
    """People whose newest known version of `name` is `version`, or OTHERS where these are folded; None if too few to show.

    The name is OTHERS, too, where whole editors or plugins are folded.
    """

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
    """Those too small folded into one of the same editor or plugin; editors that are too small as a whole into one row."""
    return [version for kind in KINDS for version in _shown_of([row for row in rows if row.kind == kind], kind, floor)]


def _shown_of(rows: Sequence[Version], kind: Kind, floor: int) -> list[Version]:
    by_name: dict[str, list[Version]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    people = [_people(found) for found in by_name.values()]
    hidden = too_small(people, floor)
    kept = [found for place, found in enumerate(by_name.values()) if place not in hidden]
    shown = [row for found in kept for row in _folded(found, floor)]
    if not hidden:
        return shown
    rest = [people[place] for place in hidden]
    enough = max(rest) >= floor  # not together: who uses two of them is in both
    return [*shown, Version(kind, OTHERS, OTHERS, sum(rest) if enough else None)]


def _folded(rows: Sequence[Version], floor: int) -> list[Version]:
    """Of one editor or plugin, which has enough people as a whole."""
    hidden = too_small([row.people or 0 for row in rows], floor)
    if not hidden:
        return list(rows)
    together = sum(rows[place].people or 0 for place in hidden)
    return [
        *(row for place, row in enumerate(rows) if place not in hidden),
        replace(rows[0], version=OTHERS, people=together),
    ]


def _people(rows: Sequence[Version]) -> int:
    return sum(row.people or 0 for row in rows)
