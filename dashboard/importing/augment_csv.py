"""Augment's table as a CSV file, whoever wrote it: the vendor, the public scraper, its successor, or this program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dashboard.core.augment import FIELD_OF, Usage, simple, usage_of
from dashboard.core.spreadsheet import plain
from dashboard.importing.offered import Refused

LEAST = {"user", "completions", "accepted_completions", "chat_messages", "agent_messages"}
SUMMARY = "metrictype"  # the column that tells a row about everybody from one about a person


@dataclass(frozen=True, slots=True)
class Line:
    """One person's row, by header, and its number in the file."""

    number: int
    record: Mapping[str, str]
    usage: Usage


def is_table(text: bytes) -> bool:
    """Told by the names of its columns, in whatever order."""
    first = text[:10_000].lstrip(b"\r\n").split(b"\n", 1)[0].decode("utf-8", "replace")
    return names_all(next(csv.reader([first]), []))


def names_all(headers: Iterable[str]) -> bool:
    return {FIELD_OF.get(simple(name)) for name in headers} >= LEAST


def lines_of(text: Iterable[str]) -> Iterator[Line | Refused]:
    """A row at a time, without those of nobody and of people who weren't active. Raises ValueError for another file."""
    rows = csv.reader(text, strict=True)
    headers = next(rows, [])
    if not names_all(headers):
        raise ValueError("line 1: its columns are not those of Augment's table")
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as problem:
            yield Refused(f"line {rows.line_num}", f"it is not CSV: {problem}")
            continue
        if cells is None:
            return
        found = line_of(headers, cells, rows.line_num)
        if isinstance(found, Refused) or (found and counts(found)):
            yield found


def line_of(headers: list[str], cells: list[str], number: int) -> Line | Refused | None:
    if not any(cells):
        return None
    if len(cells) != len(headers):
        return Refused(f"line {number}", f"it has {len(cells)} columns, and the first line {len(headers)}")
    record = {name: plain(cell) for name, cell in zip(headers, cells, strict=True)}
    try:
        return Line(number, record, usage_of(record))
    except ValueError as problem:
        return Refused(f"line {number}", str(problem))


def counts(line: Line) -> bool:
    """The summaries beside the table are of nobody; who wasn't active has a row in some files."""
    return bool(line.usage.user) and line.usage.active_days != 0
