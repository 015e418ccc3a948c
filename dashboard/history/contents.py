"""The index by day: what the replica loads as a whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from dashboard.core.rows import SCHEMAS
from dashboard.history.index import Entry, Index, Object, Place


class DayKey(NamedTuple):
    """`day` is None for what is only kept in its latest version."""

    source: str
    org: str
    day: date | None


class Month(NamedTuple):
    """One organisation's; `first` is its first day."""

    source: str
    org: str
    first: date


@dataclass(frozen=True)
class Content:
    """One day as the index has it."""

    entries: Mapping[Place, Entry]

    def objects(self) -> dict[str, Object]:
        """Table → object."""
        return {
            table: found
            for entry in self.entries.values()
            for table, found in entry.objects.items()
            if table in SCHEMAS
        }

    def digest(self) -> str:
        """Of the tables, and of who was erased."""
        objects = [(name, found.sha256) for entry in self.entries.values() for name, found in entry.objects.items()]
        return sha256(str(sorted(pair for pair in objects if pair[0] != "raw")).encode()).hexdigest()


def by_day(index: Index) -> dict[DayKey, Content]:
    days: dict[DayKey, dict[Place, Entry]] = defaultdict(dict)
    for place, entry in index.entries.items():
        days[DayKey(place.source, place.org, place.day)][place] = entry
    return {key: Content(days[key]) for key in sorted(days, key=in_order)}


def in_order(key: DayKey) -> tuple[str, str, str]:
    return key.source, key.org, key.day.isoformat() if key.day else ""


def month_of(key: DayKey) -> Month | None:
    """None for what has no day."""
    return Month(key.source, key.org, key.day.replace(day=1)) if key.day else None
