"""What a file offers to the history, and what in it had to be refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboard.errors import DamagedReport
from dashboard.importing.content import Piece
from dashboard.importing.legacy import Row


@dataclass(frozen=True)
class Refused:
    """`position` is where in the file; empty for the file itself."""

    position: str
    why: str

    def __str__(self) -> str:
        return f"{self.position}: {self.why}" if self.position else self.why


@dataclass(frozen=True)
class LegacyDay:
    """A day of GitHub's old APIs as a row, of an organisation or, with a slug in it, of a team."""

    position: str
    org: str
    day: date
    row: Row

    @property
    def key(self) -> tuple[str, date, str]:
        return self.org, self.day, self.row.get("slug", "")


@dataclass
class LegacyDays:
    """One of each key. `repeats` is how many came again, all alike."""

    found: list[LegacyDay] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    repeats: int = 0


def one_each(read: Iterable[LegacyDay | Refused]) -> LegacyDays:
    """Days that are told twice and differently are refused: nobody can say which one is right."""
    days = LegacyDays()
    alike: dict[tuple[str, date, str], list[LegacyDay]] = defaultdict(list)
    for item in read:
        if isinstance(item, Refused):
            days.refused.append(item)
        else:
            alike[item.key].append(item)
    for found in alike.values():
        other = next((item for item in found if item.row["record"] != found[0].row["record"]), None)
        if other:
            days.refused.append(contradiction(found[0].position, other.position, found[0].day))
        else:
            days.found.append(found[0])
            days.repeats += len(found) - 1
    return days


def contradiction(position: str, other: str, day: date) -> Refused:
    return Refused(f"{position} and {other}", f"two different records for {day}; remove the wrong one")


def until_broken(pieces: Iterable[Piece]) -> Iterator[Piece | Refused]:
    """What stands before the place where a file breaks or ends, and then that place."""
    try:
        yield from pieces
    except DamagedReport as broken:
        yield Refused("", str(broken))
