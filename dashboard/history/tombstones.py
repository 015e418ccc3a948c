"""Who was erased: keyed hashes of their ids, asked at every write so that no refresh or import brings them back.

The key is random and stands beside the hashes, in the history: neither a new SECRET_KEY nor another host makes it forget.
The index has the file as an entry of its own, so a write that was drafted before an erasure is drafted again.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.core.reports import Outcome
from dashboard.core.rows import SCHEMAS
from dashboard.errors import Damaged
from dashboard.history.index import Index, Object, Place

PLACE = Place("all", "all", "tombstones", None)
NAME = "tombstones"
KEY = "tombstones.json"
# The tables whose rows are about one person each.
PERSONAL = tuple(table for table, schema in SCHEMAS.items() if "user_id" in schema.names)

_USER_ID = re.compile(rb'"user_id"\s*:\s*"?(\d{1,18})(?!\d)')


@dataclass(frozen=True)
class Tombstones:
    key: str = ""
    hashes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def __contains__(self, user_id: object) -> bool:
        return bool(self.hashes) and self._hash(user_id) in self.hashes

    def with_person(self, user_id: int) -> Tombstones:
        keyed = self if self.key else Tombstones(secrets.token_hex(32))
        return replace(keyed, hashes=keyed.hashes | {keyed._hash(user_id)})

    def to_json(self) -> bytes:
        return orjson.dumps({"key": self.key, "people": sorted(self.hashes)})

    def _hash(self, user_id: object) -> str:
        return hmac.digest(bytes.fromhex(self.key), str(user_id).encode(), "sha256").hex()


@lru_cache(maxsize=4)
def parsed(content: bytes) -> Tombstones:
    """Raises Damaged: nothing may be written while nobody can say who was erased."""
    try:
        text = orjson.loads(content)
        return Tombstones(str(text["key"]), frozenset(text["people"]))
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise Damaged(f"{KEY} can't be read; bring back the version before it from the store") from error


def tombstones_of(index: Index, read: Callable[[Object], bytes]) -> Tombstones:
    entry = index.entries.get(PLACE)
    return parsed(read(entry.objects[NAME])) if entry else Tombstones()


def without_erased(outcome: Outcome, erased: Tombstones) -> Outcome:
    """The outcome itself if nobody in its rows was erased."""
    report = outcome.rows
    if not erased or report is None or "user_id" not in report.rows.column_names:
        return outcome
    gone = {user for user in report.rows.column("user_id").unique().to_pylist() if user in erased}
    if not gone:
        return outcome
    rows, raw = rows_without(report.rows, gone), lines_without(report.raw, gone.__contains__)
    return replace(outcome, rows=replace(report, rows=rows, raw=raw))


def rows_without(rows: pa.Table, gone: set[int]) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows.column("user_id"), pa.array(sorted(gone), pa.int64()))))


def lines_without(raw: bytes, gone: Callable[[int], bool]) -> bytes:
    return b"\n".join(line for line in raw.split(b"\n") if not any(gone(user) for user in users_of(line)))


def refused_without(content: bytes, erased: Tombstones) -> bytes:
    """A refused file without the lines about them, and without lines that name somebody but are torn before the id."""
    if not erased:
        return content
    lines = lines_without(content, erased.__contains__).split(b"\n")
    return b"\n".join(line for line in lines if b'"user_login"' not in line or users_of(line))


def users_of(line: bytes) -> set[int]:
    return {int(found) for found in _USER_ID.findall(line)}
