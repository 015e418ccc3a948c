"""Sessions in a SQLite file: for one host, however many processes and threads."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auth.stores import KEY, KEYS_PER_PERSON, SESSION, SESSIONS_PER_PERSON, Row, answering

SWEEP = 200  # dead rows removed at each sign-in, so that no visitor waits for a big clean-up

TABLES = """
CREATE TABLE IF NOT EXISTS sessions (
    key TEXT PRIMARY KEY, user_id INTEGER NOT NULL, data TEXT NOT NULL, token TEXT NOT NULL,
    created REAL NOT NULL, seen REAL NOT NULL, expires REAL NOT NULL, kind TEXT NOT NULL DEFAULT 'session'
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_of_user ON sessions (user_id, created);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires);
CREATE TABLE IF NOT EXISTS used (key TEXT PRIMARY KEY, expires REAL NOT NULL) WITHOUT ROWID;
"""
ROW = "user_id, data, token, created, seen, expires, kind"


class SQLiteStore:
    """One file in WAL mode; a connection for each thread of each process, made when it is first needed."""

    def __init__(self, path: Path):
        self.path = path
        self._local = threading.local()
        self._connecting = threading.Lock()  # SQLite does not wait for its turn to switch a new file to WAL
        self._inherited: list[sqlite3.Connection] = []

    def insert(self, key: str, row: Row, replacing: str | None = None) -> bool:
        values = (key, row.user_id, json.dumps(row.data), row.token, row.created, row.seen, row.expires, row.kind)
        with self._writing() as db:
            self._sweep(db, row.created)
            if row.kind == KEY and self._keys_of(db, row.user_id, row.created) >= KEYS_PER_PERSON:
                return False
            db.execute("DELETE FROM sessions WHERE key = ?", (replacing,))
            db.execute(f"INSERT INTO sessions (key, {ROW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
            db.execute(
                "DELETE FROM sessions WHERE key IN (SELECT key FROM sessions WHERE user_id = ? AND kind = ?"
                " ORDER BY created DESC, key LIMIT -1 OFFSET ?)",
                (row.user_id, SESSION, SESSIONS_PER_PERSON),
            )
            return True

    @staticmethod
    def _keys_of(db: sqlite3.Connection, user_id: int, now: float) -> int:
        asked = "SELECT count(*) FROM sessions WHERE user_id = ? AND kind = ? AND expires > ?"
        number: int = db.execute(asked, (user_id, KEY, now)).fetchone()[0]
        return number

    def read(self, key: str) -> Row | None:
        with answering():
            asked = f"SELECT {ROW} FROM sessions WHERE key = ?"  # noqa: S608
            found = self._connection().execute(asked, (key,)).fetchone()
        return _row(found) if found else None

    def rows_of(self, user_id: int) -> dict[str, Row]:
        with answering():
            asked = f"SELECT key, {ROW} FROM sessions WHERE user_id = ?"  # noqa: S608
            return {key: _row(found) for key, *found in self._connection().execute(asked, (user_id,))}

    def rows(self) -> Iterable[Row]:
        with answering():
            return [_row(found) for found in self._connection().execute(f"SELECT {ROW} FROM sessions")]  # noqa: S608

    def update(self, key: str, **changes: Any) -> bool:
        """Changes `data`, `token`, `seen` or `expires` of a row that exists; False when it doesn't any more."""
        data = json.dumps(changes["data"]) if "data" in changes else None
        values = (data, changes.get("token"), changes.get("seen"), changes.get("expires"), key)
        with self._writing() as db:
            changed = db.execute(
                "UPDATE sessions SET data = coalesce(?, data), token = coalesce(?, token), seen = coalesce(?, seen),"
                " expires = coalesce(?, expires) WHERE key = ?",
                values,
            )
            return changed.rowcount == 1

    def delete(self, key: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM sessions WHERE key = ?", (key,))

    def delete_user(self, user_id: int) -> int:
        """How many sessions and keys of this person were ended."""
        with self._writing() as db:
            return db.execute("DELETE FROM sessions WHERE user_id = ?", (user_id,)).rowcount

    def use_once(self, key: str, now: float, until: float) -> bool:
        """True for the first caller; the key is remembered `until` then."""
        with self._writing() as db:
            self._sweep(db, now)
            return db.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (key, until)).rowcount == 1

    def ping(self) -> None:
        with answering():
            self._connection().execute("SELECT 1 FROM sessions LIMIT 1").fetchone()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with answering():
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    @staticmethod
    def _sweep(db: sqlite3.Connection, now: float) -> None:
        for table in ("sessions", "used"):
            db.execute(
                f"DELETE FROM {table} WHERE key IN (SELECT key FROM {table} WHERE expires < ? LIMIT ?)",  # noqa: S608
                (now, SWEEP),
            )

    def _connection(self) -> sqlite3.Connection:
        """A connection must not cross a fork, nor be closed on the other side of it: the child keeps it, unused."""
        mine: tuple[int, sqlite3.Connection] | None = getattr(self._local, "mine", None)
        if mine and mine[0] == os.getpid():
            return mine[1]
        if mine:
            self._inherited.append(mine[1])
        with self._connecting:
            self._local.mine = os.getpid(), self._connect()
        return self._local.mine[1]

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(self.path, timeout=5, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # a sign-out must not come undone when the power fails
        db.executescript(TABLES)
        _bring_up_to_date(db)
        return db


def _row(found: Sequence[Any]) -> Row:
    return Row(found[0], json.loads(found[1]), *found[2:])


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """A file of the first release knows sessions only."""
    db.execute("BEGIN IMMEDIATE")
    with db:
        if "kind" not in {column[1] for column in db.execute("PRAGMA table_info(sessions)")}:
            db.execute("ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'session'")
