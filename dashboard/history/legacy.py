"""Days of GitHub's old APIs, from files: rows that join those of other files, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from dashboard.core.reports import Outcome
from dashboard.core.rows import SCHEMAS
from dashboard.errors import Damaged
from dashboard.history.draft import Draft, ReadRows
from dashboard.history.index import Entry, Index, Place
from dashboard.history.keys import rows_key
from dashboard.history.tables import to_parquet

SOURCE = "github"
TEAM = ("team_id", "name", "description", "url")  # what a team's row may learn later

Rows = list[dict[str, Any]]


@dataclass
class Merged:
    """What came of rows that were offered, each an organisation's or a team's day.

    `different` are those that said otherwise than what is here, and were left: (day, slug; empty of an organisation).
    """

    written: int = 0
    same: int = 0
    different: list[tuple[date, str]] = field(default_factory=list)
    expired: int = 0


def draft_legacy(
    index: Index, table: str, org: str, days: Mapping[date, Rows], at: datetime, read_rows: ReadRows, replace: bool
) -> tuple[Draft, Merged]:
    """A day that stays as it is isn't in the draft. Raises Damaged where a day's rows can't be read to be joined."""
    places = {day: Place(SOURCE, org, table, day) for day in days}
    draft, merged = Draft({place: index.entries.get(place) for place in places.values()}), Merged()
    for day, place in places.items():
        entry = draft.before[place]
        if entry and entry.state == "expired":
            merged.expired += len(days[day])
            continue
        stored = _stored(entry, table, day, read_rows, replace)
        joined = _joined(stored, day, days[day], merged, replace)
        if joined != stored:
            rows = pa.Table.from_pylist(joined, schema=SCHEMAS[table])
            file = rows_key(table, SOURCE, org, day), to_parquet(rows, table), rows.num_rows
            draft.add(place, Outcome(table, "final"), at, {table: file})
    return draft, merged


def _stored(entry: Entry | None, table: str, day: date, read_rows: ReadRows, replace: bool) -> Rows:
    if entry is None:
        return []
    try:
        return read_rows(entry.objects[table], table).to_pylist()
    except Damaged as damaged:
        if replace:
            return []
        raise Damaged(
            f"the old numbers of {day} are damaged in the store; import all files that have them with --replace"
        ) from damaged


def _joined(stored: Rows, day: date, offered: Rows, merged: Merged, replace: bool) -> Rows:
    rows = {row.get("slug", ""): row for row in stored}
    for new in offered:
        slug = new.get("slug", "")
        old = rows.get(slug)
        if old and old["record"] != new["record"] and not replace:
            merged.different.append((day, slug))
            continue
        if old and old["record"] == new["record"]:
            merged.same += 1
        else:
            merged.written += 1
        rows[slug] = (_completed(new, old) if replace else _completed(old, new)) if old else new
    return list(rows.values())


def _completed(row: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """With what only the other one knows of the team."""
    return row | {name: other.get(name) for name in TEAM if name in row and row[name] is None}
