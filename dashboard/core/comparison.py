"""Groups, or two spans of one group, side by side; and what makes groups of different size comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dashboard.core.days import Span
from dashboard.core.numbers import Day, Totals
from dashboard.core.subjects import Subject

MOST_SIDES = 6
FEW_SHOWN = 20  # completions under which a rate of them says nothing

Head = Literal["licensed member", "active user"]
HEADS: tuple[Head, Head] = ("licensed member", "active user")


@dataclass(frozen=True)
class Side:
    """One column: what is known of `subject` in the span of `totals`; `points` are its `days`, or their weeks or months."""

    name: str
    subject: Subject
    totals: Totals
    points: Sequence[Day]
    days: Sequence[Day] = ()

    @property
    def span(self) -> Span:
        return self.totals.span

    def size(self, head: Head) -> int | None:
        return self.totals.licensed_members if head == "licensed member" else self.totals.active_users

    def per(self, head: Head, count: float | None) -> float | None:
        """`count` for each head; unknown where either is, or where there is nobody."""
        size = self.size(head)
        return count / size if size and count is not None else None


def head_of(sides: Sequence[Side]) -> Head:
    """Whom counts are divided by: licensed members where every side knows its own, as an organisation doesn't."""
    known = all(side.totals.licensed_members for side in sides)
    return "licensed member" if known else "active user"


def differ_much(sides: Sequence[Side]) -> bool:
    """Whether one group is less than half the size of another."""
    sizes = [size for side in sides if (size := side.size(head_of(sides))) is not None]
    return bool(sizes) and min(sizes) < max(sizes) / 2


def adoption_of(point: Day) -> float | None:
    """Of those licensed on the point's last known day, the share who were active in it."""
    if point.active_users is None or not point.licensed_members:
        return None
    return min(point.active_users / point.licensed_members, 1)


def acceptance_of(point: Day) -> float | None:
    """None as well where too few completions were shown to divide by."""
    shown = point.counters.completions_shown
    return point.counters.acceptance_rate if shown and shown >= FEW_SHOWN else None


def beginning_on(first: date, span: Span) -> Span:
    """The span of the same length that begins on `first`."""
    return Span(first, first + timedelta(days=len(span) - 1), span.only)
