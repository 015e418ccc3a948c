"""Making the next version of the replica's file: what changed in the history, every object verified."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.core.assistants import ALL
from dashboard.errors import HistoryError
from dashboard.history import computed, keys
from dashboard.history import replica_tables as tables
from dashboard.history.computed_assistants import GITHUB, OTHER
from dashboard.history.contents import Content, DayKey, Month, by_day, month_of
from dashboard.history.index import index_of
from dashboard.history.objects import Objects
from dashboard.history.report_rows import naive, write_reports
from dashboard.history.spool import Files, Spool, is_readable, pattern
from dashboard.history.tombstones import PLACE as TOMBSTONES

NO_INDEX = "none"
MEMORY = "600MB"  # of the engine while it builds: it takes about as much again


@dataclass(frozen=True)
class Built:
    """A new version's file, and the days of it that are torn."""

    path: Path
    torn: frozenset[DayKey]


def build_here(objects: Objects, previous: Path | None, workshop: Path) -> Built | None:
    """Makes the next version in the folder `workshop`, from the file `previous` or from nothing.

    None if that is what the store's index says. A day with an object that isn't what was written stays as it was in
    `previous`, and is noted as torn. Raises what the store raises, and HistoryError.
    """
    try:
        return _build(objects, previous, workshop)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise HistoryError(f"the local copy of the history can't be built ({error}); see to its folder") from error


def _build(objects: Objects, previous: Path | None, workshop: Path) -> Built | None:
    stored = objects.read(keys.INDEX)
    etag = stored.etag if stored else NO_INDEX
    days = by_day(index_of(stored))
    path = workshop / "replica.duckdb"
    if previous:
        shutil.copyfile(previous, path)
        with duckdb.connect(str(path), read_only=True) as connection:
            if is_as(connection, etag, objects, days):
                return None
            goes_on = nobody_erased_since(connection, days)
        if not goes_on:
            path.unlink()
    return Built(path, frozenset(_bring_up_to(objects, days, etag, path)))


def is_as(connection: duckdb.DuckDBPyConnection, etag: str, objects: Objects, days: Mapping[DayKey, Content]) -> bool:
    """Whether a file was made from this index, and what was torn then still is."""
    if connection.execute("SELECT etag FROM version").fetchall() != [(etag,)]:
        return False
    return not any(is_readable(objects, days[key]) for key in torn_days(connection) if key in days)


def torn_days(connection: duckdb.DuckDBPyConnection) -> frozenset[DayKey]:
    torn = connection.execute("SELECT source, org, day FROM loaded WHERE torn").fetchall()
    return frozenset(DayKey(*row) for row in torn)


def nobody_erased_since(connection: duckdb.DuckDBPyConnection, days: Mapping[DayKey, Content]) -> bool:
    """Whether a file may go on from this one: what is deleted in it can still be read from its free blocks."""
    key = DayKey(TOMBSTONES.source, TOMBSTONES.org, TOMBSTONES.day)
    wanted = days.get(key)
    return _held(connection).get(key) == (wanted.digest() if wanted else None)


def _bring_up_to(objects: Objects, days: Mapping[DayKey, Content], etag: str, path: Path) -> set[DayKey]:
    """In one transaction, as every end of one writes what is only half full once more. Gives the torn days."""
    with _writing(path) as connection:
        if not connection.execute("SHOW TABLES").fetchall():
            tables.create_tables(connection)  # not in that transaction: DuckDB 2.0 loses sight of rows it adds to them
        connection.execute("BEGIN")
        changed, torn = _load(connection, Spool(objects, path.parent / "spool"), days)
        if changed:
            computed.fill_whole(connection)
        write_reports(connection, days, torn)
        _write_loaded(connection, days, torn)
        version = {"format": tables.FORMAT, "etag": etag, "read_at": naive(datetime.now(UTC))}
        tables.replace_all(connection, "version", [version], tables.VERSION)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    return torn


def _writing(path: Path) -> duckdb.DuckDBPyConnection:
    """Only a file that is attached can be told how to lie."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(path.parent / "spill")})
    file = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{file}' AS replica ({tables.LAYOUT})")
    connection.execute("USE replica")
    return connection


def _load(
    connection: duckdb.DuckDBPyConnection, spool: Spool, days: Mapping[DayKey, Content]
) -> tuple[bool, set[DayKey]]:
    """Replaces the days that changed, a month at a time; gives whether there were any, and those that are torn."""
    held = _held(connection)
    gone = [key for key in held if key not in days]
    changed = [key for key, content in days.items() if held.get(key) != content.digest()]
    torn: set[DayKey] = set()
    if gone:
        tables.delete_days(connection, gone)
    stale = {month_of(key) for key in gone}
    besides = _besides([*gone, *changed], [*days, *gone])
    months = [list(group) for _, group in groupby(changed, key=month_of)]
    for read in spool.days(months, days):
        torn |= {key for key, files in read.items() if files is None}
        whole = {key: files for key, files in read.items() if files is not None}
        _replace(connection, whole, held)
        stale |= {month_of(key) for key in whole}
        if month := month_of(next(iter(read))):
            _compute(connection, stale & {month} - besides)
            stale.discard(month)
    _compute(connection, stale | besides)
    return bool(changed or gone), torn


def _compute(connection: duckdb.DuckDBPyConnection, months: Iterable[Month | None]) -> None:
    for month in sorted(month for month in months if month):
        computed.fill_month(connection, *month)


def _besides(changed: Iterable[DayKey], every: Iterable[DayKey]) -> set[Month]:
    """Months of another assistant, and of both together, where its own or GitHub's of the same month have changed."""
    used = {month_of(key) for key in every if key.source == OTHER}
    touched = {month_of(key) for key in changed if key.source in (GITHUB, OTHER)}
    both = {(month.org, month.first) for month in touched if month and month._replace(source=OTHER) in used}
    return {Month(source, *of_month) for source in (OTHER, ALL) for of_month in both}


def _held(connection: duckdb.DuckDBPyConnection) -> dict[DayKey, str]:
    """The digest of what each day in the file came from."""
    rows = connection.execute("SELECT source, org, day, content FROM loaded").fetchall()
    return {DayKey(*row[:3]): row[3] for row in rows}


def _replace(connection: duckdb.DuckDBPyConnection, read: Mapping[DayKey, Files], held: Collection[DayKey]) -> None:
    before = [key for key in read if key in held]
    if before:
        tables.delete_days(connection, before)
    files: dict[str, list[Path]] = defaultdict(list)
    for of_day in read.values():
        for table, file in of_day.items():
            files[table].append(file)
    for table, found in files.items():
        _insert(connection, table, found)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path]) -> None:
    """Source, organisation and day are in a file's path alone."""
    text = f"""
    INSERT INTO {table} BY NAME
    SELECT * FROM read_parquet($files, hive_partitioning = true, hive_types = {_hive_types(table)})
    """  # noqa: S608 - made of our own names
    connection.execute(text, {"files": [pattern(file) for file in files]})


def _hive_types(table: str) -> str:
    types = {"source": "VARCHAR", "org": "VARCHAR"} | ({} if table in tables.LATEST else {"day": "DATE"})
    return "{" + ", ".join(f"'{name}': {type_}" for name, type_ in types.items()) + "}"


def _write_loaded(connection: duckdb.DuckDBPyConnection, days: Mapping[DayKey, Content], torn: set[DayKey]) -> None:
    held = _held(connection)
    rows = [
        key._asdict() | {"content": held.get(key, "") if key in torn else content.digest(), "torn": key in torn}
        for key, content in days.items()
    ]
    tables.replace_all(connection, "loaded", rows, tables.LOADED)
