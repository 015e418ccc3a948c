"""What the index says of each report, as rows of the replica's table `reports`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from dashboard.history import replica_tables as tables
from dashboard.history.contents import Content, DayKey
from dashboard.history.index import Entry, Index, Place, coverage_of

TORN = "damaged in the store; fetch this day again with: refresh --since {day} --until {day}"


def write_reports(
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
    tables.replace_all(connection, "reports", rows, tables.REPORTS)


def _reports_before(connection: duckdb.DuckDBPyConnection) -> dict[DayKey, list[dict[str, Any]]]:
    before: dict[DayKey, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.sql("SELECT * FROM reports").to_arrow_table().to_pylist():
        before[DayKey(row["source"], row["org"], row["day"])].append(row)
    return before


def reports_of(index: Index) -> list[dict[str, Any]]:
    """What an index says of each report's day, as rows of `reports`."""
    return [_report(place, entry) for place, entry in index.entries.items() if place.day]


def _report(place: Place, entry: Entry) -> dict[str, Any]:
    own = coverage_of(place, entry)
    return {
        **place._asdict(),
        "state": entry.state,
        "checked_at": naive(entry.checked_at),
        "fetched_at": naive(entry.fetched_at),
        "rows": own.rows,
        "reason": entry.reason,
    }


def _torn_report(place: Place, entry: Entry) -> dict[str, Any]:
    if not entry.known:
        return _report(place, entry)
    return _report(place, entry) | {"state": "failed", "rows": None, "reason": TORN.format(day=place.day)}


def naive(at: datetime | None) -> datetime | None:
    """UTC without saying so, as the file has it."""
    return at.astimezone(UTC).replace(tzinfo=None) if at else None
