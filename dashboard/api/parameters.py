"""The parameters of /api/v1/insights, after Coder's contract: all that is wrong with a request is said in one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dashboard.core.days import Span
from dashboard.errors import BadRequest

Choice = TypeVar("Choice", bound=str)
WRONG = "Query parameters have invalid values."
MOST_DAYS = 1100
LEAST_OFFSET, MOST_OFFSET = -12, 14  # hours of the world's time zones
LEAST_OF_LAST_WEEK = 6  # days
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
WHOLE_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)


class Parameters:
    """Those of one request, read by name. An empty one is one that isn't there."""

    def __init__(self, given: Mapping[str, Sequence[str]]):
        self._given = given
        self._read: set[str] = set()
        self._problems: list[tuple[str, str]] = []

    def text(self, name: str) -> str:
        self._read.add(name)
        values = self._given.get(name, ())
        if len(values) > 1:
            self.refuse(name, f'Query param "{name}" must be given once')
        return values[0] if values else ""

    def whole_number(self, name: str, least: int, most: int) -> int:
        """0 without it."""
        text = self.text(name)
        number = int(text) if WHOLE_NUMBER.fullmatch(text) else None
        if text and number is None:
            self.refuse(name, f'Query param "{name}" must be a valid integer')
        elif number is not None and not least <= number <= most:
            self.refuse(name, f'Query param "{name}" must be from {least} to {most}')
        return number or 0

    def numbers(self, name: str) -> list[int]:
        """Comma-separated, each once, in order."""
        texts = [text.strip() for text in self.text(name).split(",")]
        wrong = [text for text in texts if text and not WHOLE_NUMBER.fullmatch(text)]
        if wrong:
            self.refuse(name, f'Query param "{name}" has invalid values: {",".join(wrong)[:200]}')
            return []
        return sorted({int(text) for text in texts if text})

    def one_of(self, name: str, choices: Sequence[Choice]) -> Choice | None:
        """None without it."""
        text = self.text(name)
        found = next((choice for choice in choices if choice == text), None)
        if text and not found:
            self.refuse(name, f'Query param "{name}" must be one of [{" ".join(choices)}]')
        return found

    def zone(self, now: datetime) -> str:
        """The name of a time zone, from `timezone` or, as hours east of UTC, from `tz_offset`; UTC without both."""
        name, offset = self.text("timezone"), self.whole_number("tz_offset", LEAST_OFFSET, MOST_OFFSET)
        if name and offset:
            self.refuse("timezone", 'Provide either "timezone" or "tz_offset", not both.')
        if not name:
            return f"Etc/GMT{-offset:+d}" if offset else "UTC"
        if not is_zone(name, now):
            self.refuse("timezone", "Invalid timezone. Name one of the tz database, as Europe/London.")
        return name

    def refuse(self, name: str, why: str) -> None:
        self._problems.append((name, why))

    def check(self) -> None:
        """Raises BadRequest with every problem, those of parameters that nobody read as well."""
        unknown = [
            (name, f'Query param "{name[:100]}" is not a valid query param')
            for name in self._given
            if name not in self._read
        ]
        if unknown or self._problems:
            raise BadRequest(WRONG, [*unknown, *self._problems])


def is_zone(name: str, now: datetime) -> bool:
    try:
        now.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder of the database, or nothing
        return False
    return True


@dataclass(frozen=True)
class Interval:
    """A part of a window; `days` are the report days in it, which GitHub counts by UTC."""

    start: datetime
    end: datetime
    days: Span


@dataclass(frozen=True)
class Window:
    """From `start` up to `end`, which is not in it; both keep the offset they were given in."""

    start: datetime
    end: datetime

    @property
    def days(self) -> Span | None:
        """The dates of its midnights; a day that is not over counts with its report, once that is there."""
        last = (self.end - timedelta(microseconds=1)).date()
        return Span(self.start.date(), last) if self.start < self.end and self.start.date() <= last else None

    def intervals(self, length: str) -> list[Interval]:
        """Of a `day` or a `week` each, in the offset of `start`; the last may be short. None without a length."""
        days, step = self.days, {"day": 1, "week": 7}.get(length)
        if days is None or step is None:
            return []
        firsts = [days.first + timedelta(days=back) for back in range(0, len(days), step)]
        lasts = [*(first - timedelta(days=1) for first in firsts[1:]), days.last]
        starts = [datetime.combine(first, time(), self.start.tzinfo) for first in firsts]
        ends = [*starts[1:], self.end.astimezone(self.start.tzinfo)]
        return [Interval(*each[:2], Span(*each[2:])) for each in zip(starts, ends, firsts, lasts, strict=True)]


EMPTY = Window(datetime.min, datetime.min)  # what a wrong one reads as, until `check` refuses it


def window(parameters: Parameters, now: datetime) -> Window:
    """From `start_time` and `end_time`."""
    start, end = (_instant(parameters, name, now) for name in ("start_time", "end_time"))
    if start is None or end is None:
        return EMPTY
    if end < start:
        parameters.refuse("end_time", 'Query param "end_time" must not be before "start_time"')
    elif end - start > timedelta(days=MOST_DAYS):
        parameters.refuse("end_time", f"A range has at most {MOST_DAYS} days")
    return Window(start, end)


def interval(parameters: Parameters, asked: Window) -> str:
    """`day`, `week`, or nothing. The last week of a range may lack one day, as one does when clocks change."""
    found = parameters.one_of("interval", ("day", "week")) or ""
    if found == "week":
        rest = (asked.end - asked.start) % timedelta(days=7)
        dates = (asked.end.date() - asked.start.date()).days % 7
        if rest and rest < timedelta(days=LEAST_OF_LAST_WEEK) and dates != LEAST_OF_LAST_WEEK:
            parameters.refuse("interval", f"Last report interval should have at least {LEAST_OF_LAST_WEEK} days.")
    return found


def _instant(parameters: Parameters, name: str, now: datetime) -> datetime | None:
    text = parameters.text(name)
    if not text:
        parameters.refuse(name, f'Query param "{name}" is required')
        return None
    found = _parsed(text)
    if found is None:
        parameters.refuse(
            name,
            f'Query param "{name}" must be a valid date format (2006-01-02T15:04:05Z07:00); write the + of an offset as %2B',
        )
        return None
    problem = next(_problems(found, now, end=name == "end_time"), None)
    if problem:
        parameters.refuse(name, f'Query param "{name}" {problem}')
        return None
    return found


def _parsed(text: str) -> datetime | None:
    if not INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _problems(found: datetime, now: datetime, end: bool) -> Iterator[str]:
    """The first is what is said."""
    if found.year == 1:
        yield "must not be zero"
        return
    if found > now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1):
        yield "must not be in the future"
    clock = found.time()
    if end and found.date() == now.astimezone(found.tzinfo).date():
        if (clock.minute, clock.second, clock.microsecond) != (0, 0, 0):
            yield f"must have the clock set to HH:00:00, got {clock:%H:%M:%S}"
    elif clock != time():
        yield f"must have the clock set to 00:00:00, got {clock:%H:%M:%S}"
