"""An open version of the replica: a read-only file of DuckDB's, and what may be taken to answer from it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import HistoryError
from dashboard.history.building import torn_days
from dashboard.history.contents import DayKey
from dashboard.history.replica_tables import FORMAT

Engine = Callable[[Path], Mapping[str, Any]]  # what may be taken to answer from a file
LOCKED_UP: dict[str, Any] = {"enable_external_access": False, "temp_directory": ""}

_setting_up = threading.Lock()


def as_it_likes(_file: Path) -> Mapping[str, Any]:
    return {}


def small(file: Path) -> Mapping[str, Any]:
    """Beside many others: pages of teams together ask for about a tenth of the file (docs/decisions/0010)."""
    most = max(64, file.stat().st_size // 2**20 // 13)
    return {"memory_limit": f"{most}MB", "threads": 1}


@dataclass(frozen=True)
class Reader:
    """An open version. Its file stays readable as long as somebody holds this, even when it is removed."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    etag: str
    read_at: datetime
    torn: frozenset[DayKey]
    idle: deque[duckdb.DuckDBPyConnection] = field(default_factory=deque)
    understood: dict[str, duckdb.Statement] = field(default_factory=dict)  # each of the program's own questions

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One that nobody else uses meanwhile: making one takes as long as a small question."""
        try:
            cursor = self.idle.pop()
        except IndexError:
            cursor = self.connection.cursor()
        yield cursor
        self.idle.append(cursor)

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        with self.cursor() as cursor:
            return _rows(cursor.execute(self._statement(cursor, sql), parameters))

    def _statement(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
        """Parsed once: parsing it anew takes up to a third of a small question's time."""
        if sql not in self.understood:
            (self.understood[sql],) = cursor.extract_statements(sql)
        return self.understood[sql]


def open_reader(path: Path, engine: Engine = as_it_likes) -> Reader:
    """Raises FileNotFoundError, duckdb.Error for a damaged file, HistoryError for one of another format."""
    if not path.is_file():
        raise FileNotFoundError(path)
    connection = duckdb.connect(str(path), read_only=True, config=LOCKED_UP)
    _set_up(connection, engine(path))
    found, etag, read_at = connection.execute("SELECT format, etag, read_at FROM version").fetchall()[0]
    if found != FORMAT:
        raise HistoryError("it is of another format")
    return Reader(path, connection, etag, read_at.replace(tzinfo=UTC), torn_days(connection))


def _set_up(connection: duckdb.DuckDBPyConnection, engine: Mapping[str, Any]) -> None:
    """All connections of a process to one file share an engine: whoever opened it first has decided what it may take."""
    with _setting_up:
        if connection.execute("SELECT current_setting('lock_configuration')").fetchall() == [(True,)]:
            return
        for name, value in {**engine, "lock_configuration": True}.items():
            connection.execute(f"SET {name} = '{value}'")


def _rows(answer: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description]
    times = {column[0] for column in answer.description if column[1].id == "timestamp"}
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    for row in rows if times else ():
        row.update({name: row[name].replace(tzinfo=UTC) for name in times if row[name]})
    return rows
