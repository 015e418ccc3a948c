"""Days are UTC, written YYYY-MM-DD; spans include both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def parse_day(text: str) -> date:
    """Raises ValueError for anything but YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{text[:20]!r} is not a day written YYYY-MM-DD")
    return date.fromisoformat(text)


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a span can't begin on {self.first} and end on {self.last}")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(len(self)))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def before(self) -> Span:
        """The span of the same length that ends the day before this one begins."""
        return Span(self.first - timedelta(days=len(self)), self.first - ONE_DAY)

    def after(self) -> Span:
        """The span of the same length that begins the day after this one ends."""
        return Span(self.last + ONE_DAY, self.last + timedelta(days=len(self)))


def trailing(last: date, days: int) -> Span:
    """The `days` days that end on `last`."""
    return Span(last - timedelta(days=days - 1), last)
