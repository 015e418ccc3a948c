"""Where sessions and personal keys are kept: a SQLite file on one host, Redis on several. Rows are JSON and ciphertext,
never pickles.

A row is only ever made by `insert`, at sign-in or when somebody makes a key. `update` changes a row that exists and says
whether it did, so that a request still running when its session is deleted can't bring it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import redis

from dashboard.errors import Away

SESSIONS_PER_PERSON = 10  # GitHub keeps that many tokens of a person and an app, and drops the oldest
KEYS_PER_PERSON = 5
SESSION, KEY = "session", "key"


@dataclass(frozen=True)
class Row:
    """One session or key. Times are seconds since 1970; `token` is encrypted; nobody needs the row after `expires`."""

    user_id: int
    data: dict[str, Any]
    token: str
    created: float
    seen: float
    expires: float
    kind: str = SESSION

    @property
    def ttl(self) -> int:
        """Whole seconds from `seen` to `expires`, at least one."""
        return max(1, int(self.expires - self.seen))


class Store(Protocol):
    """`insert` lets a new session take the place of the person's oldest; a key too many it refuses, and says so."""

    def insert(self, key: str, row: Row, replacing: str | None = None) -> bool: ...
    def read(self, key: str) -> Row | None: ...
    def update(self, key: str, **changes: Any) -> bool: ...
    def delete(self, key: str) -> None: ...
    def delete_user(self, user_id: int) -> int: ...
    def rows_of(self, user_id: int) -> dict[str, Row]: ...
    def rows(self) -> Iterable[Row]: ...
    def use_once(self, key: str, now: float, until: float) -> bool: ...
    def ping(self) -> None: ...


@contextmanager
def answering() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, redis.RedisError, OSError) as problem:
        raise Away(f"The session store does not answer ({type(problem).__name__}); try again in a moment.") from problem
