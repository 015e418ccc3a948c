"""Where an axis is labelled: days and values that are round, and few."""

from __future__ import annotations

import math
from datetime import date

from dashboard.core.days import Span


def of_days(span: Span, most: int) -> list[date]:
    """Mondays, every second or more of them if there are too many; in long spans the first drawn of months."""
    days = list(span)
    if len(span) <= 14:
        return days[:: math.ceil(len(days) / most)]
    if len(span) < 5 * 28:
        mondays = [day for day in days if day.weekday() == 0]
        return mondays[:: math.ceil(len(mondays) / most)]
    firsts = sorted({day.replace(day=1): day for day in reversed(days) if day.replace(day=1) >= span.first}.values())
    return firsts[:: math.ceil(len(firsts) / most)]


def of_values(top: float) -> list[int]:
    """Three to five round whole numbers from zero, the last at most `top`."""
    rough = max(top / 4, 1)
    size = 10 ** math.floor(math.log10(rough))
    steps = [int(size * times) for times in (1, 2, 2.5, 5, 10) if (size * times) % 1 == 0]
    small = [step for step in steps if top >= 2 * step]
    step = next((step for step in small if step >= rough), small[-1])
    return list(range(0, int(top) + 1, step))
