"""What the deployer says of days: holidays.csv and notes.csv under CONFIG_URL, beside the setting WORKING_WEEK."""

from __future__ import annotations

import csv
import io
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Protocol

from dashboard.core.almanac import Almanac, Note
from dashboard.core.days import WorkingDays, parse_day
from dashboard.errors import DashboardError

log = logging.getLogger(__name__)
HOLIDAYS, NOTES = "holidays.csv", "notes.csv"
KEEP_SECONDS = 60.0
LONGEST_TEXT = 300

Row = dict[str, str]


class Objects(Protocol):
    def read(self, key: str) -> Any: ...


class KeptAlmanac:
    """Calling it gives the almanac as it is now. Of a file that can't be read or understood, what it last said stays."""

    def __init__(self, config: Objects, weekdays: frozenset[int], clock: Callable[[], float] = time.monotonic):
        self.config = config
        self.weekdays = weekdays
        self.clock = clock
        self.holidays: dict[date, str] = {}
        self.notes: Sequence[Note] = ()
        self._read_at: float | None = None
        self._kept = Almanac(WorkingDays(weekdays))

    def __call__(self) -> Almanac:
        now = self.clock()
        if self._read_at is None or now - self._read_at > KEEP_SECONDS:
            self._read_at = now  # set first: whoever else asks meanwhile gets what is kept
            self._kept = self._read()
        return self._kept

    def _read(self) -> Almanac:
        self.holidays = self._content(HOLIDAYS, holidays, self.holidays)
        self.notes = self._content(NOTES, notes, self.notes)
        return Almanac(WorkingDays(self.weekdays, frozenset(self.holidays)), self.notes, self.holidays)

    def _content(self, file: str, parse: Callable[[bytes], Any], last: Any) -> Any:
        try:
            stored = self.config.read(file)
            return parse(stored.content if stored else b"")
        except (DashboardError, ValueError) as problem:
            log.warning("%s is not readable, so what it last said stays: %s", file, problem)
            return last


def holidays(content: bytes) -> dict[date, str]:
    """Day → name. Raises ValueError that names line and column."""
    return {_day(row, line): _text(row, line, "name") for line, row in _rows(content, ("day", "name"))}


def notes(content: bytes) -> list[Note]:
    """Raises ValueError that names line and column."""
    rows = _rows(content, ("day", "text", "team"))
    return [Note(_day(row, line), _text(row, line, "text"), _team(row, line)) for line, row in rows]


def _rows(content: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Each with the number of its line; lines without anything in them are skipped."""
    lines = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        for fields in lines:
            if lines.line_num == 1 and [name.strip() for name in fields] != list(columns):
                raise ValueError(f"line 1: it must be {','.join(columns)}")
            if lines.line_num > 1 and any(fields):
                yield lines.line_num, _row(fields, columns, lines.line_num)
    except csv.Error as problem:
        raise ValueError(f"line {lines.line_num}: {problem}") from problem


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise ValueError(f"line {line}: it is not UTF-8; save the file as UTF-8") from problem


def _row(fields: list[str], columns: tuple[str, ...], line: int) -> Row:
    """What is left out at the end of a line is empty."""
    if len(fields) > len(columns):
        raise ValueError(f"line {line}, column {len(columns) + 1}: there is none such; quote a text with a comma in it")
    return {name: value.strip() for name, value in zip_longest(columns, fields, fillvalue="")}


def _day(row: Row, line: int) -> date:
    try:
        return parse_day(row["day"])
    except ValueError as problem:
        raise ValueError(f"line {line}, column day: {problem}") from problem


def _text(row: Row, line: int, column: str) -> str:
    if not 0 < len(row[column]) <= LONGEST_TEXT:
        raise ValueError(f"line {line}, column {column}: it must have 1 to {LONGEST_TEXT} characters")
    return row[column]


def _team(row: Row, line: int) -> str:
    if not re.fullmatch(r"([^\s/]+/[^\s/]+)?", row["team"]):
        raise ValueError(f"line {line}, column team: {row['team'][:50]!r} is not org/slug, nor empty")
    return row["team"].lower()
