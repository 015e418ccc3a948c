"""The local copy of the history that answers every question of the web server. Deleting it is harmless."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa

from dashboard.errors import Away, DashboardError, HistoryError, WrongUse
from dashboard.history import keys
from dashboard.history.building import NO_INDEX, Built, build_here
from dashboard.history.contents import DayKey, by_day, in_order
from dashboard.history.following import GLANCE, Following
from dashboard.history.index import index_of
from dashboard.history.objects import Objects, Unchanged
from dashboard.history.reader import Engine, Reader, as_it_likes, open_reader
from dashboard.history.report_rows import TORN
from dashboard.history.shelf import Shelf
from dashboard.history.spool import is_readable
from dashboard.history.streaming import Answer, stream
from dashboard.history.turns import Turns

AT_ONCE = 4  # questions: more take turns, as they share the engine's memory, and there are hardly more cores
POLL_STORE = 30.0  # seconds between looks at the store's index
Build = Callable[[Objects, Path | None, Path], Built | None]
State = Literal["ready", "torn", "behind", "away"]

log = logging.getLogger(__name__)


class Replica:
    """One for each process; those of one host share the folder, and one of them at a time builds in it."""

    def __init__(self, objects: Objects, folder: Path, build: Build = build_here, engine: Engine = as_it_likes):
        """`build` makes the next version; `engine` is what the one that answers may take."""
        self._objects = objects
        self._shelf = Shelf(folder)
        self._build = build
        self._engine = engine
        self._reader: Reader | None = None
        self._opening = threading.Lock()
        self._turns = Turns(AT_ONCE)
        self._pid = os.getpid()
        self._inherited: Reader | None = None  # from before a fork: neither to be used nor to be closed
        self._confirmed_at: datetime | None = None
        self._following = Following(self.update, self._pause, self._open_newest)

    @property
    def ready(self) -> bool:
        """Whether there is a version, and the store was asked for its newest since the start.

        Should the store be out of reach, or newer again by now, the last good version is as good as it gets.
        """
        return self._following.looked and self.version is not None

    @property
    def version(self) -> str | None:
        """The ETag of the index that the answers come from; None before there is anything."""
        reader = self._current()
        return reader.etag if reader else None

    @property
    def read_at(self) -> datetime | None:
        """When the answers were last known to be as the store has them."""
        reader = self._reader
        return max(reader.read_at, self._confirmed_at or reader.read_at) if reader else None

    @property
    def behind_since(self) -> datetime | None:
        """Since when the store can't be followed, as far as anybody here knows; None while it can be."""
        return self.read_at if self._following.lost else None

    @property
    def state(self) -> State:
        """`behind` the store, which can't be followed; `torn` when days of the newest version are damaged there."""
        if not self.ready:
            return "away"
        if self._following.lost:
            return "behind"
        return "torn" if self._reader and self._reader.torn else "ready"

    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one question over one version, with parameters by `$name`. Times come back in UTC.

        Raises Away before there is a version, and WrongUse for a question that can't be understood.
        """
        reader = self._reading()
        with self._refusing(reader):
            try:
                with self._turns.beside_others():
                    return reader.rows(sql, parameters)
            except duckdb.OutOfMemoryException:
                with self._turns.alone():  # it may only have been too much beside the others
                    return reader.rows(sql, parameters)

    def stream(self, question: str) -> Answer:
        """A question in anybody's own words: one statement, which only reads. Its rows come a batch at a time.

        Raises what `ask` raises, while the batches are read as well.
        """
        reader = self._reading()
        with self._refusing(reader):
            answer = stream(reader.connection, question)
        return Answer(answer.schema, self._read_on(reader, answer.batches))

    def update(self) -> bool:
        """Follows the store by one step, if there is one to take; gives whether the answers may have changed.

        Raises what the store raises; whatever happens, the last good version goes on answering.
        """
        before = self._open_newest()
        if before and self._is_on_shelf(before) and self._is_up_to_date(before):
            return False
        try:
            with self._shelf.locked():
                built = self._build_next()
        except OSError as error:
            raise HistoryError(f"REPLICA_DIR {self._shelf.folder} can't be used: {error.strerror or error}") from error
        after = self._open_newest()
        return built or (after is not None and after is not before)

    def follow(self) -> None:
        """Starts this process's thread that keeps the answers up to date; a second call does nothing."""
        self._following.start()

    def close(self) -> None:
        """Ends following, and gives back the open file."""
        self._following.stop()
        self._reader = None

    def _reading(self) -> Reader:
        reader = self._current()
        if reader is None:
            raise Away("the history hasn't been read yet; try again in a minute")
        return reader

    def _read_on(self, reader: Reader, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with self._refusing(reader):
            yield from batches

    @contextmanager
    def _refusing(self, reader: Reader) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise self._refused(error, reader) from error

    def _pause(self) -> float:
        """Somebody who has just begun shouldn't wait long for the first day."""
        empty = self._reader is None or self._reader.etag == NO_INDEX
        return min(GLANCE, POLL_STORE) if empty else POLL_STORE

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
        return any(is_readable(self._objects, days[key]) for key in torn if key in days)

    def _build_next(self) -> bool:
        """Under the lock: the next version, unless somebody else built it while we waited."""
        current = self._open_newest()
        kept = current if current and self._is_on_shelf(current) else None
        workshop = self._shelf.begin()
        try:
            built = self._build(self._objects, kept.path if kept else None, workshop)
            if built is None:
                return False
            self._shelf.publish(built.path)
        finally:
            self._shelf.discard(workshop)
        for key in sorted(built.torn - (kept.torn if kept else frozenset()), key=in_order):
            log.warning("%s of %s is %s", key.org, key.day or "all days", TORN.format(day=key.day or "DAY"))
        return True

    def _current(self) -> Reader | None:
        """Whoever follows looks for a newer one, so that a question needn't."""
        return self._reader if self._is_this_process() and self._reader else self._open_newest()

    def _open_newest(self) -> Reader | None:
        """Opens the current version, if it isn't open yet. One that can't be opened is removed, to be built anew."""
        with self._opening:
            if not self._is_this_process():
                self._inherited, self._reader, self._pid = self._reader, None, os.getpid()
                self._turns = Turns(AT_ONCE)
            mine = self._reader
            path = self._shelf.current()
            if path and (mine is None or mine.path != path):
                mine = self._open(path) or mine
            self._reader = mine
            return mine

    def _open(self, path: Path) -> Reader | None:
        try:
            return open_reader(path, self._engine)
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
        if said.startswith("Out of Memory"):
            return HistoryError(
                "the question needs more memory than it may have; ask for fewer days or columns at once"
            )
        if isinstance(error, duckdb.IOException):
            return HistoryError(f"the local copy of the history can't be read ({said}); see to its folder")
        return WrongUse(f"the question can't be answered: {said}")

    def _is_this_process(self) -> bool:
        """False in the child of a fork, which must not use its parent's connection."""
        return self._pid == os.getpid()
