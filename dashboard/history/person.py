"""What the history holds about one person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import Damaged
from dashboard.history.index import Entry, Index, Place
from dashboard.history.objects import Objects
from dashboard.history.settle import read_object
from dashboard.history.tables import from_parquet, unpack
from dashboard.history.tombstones import PERSONAL, users_of

QUARANTINE = "quarantine/"


def rows_of(rows: pa.Table, user_id: int) -> pa.Table:
    return rows.filter(pc.equal(rows.column("user_id"), user_id))


def logins_of(rows: pa.Table) -> list[str]:
    """One for each row; empty where it has none."""
    if "user_login" not in rows.column_names:
        return [""] * rows.num_rows
    return [login or "" for login in rows.column("user_login").to_pylist()]


def lines_of(raw: bytes, user_id: int) -> list[bytes]:
    return [line for line in raw.split(b"\n") if user_id in users_of(line)]


def held(objects: Objects, index: Index, user_id: int) -> Iterator[tuple[Place, str, list[dict[str, Any]]]]:
    """Every row, by where it is and by its table's name, and as `raw` every line as it was fetched. Raises Damaged."""
    for place, entry in index.entries.items():
        for name in about_people(entry):
            content = read_object(objects, entry.objects[name])
            found = _raw_rows(content, user_id) if name == "raw" else _table_rows(content, name, user_id)
            if found:
                yield place, name, found


def about_people(entry: Entry) -> list[str]:
    """The names of its objects that have rows or lines about one person each."""
    return [name for name in (*PERSONAL, "raw") if name in entry.objects]


def _table_rows(content: bytes, table: str, user_id: int) -> list[dict[str, Any]]:
    return rows_of(from_parquet(content, table), user_id).to_pylist()


def _raw_rows(content: bytes, user_id: int) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in lines_of(unpack(content), user_id)]


def holds(content: bytes, user_id: int) -> bool:
    """Whether an object that the index doesn't name, of whatever kind, has a row or a line about the person."""
    try:
        if content[:4] == b"PAR1":
            rows = pq.read_table(pa.BufferReader(content))
            return "user_id" in rows.column_names and rows_of(rows, user_id).num_rows > 0
        return bool(lines_of(unpack(content), user_id))
    except (Damaged, pa.ArrowException, OSError):
        return False


def mentions(content: bytes, user_id: int, logins: Collection[str]) -> bool:
    """Whether a file as it came, damaged as it may be, says anything of the person."""
    if any(user_id in users_of(line) for line in content.split(b"\n")):
        return True
    return any(re.search(rb'"%s"' % re.escape(login.encode()), content, re.IGNORECASE) for login in logins)


def quarantined(objects: Objects, user_id: int, logins: Collection[str]) -> list[str]:
    """The refused files that mention the person."""
    found = []
    for key in objects.list(QUARANTINE):
        stored = objects.read(key) if key.endswith(".refused") else None
        if stored and mentions(stored.content, user_id, logins):
            found.append(key)
    return found


def mentioned_lines(table: bytes, user_id: int, logins: Collection[str]) -> list[int]:
    """The numbers, from 1, of the lines of a CSV file in which a cell is the person's id or login."""
    wanted = {str(user_id), *(login.casefold() for login in logins)}
    lines = table.decode("utf-8", "replace").splitlines()
    return [number for number, line in enumerate(lines, 1) if wanted & _cells(line)]


def _cells(line: str) -> set[str]:
    return {cell.strip().strip('"').strip().casefold() for cell in re.split(r"[,;\t]", line)}
