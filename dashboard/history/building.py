"""Making the next version of the replica's file: what changed in the history, every object verified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from dashboard.core.rows import SCHEMAS
from dashboard.errors import Damaged
from dashboard.history import replica_tables as tables
from dashboard.history.index import Entry, Index, Object, Place, coverage_of
from dashboard.history.objects import Objects
from dashboard.history.settle import read_object
from dashboard.history.tables import conform, from_parquet
from dashboard.history.tombstones import PLACE as TOMBSTONES

BATCH_ROWS = 20_000
READERS = 4
TORN = "damaged in the store; fetch this day again with: refresh --since {day} --until {day}"


class DayKey(NamedTuple):
    """What is loaded as a whole or not at all; `day` is None for what is only kept in its latest version."""

    source: str
    org: str
    day: date | None


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


@dataclass
class Batch:
    """Rows on their way into the file, gathered until there are enough for one insert to be worth it."""

    days: list[DayKey] = field(default_factory=list)
    rows: dict[str, list[pa.Table]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: DayKey, read: Mapping[str, pa.Table]) -> None:
        self.days.append(key)
        for table, rows in read.items():
            self.rows[table].append(placed(rows, table, key))

    @property
    def full(self) -> bool:
        return sum(rows.num_rows for parts in self.rows.values() for rows in parts) >= BATCH_ROWS


def build(objects: Objects, index: Index, etag: str, path: Path) -> None:
    """Brings the file at `path` up to `index`, from nothing if there is none.

    A day with an object that isn't what was written stays as it was in the file, and is noted as torn.
    """
    with duckdb.connect(str(path)) as connection:
        if not connection.execute("SHOW TABLES").fetchall():
            tables.create_tables(connection)
        days = by_day(index)
        changed, torn = _load(connection, objects, days)
        _write_reports(connection, days, torn)
        _write_loaded(connection, days, torn)
        if changed:
            tables.fill_computed_tables(connection)
        connection.execute("DELETE FROM version")
        connection.execute("INSERT INTO version VALUES ($1, $2, $3)", [tables.FORMAT, etag, _naive(datetime.now(UTC))])
        connection.execute("CHECKPOINT")


def nobody_erased_since(connection: duckdb.DuckDBPyConnection, index: Index) -> bool:
    """Whether a file may go on from this one: what is deleted in it can still be read from its free blocks."""
    key = DayKey(TOMBSTONES.source, TOMBSTONES.org, TOMBSTONES.day)
    wanted = by_day(index).get(key)
    with connection.cursor() as cursor:
        return _held(cursor).get(key) == (wanted.digest() if wanted else None)


def by_day(index: Index) -> dict[DayKey, Content]:
    days: dict[DayKey, dict[Place, Entry]] = defaultdict(dict)
    for place, entry in index.entries.items():
        days[DayKey(place.source, place.org, place.day)][place] = entry
    return {key: Content(days[key]) for key in sorted(days, key=_in_order)}


def read_day(objects: Objects, content: Content) -> dict[str, pa.Table] | None:
    """Table → rows; None unless every object is what was written."""
    try:
        return {table: from_parquet(read_object(objects, found), table) for table, found in content.objects().items()}
    except Damaged:
        return None


def placed(rows: pa.Table, table: str, key: DayKey) -> pa.Table:
    """With the columns that an object's path stands for."""
    for name, value in (("source", key.source), ("org", key.org), ("day", key.day)):
        if value is not None:
            rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
    return conform(rows, tables.dated_schema(table))


def _load(
    connection: duckdb.DuckDBPyConnection, objects: Objects, days: Mapping[DayKey, Content]
) -> tuple[bool, set[DayKey]]:
    """Replaces the days that changed; gives whether there were any, and those that couldn't be read."""
    held = _held(connection)
    wanted = {key: content.digest() for key, content in days.items()}
    gone = [key for key in held if key not in wanted]
    changed = [key for key in wanted if held.get(key) != wanted[key]]
    _delete(connection, gone)
    torn: set[DayKey] = set()
    batch = Batch()
    for key, read in _read_days(objects, days, changed):
        if read is None:
            torn.add(key)
            continue
        batch.add(key, read)
        if batch.full:
            _insert(connection, batch, held)
            batch = Batch()
    _insert(connection, batch, held)
    return bool(changed or gone or not held), torn


def _held(connection: duckdb.DuckDBPyConnection) -> dict[DayKey, str]:
    """The digest of what each day in the file came from."""
    rows = connection.execute("SELECT source, org, day, content FROM loaded").fetchall()
    return {DayKey(*row[:3]): row[3] for row in rows}


def _read_days(
    objects: Objects, days: Mapping[DayKey, Content], keys: Sequence[DayKey]
) -> Iterator[tuple[DayKey, dict[str, pa.Table] | None]]:
    """A few at a time, so that no more of them than that are in memory."""
    rest = iter(keys)
    with ThreadPoolExecutor(READERS) as pool:
        while some := list(islice(rest, READERS)):
            yield from zip(some, pool.map(lambda key: read_day(objects, days[key]), some), strict=True)


def _insert(connection: duckdb.DuckDBPyConnection, batch: Batch, held: Mapping[DayKey, str]) -> None:
    _delete(connection, [key for key in batch.days if key in held])
    for table, parts in batch.rows.items():
        connection.register("batch", pa.concat_tables(parts))
        connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608 - one of ours
        if table == "users":
            connection.execute(tables.ACTIVE_PEOPLE)
        connection.unregister("batch")


def _delete(connection: duckdb.DuckDBPyConnection, keys: Sequence[DayKey]) -> None:
    if not keys:
        return
    connection.register("gone", pa.Table.from_pylist([key._asdict() for key in keys], schema=_KEY_SCHEMA))
    for table in tables.BY_DAY:
        connection.execute(f"DELETE FROM {table} WHERE (source, org, day) IN (SELECT * FROM gone)")  # noqa: S608
    for table in tables.LATEST:
        latest = "SELECT source, org FROM gone WHERE day IS NULL"
        connection.execute(f"DELETE FROM {table} WHERE (source, org) IN ({latest})")  # noqa: S608
    connection.unregister("gone")


_KEY_SCHEMA = pa.schema([("source", pa.string()), ("org", pa.string()), ("day", pa.date32())])


def _write_reports(
    connection: duckdb.DuckDBPyConnection, days: Mapping[DayKey, Content], torn: Iterable[DayKey]
) -> None:
    """What the index says of each report; of a torn day, what it said when its rows were loaded."""
    before = _reports_before(connection)
    rows: list[dict[str, Any]] = []
    for key, content in days.items():
        if key not in torn:
            rows += (_report(place, entry) for place, entry in content.entries.items() if place.day)
        elif key in before:
            rows += before[key]
        else:
            rows += (_torn_report(place, entry) for place, entry in content.entries.items() if place.day)
    _replace_all(connection, "reports", rows, tables.REPORTS)


def _reports_before(connection: duckdb.DuckDBPyConnection) -> dict[DayKey, list[dict[str, Any]]]:
    before: dict[DayKey, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.sql("SELECT * FROM reports").to_arrow_table().to_pylist():
        before[DayKey(row["source"], row["org"], row["day"])].append(row)
    return before


def _write_loaded(connection: duckdb.DuckDBPyConnection, days: Mapping[DayKey, Content], torn: set[DayKey]) -> None:
    held = _held(connection)
    rows = [
        key._asdict() | {"content": held.get(key, "") if key in torn else content.digest(), "torn": key in torn}
        for key, content in days.items()
    ]
    _replace_all(connection, "loaded", rows, tables.LOADED)


def _replace_all(
    connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]], schema: pa.Schema
) -> None:
    connection.register("batch", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of ours
    connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608
    connection.unregister("batch")


def _report(place: Place, entry: Entry) -> dict[str, Any]:
    own = coverage_of(place, entry)
    return {
        **place._asdict(),
        "state": entry.state,
        "checked_at": _naive(entry.checked_at),
        "fetched_at": _naive(entry.fetched_at),
        "rows": own.rows,
        "reason": entry.reason,
    }


def _torn_report(place: Place, entry: Entry) -> dict[str, Any]:
    if not entry.known:
        return _report(place, entry)
    return _report(place, entry) | {"state": "failed", "rows": None, "reason": TORN.format(day=place.day)}


def _naive(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at else None


def _in_order(key: DayKey) -> tuple[str, str, str]:
    return key.source, key.org, key.day.isoformat() if key.day else ""
