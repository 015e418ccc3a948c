"""Days are UTC, written YYYY-MM-DD; spans include both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))  # as date.weekday() numbers them


def parse_day(text: str) -> date:
    """Raises ValueError for anything but YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{text[:20]!r} is not a day written YYYY-MM-DD")
    return date.fromisoformat(text)


def parse_week(text: str) -> date:
    """The Monday of a week, named as 2026-W46 or by one of its days. Raises ValueError for anything else."""
    if found := re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    day = parse_day(text)
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class WorkingDays:
    """The deployment's working week and holidays."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day.weekday() in self.weekdays and day not in self.holidays


USUAL_WEEK = WorkingDays()


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both included, or `only` the working days among them.

    Its length is the calendar's in either case: what is asked for is "28 days, working days only".
    """

    first: date
    last: date
    only: WorkingDays | None = None

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a span can't begin on {self.first} and end on {self.last}")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        every = map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))
        return every if self.only is None else filter(self.only.__contains__, every)

    def __contains__(self, day: object) -> bool:
        within = isinstance(day, date) and self.first <= day <= self.last
        return within and (self.only is None or day in self.only)

    def left_out(self) -> list[date]:
        """The days from its first to its last that aren't working days, if it has only these."""
        return [day for day in replace(self, only=None) if day not in self]

    def before(self) -> Span:
        """The span of the same length that ends the day before this one begins."""
        return replace(self, first=self.first - timedelta(days=len(self)), last=self.first - ONE_DAY)

    def after(self) -> Span:
        """The span of the same length that begins the day after this one ends."""
        return replace(self, first=self.last + ONE_DAY, last=self.last + timedelta(days=len(self)))


def trailing(last: date, days: int) -> Span:
    """The `days` days that end on `last`."""
    return Span(last - timedelta(days=days - 1), last)
