"""The index: which objects count. It is written last, by compare-and-swap, and that makes a day visible."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from dashboard.core.numbers import KNOWN, Coverage, State
from dashboard.core.rows import TABLE_OF
from dashboard.errors import Conflict, Damaged
from dashboard.history import keys
from dashboard.history.objects import Objects, Stored

SCHEMA = 1
TRIES = 60
LATEST = "latest"  # stands for the day of a table of which only the latest is kept


class Place(NamedTuple):
    """What an entry is about; `day` is None for a table of which only the latest is kept."""

    source: str
    org: str
    report: str
    day: date | None


@dataclass(frozen=True)
class Object:
    """Content that counts. It is found at `key`; until it has been brought there, at `staged`."""

    key: str
    sha256: str
    rows: int
    bytes: int
    staged: str | None = None


@dataclass(frozen=True)
class Entry:
    """`fetched_at` is when these objects were first fetched, `checked_at` when somebody last asked.

    `objects` has the report's own table, `raw`, and, with the memberships, the `teams` rolled up from them.
    """

    state: State
    checked_at: datetime
    fetched_at: datetime | None = None
    reason: str = ""
    objects: Mapping[str, Object] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return self.state in KNOWN

    @property
    def settled(self) -> bool:
        """Whether there is something that a failed try must not replace: rows, or that they were purged on purpose."""
        return self.known or self.state == "expired"


@dataclass(frozen=True)
class Index:
    entries: Mapping[Place, Entry] = field(default_factory=dict)

    def with_entries(self, entries: Mapping[Place, Entry]) -> Index:
        return Index({**self.entries, **entries})

    def named(self) -> set[str]:
        """Every object that counts, and the staged ones among them, by key."""
        objects = [found for entry in self.entries.values() for found in entry.objects.values()]
        return {found.key for found in objects} | {found.staged for found in objects if found.staged}

    def coverage(self) -> list[Coverage]:
        return [coverage_of(place, entry) for place, entry in self.entries.items() if place.day]

    def to_json(self) -> bytes:
        entries: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
        for (source, org, report, day), entry in sorted(self.entries.items(), key=_in_order):
            entries[source][org][report][day.isoformat() if day else LATEST] = _entry_to_json(entry)
        body = orjson.dumps(entries)
        return b'{"schema":%d,"sha256":"%s","entries":%s}\n' % (SCHEMA, sha256(body).hexdigest().encode(), body)

    @staticmethod
    def from_json(content: bytes) -> Index:
        """Raises Damaged for what isn't an index, was altered, or is of a newer schema."""
        try:
            text = orjson.loads(content)
            schema = text["schema"]
            if schema == SCHEMA and sha256(orjson.dumps(text["entries"])).hexdigest() == text["sha256"]:
                return Index(dict(_entries_from_json(text["entries"])))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise Damaged(f"{keys.INDEX} can't be read; bring back the version before it from the store") from error
        if schema != SCHEMA:
            raise Damaged(f"{keys.INDEX} is of schema {schema}, this program reads {SCHEMA}; update the program")
        raise Damaged(f"{keys.INDEX} isn't what was written; bring back the version before it from the store")


def coverage_of(place: Place, entry: Entry) -> Coverage:
    assert place.day
    own = entry.objects.get(TABLE_OF.get(place.report, place.report))
    rows = own.rows if own else None
    return Coverage(place.source, place.org, place.report, place.day, entry.state, entry.checked_at, rows, entry.reason)


def read_index(objects: Objects) -> Index:
    return index_of(objects.read(keys.INDEX))


def index_of(stored: Stored | None) -> Index:
    return _parsed(stored.content) if stored else Index()


@lru_cache(maxsize=1)
def _parsed(content: bytes) -> Index:
    return Index.from_json(content)


def commit(objects: Objects, change: Callable[[Index], Index]) -> Index:
    """Reads the index, applies `change`, and swaps it; after somebody else's write, from the start. Gives the result.

    Writes nothing if `change` changes nothing. Raises Conflict when others keep being faster.
    """
    for attempt in range(TRIES):
        stored = objects.read(keys.INDEX)
        index = index_of(stored)
        changed = change(index)
        if changed == index:
            return index
        try:
            objects.swap(keys.INDEX, changed.to_json(), stored.etag if stored else None)
            return changed
        except Conflict:
            time.sleep(random.uniform(0, min(0.01 * 2**attempt, 1.0)))  # noqa: S311 - no secret
    raise Conflict(f"others kept writing {keys.INDEX}; nothing was changed, run it again")


def _in_order(item: tuple[Place, Entry]) -> tuple[str, str, str, str]:
    source, org, report, day = item[0]
    return source, org, report, day.isoformat() if day else ""


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    return {
        "state": entry.state,
        "checked_at": entry.checked_at.isoformat(),
        "fetched_at": entry.fetched_at.isoformat() if entry.fetched_at else None,
        "reason": entry.reason,
        "objects": {name: _object_to_json(entry.objects[name]) for name in sorted(entry.objects)},
    }


def _object_to_json(found: Object) -> dict[str, Any]:
    known = {"key": found.key, "sha256": found.sha256, "rows": found.rows, "bytes": found.bytes}
    return known | {"staged": found.staged} if found.staged else known


def _entries_from_json(text: dict[str, Any]) -> Iterator[tuple[Place, Entry]]:
    for source, orgs in text.items():
        for org, reports in orgs.items():
            for report, days in reports.items():
                for day, entry in days.items():
                    when = None if day == LATEST else date.fromisoformat(day)
                    yield Place(source, org, report, when), _entry_from_json(entry)


def _entry_from_json(text: dict[str, Any]) -> Entry:
    return Entry(
        text["state"],
        datetime.fromisoformat(text["checked_at"]),
        datetime.fromisoformat(text["fetched_at"]) if text["fetched_at"] else None,
        text["reason"],
        {name: Object(**found) for name, found in text["objects"].items()},
    )
