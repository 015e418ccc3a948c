"""The local copy of the history that answers every question of the web server. Deleting it is harmless."""

from __future__ import annotations

import atexit
import logging
import os
import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.errors import Away, DashboardError, HistoryError, WrongUse
from dashboard.history import keys
from dashboard.history.building import DayKey, build, by_day, nobody_erased_since, read_day
from dashboard.history.index import index_of
from dashboard.history.objects import Objects, Unchanged
from dashboard.history.replica_tables import FORMAT
from dashboard.history.shelf import Shelf

POLL_STORE, POLL_FOLDER = 30.0, 1.0  # seconds between looks at the store's index, and at what others built here
NO_INDEX = "none"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """An open version. Its file stays readable as long as somebody holds this, even when it is removed."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    etag: str
    read_at: datetime
    torn: frozenset[DayKey]


class Replica:
    """One for each process; those of one host share the folder, and one of them at a time builds in it."""

    def __init__(self, objects: Objects, folder: Path):
        self._objects = objects
        self._shelf = Shelf(folder)
        self._reader: Reader | None = None
        self._opening = threading.Lock()
        self._pid = os.getpid()
        self._inherited: Reader | None = None  # from before a fork: neither to be used nor to be closed
        self._following: threading.Thread | None = None
        self._stopped = threading.Event()
        self._confirmed_at: datetime | None = None
        self._looked = False

    @property
    def ready(self) -> bool:
        """Whether there is a version, and the store was asked for its newest since the start.

        Should the store be out of reach, or newer again by now, the last good version is as good as it gets.
        """
        return self._looked and self.version is not None

    @property
    def version(self) -> str | None:
        """The ETag of the index that the answers come from; None before there is anything."""
        reader = self._open_newest()
        return reader.etag if reader else None

    @property
    def read_at(self) -> datetime | None:
        """When the answers were last known to be as the store has them."""
        reader = self._reader
        return max(reader.read_at, self._confirmed_at or reader.read_at) if reader else None

    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one question over one version, with parameters by `$name`. Times come back in UTC.

        Raises Away before there is a version, and WrongUse for a question that can't be understood.
        """
        reader = self._reader if self._is_this_process() and self._reader else self._open_newest()
        if reader is None:
            raise Away("the history hasn't been read yet; try again in a minute")
        try:
            with reader.connection.cursor() as cursor:
                return _rows(cursor.execute(sql, parameters))
        except duckdb.Error as error:
            raise self._refused(error, reader) from error

    def update(self) -> bool:
        """Follows the store by one step, if there is one to take; gives whether the answers may have changed.

        Raises what the store raises; whatever happens, the last good version goes on answering.
        """
        before = self._open_newest()
        if before and self._is_on_shelf(before) and self._is_up_to_date(before):
            return False
        with self._shelf.locked():
            built = self._build()
        after = self._open_newest()
        return built or (after is not None and after is not before)

    def follow(self) -> None:
        """Starts this process's thread that keeps the answers up to date; a second call does nothing."""
        if self._following and self._following.is_alive():
            return
        atexit.register(self.close)
        self._following = threading.Thread(target=self._keep_following, name="replica", daemon=True)
        self._following.start()

    def close(self) -> None:
        """Ends following, and gives back the open file."""
        self._stopped.set()
        if self._following:
            self._following.join(timeout=5)
        self._reader = None

    def _keep_following(self) -> None:
        while not self._stopped.is_set():
            try:
                self.update()
            except DashboardError as error:
                log.warning("the replica stays as it was: %s", error)
            self._looked = True
            next_look = time.monotonic() + random.uniform(1.0, 1.2) * self._pause()  # noqa: S311 - no secret
            while time.monotonic() < next_look and not self._stopped.wait(POLL_FOLDER):
                self._open_newest()

    def _pause(self) -> float:
        """Somebody who has just begun shouldn't wait long for the first day."""
        empty = self._reader is None or self._reader.etag == NO_INDEX
        return min(POLL_FOLDER, POLL_STORE) if empty else POLL_STORE

    def _is_up_to_date(self, reader: Reader) -> bool:
        """Whether the store's index is the one this version was made from, and its torn days still are."""
        stored = self._objects.read_changed(keys.INDEX, reader.etag)
        if not (isinstance(stored, Unchanged) or (stored is None and reader.etag == NO_INDEX)):
            return False
        self._confirmed_at = datetime.now(UTC)
        return not reader.torn or not self._any_readable(reader.torn)

    def _is_on_shelf(self, reader: Reader) -> bool:
        """False when its file was deleted: it still answers here, but others, and we after a restart, have nothing."""
        return reader.path == self._shelf.current()

    def _any_readable(self, torn: frozenset[DayKey]) -> bool:
        days = by_day(index_of(self._objects.read(keys.INDEX)))
        return any(read_day(self._objects, days[key]) is not None for key in torn if key in days)

    def _build(self) -> bool:
        """Under the lock: the next version, unless somebody else built it while we waited."""
        stored = self._objects.read(keys.INDEX)
        etag = stored.etag if stored else NO_INDEX
        current = self._open_newest()
        kept = current if current and self._is_on_shelf(current) else None
        if kept and kept.etag == etag and not kept.torn:
            return False
        index = index_of(stored)
        with_all = kept is not None and nobody_erased_since(kept.connection, index)
        path = self._shelf.begin(kept.path if kept and with_all else None)
        try:
            build(self._objects, index, etag, path)
            self._shelf.publish(path)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise HistoryError(f"the local copy of the history can't be built ({error}); see to its folder") from error
        finally:
            self._shelf.discard(path)
        return True

    def _open_newest(self) -> Reader | None:
        """Opens the current version, if it isn't open yet. One that can't be opened is removed, to be built anew."""
        with self._opening:
            if not self._is_this_process():
                self._inherited, self._reader, self._pid = self._reader, None, os.getpid()
            mine = self._reader
            path = self._shelf.current()
            if path and (mine is None or mine.path != path):
                mine = self._open(path) or mine
            self._reader = mine
            return mine

    def _open(self, path: Path) -> Reader | None:
        try:
            return open_reader(path)
        except FileNotFoundError:
            return None
        except (duckdb.Error, HistoryError) as error:
            log.warning("a version of the replica is given up: %s", error)
            self._shelf.discard(path)
            return None

    def _refused(self, error: duckdb.Error, reader: Reader) -> DashboardError:
        said = str(error).splitlines()[0]
        if isinstance(error, duckdb.FatalException | duckdb.SerializationException) or "orrupt" in said:
            self._shelf.discard(reader.path)
            self._reader = None
            return HistoryError("the local copy of the history was damaged and is built anew; try again in a minute")
        if isinstance(error, duckdb.IOException):
            return HistoryError(f"the local copy of the history can't be read ({said}); see to its folder")
        return WrongUse(f"the question can't be answered: {said}")

    def _is_this_process(self) -> bool:
        """False in the child of a fork, which must not use its parent's connection."""
        return self._pid == os.getpid()


def open_reader(path: Path) -> Reader:
    """Raises FileNotFoundError, duckdb.Error for a damaged file, HistoryError for one of another format."""
    if not path.is_file():
        raise FileNotFoundError(path)
    config: dict[str, Any] = {"enable_external_access": False, "lock_configuration": True}
    connection = duckdb.connect(str(path), read_only=True, config=config)
    found, etag, read_at = connection.execute("SELECT format, etag, read_at FROM version").fetchall()[0]
    if found != FORMAT:
        raise HistoryError("it is of another format")
    torn = connection.execute("SELECT source, org, day FROM loaded WHERE torn").fetchall()
    return Reader(path, connection, etag, read_at.replace(tzinfo=UTC), frozenset(DayKey(*row) for row in torn))


def _rows(answer: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description]
    times = {column[0] for column in answer.description if column[1] == duckdb.type("TIMESTAMP")}
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    for row in rows if times else ():
        row.update({name: row[name].replace(tzinfo=UTC) for name in times if row[name]})
    return rows
