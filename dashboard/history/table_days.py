"""A table of the history day by day, for whoever wants the rows themselves. Bounded in memory by a few days of it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice

import pyarrow as pa

from dashboard.errors import Damaged
from dashboard.history.index import Index, Object, Place, read_index
from dashboard.history.objects import Objects
from dashboard.history.replica_tables import placed
from dashboard.history.settle import read_object
from dashboard.history.tables import from_parquet

READERS = 4


def table_days(objects: Objects, table: str, first: date | None, last: date | None) -> Iterator[pa.Table]:
    """The days in order, each with its `source`, `org` and `day` in front; without a bound from the first or to the last.

    Raises Damaged where an object isn't what was written.
    """
    wanted = iter(_wanted(read_index(objects), table, first or date.min, last or date.max))
    with ThreadPoolExecutor(READERS) as pool:
        while some := list(islice(wanted, READERS)):
            yield from pool.map(lambda one: _rows(objects, table, *one), some)


def _wanted(index: Index, table: str, first: date, last: date) -> list[tuple[Place, Object]]:
    found = [
        (place, entry.objects[table])
        for place, entry in index.entries.items()
        if table in entry.objects and first <= (place.day or first) <= last
    ]
    return sorted(found, key=lambda one: (one[0].day or first, one[0].source, one[0].org))


def _rows(objects: Objects, table: str, place: Place, found: Object) -> pa.Table:
    content = _newest(objects, table, place, found)
    return placed(from_parquet(content, table), table, (place.source, place.org, place.day))


def _newest(objects: Objects, table: str, place: Place, found: Object) -> bytes:
    """What the index means by now, should a refresh have replaced the day since it was read."""
    try:
        return read_object(objects, found)
    except Damaged:
        entry = read_index(objects).entries.get(place)
        newer = entry.objects.get(table) if entry else None
        if newer is None or newer == found:
            raise
        return read_object(objects, newer)
