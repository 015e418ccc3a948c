"""The last 28 days of Augment's, one by one: a table and a list in Copilot's shape each, and all of them together."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from dashboard.commands.given_out import given_out
from dashboard.core.augment import Record
from dashboard.core.augment_files import copilot_list, copilot_total, folder_name, table
from dashboard.core.augment_rows import Row
from dashboard.core.days import Span
from dashboard.errors import Away

TOGETHER = "copilot_metrics_aggregated.json"


class Reader(Protocol):
    """Raises Away or Denied."""

    def people(self, span: Span) -> list[Record]: ...
    def summaries(self, span: Span) -> list[Row]: ...


def days_into(folder: Path, reader: Reader, span: Span, enterprise_id: str | None) -> int:
    """Days that fail are tried once more at the end; 1 if any is missing then. An expired cookie ends it: it rises."""
    target = folder / folder_name(span)
    target.mkdir(parents=True, exist_ok=True)
    found: dict[date, list[Record]] = {}
    failed = write_days(target, reader, list(span), enterprise_id, found)
    if failed:
        print(f"{len(failed)} days failed, and are tried again")
        failed = write_days(target, reader, failed, enterprise_id, found)
    print(f"{len(found)} of {len(span)} days are in {target}")
    if failed:
        missing = ", ".join(map(str, failed))
        print(f"dashboard: {TOGETHER} was not written, as these days are missing: {missing}", file=sys.stderr)
        return 1
    write_json(target / TOGETHER, copilot_total((found[day] for day in span), span, enterprise_id))
    return 0


def write_days(
    target: Path, reader: Reader, days: Sequence[date], enterprise_id: str | None, found: dict[date, list[Record]]
) -> list[date]:
    """Gives those that failed."""
    failed = []
    for number, day in enumerate(days, start=1):
        try:
            found[day] = write_day(target, reader, day, enterprise_id)
            said = f"{len(found[day])} people"
        except Away as away:
            failed.append(day)
            said = f"failed: {away}"
        print(f"{day} ({number} of {len(days)}): {said}", flush=True)
    return failed


def write_day(target: Path, reader: Reader, day: date, enterprise_id: str | None) -> list[Record]:
    """Both files, each with the day's own date. Raises Away."""
    span = Span(day, day)
    people = reader.people(span)
    text = as_csv(people, reader.summaries(span))
    with given_out(target / f"augment_metrics_{day}.csv") as out:
        out.write(text)
    write_json(target / f"copilot_metrics_{day}.json", copilot_list(people, span, enterprise_id))
    return people


def as_csv(people: Sequence[Record], summaries: Sequence[Row]) -> bytes:
    """Raises Away where an answer can't be read."""
    text = io.StringIO(newline="")
    try:
        csv.writer(text).writerows(table(people, summaries))
    except ValueError as problem:
        raise Away(f"Augment's answer can't be read: {problem}; try again later") from None
    return text.getvalue().encode()


def write_json(path: Path, rows: Iterable[Any]) -> None:
    with given_out(path) as out:
        out.write(json.dumps(list(rows), indent=2).encode() + b"\n")
