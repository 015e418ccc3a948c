"""AI credits of a month against the pool that comes with the seats. Credits are not money."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.days import Span
from dashboard.core.numbers import Day


@dataclass(frozen=True)
class MonthOfCredits:
    """`used` on the `days_known` days of the month with credits; `forecast` of the whole month, were all days like these."""

    span: Span
    used: float
    days_known: int
    forecast: float
    pool: int | None


def month_of(last: date) -> Span:
    """From the first of the month to its last day."""
    return Span(last.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))


def month_of_credits(days: Sequence[Day], last: date, pool: int | None) -> MonthOfCredits | None:
    """`days` of the organisation in the month of `last`, the newest with a report; None where no day has credits."""
    known = [day.counters.ai_credits for day in days if day.day <= last and day.counters.ai_credits is not None]
    if not known:
        return None
    span = month_of(last)
    return MonthOfCredits(span, sum(known), len(known), sum(known) / len(known) * len(span), pool)
