"""Removing what is older than may be kept: first from the index, then from the store.

Rows that name a person, raw and refused files go after the shorter limit, aggregates after the longer one. A report
whose own rows are gone is `expired`, which is never fetched again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dashboard.core.days import parse_day
from dashboard.core.rows import TABLE_OF
from dashboard.history.index import Entry, Index, Place, commit
from dashboard.history.keys import STAGED
from dashboard.history.objects import Objects
from dashboard.history.tombstones import PERSONAL

REASON = "removed after its retention"
AGGREGATES = ("teams/", "org/", "repos/", "billing/", "deployment/", "legacy_org/", "legacy_team/")
ABOUT_PEOPLE = (*(f"{table}/" for table in PERSONAL), "raw/", "quarantine/")

_DAY = re.compile(r"/day=(\d{4}-\d{2}-\d{2})/")


@dataclass(frozen=True)
class Limits:
    """In days; None is for ever."""

    people: int | None
    aggregates: int | None

    @staticmethod
    def of(user_days: int | None, team_days: int | None) -> Limits:
        """Sums can be made again from rows, so rows are never kept longer than sums."""
        return Limits(min([days for days in (user_days, team_days) if days is not None], default=None), team_days)


def expire(objects: Objects, today: date, limits: Limits) -> int:
    """Gives how many entries of the index lost something."""
    changed: dict[Place, Entry] = {}

    def drop(index: Index) -> Index:
        changed.clear()
        changed.update(_expired(index, today, limits))
        return index.with_entries(changed)

    index = commit(objects, drop)
    _remove(objects, list(_leftovers(objects, index, today, limits)))
    return len(changed)


def _expired(index: Index, today: date, limits: Limits) -> Iterator[tuple[Place, Entry]]:
    for place, entry in index.entries.items():
        if place.day is None:
            continue
        left = _left(place, entry, (today - place.day).days, limits)
        if left != entry:
            yield place, left


def _left(place: Place, entry: Entry, age: int, limits: Limits) -> Entry:
    if _over(age, limits.aggregates):
        return _without(entry, set(entry.objects), own=True)
    if _over(age, limits.people):
        return _without(entry, {"raw", *PERSONAL}, own=TABLE_OF.get(place.report, place.report) in PERSONAL)
    return entry


def _without(entry: Entry, names: set[str], own: bool) -> Entry:
    """`own` is whether the report's own rows are among the objects of these names."""
    objects = {name: found for name, found in entry.objects.items() if name not in names}
    left = entry if len(objects) == len(entry.objects) else replace(entry, objects=objects)
    return replace(left, state="expired", reason=REASON) if own else left


def _over(age: int, limit: int | None) -> bool:
    return limit is not None and age > limit


def _leftovers(objects: Objects, index: Index, today: date, limits: Limits) -> Iterator[str]:
    """Files of days that are over, which the index doesn't name: just dropped, or left there by a killed run."""
    named = index.named()
    for prefixes, limit in ((ABOUT_PEOPLE, limits.people), (AGGREGATES, limits.aggregates)):
        for key in (key for prefix in prefixes if limit is not None for key in objects.list(prefix)):
            found = _DAY.search(key)
            if found and key not in named and _over((today - parse_day(found[1])).days, limit):
                yield key


def _remove(objects: Objects, keys: list[str]) -> None:
    for key in keys:
        objects.delete(key)
        objects.forget_versions(key)
    if keys:
        objects.forget_versions(STAGED)
