"""Seats by state over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.core.days import Span
from dashboard.core.licences import Billing
from dashboard.core.periods import Grouping, Period, periods
from dashboard.core.seat_rows import STATES
from dashboard.core.seats import SeatState


def states_over_time(days: Sequence[Billing]) -> dict[SeatState, list[int]]:
    """Of those states that occur, the seats on each of these days."""
    order: tuple[SeatState, ...] = STATES  # type: ignore[assignment]
    found = {state: [day.states.get(state, 0) for day in days] for state in order}
    return {state: counts for state, counts in found.items() if any(counts)}


OTHER = "other"


def folded_states(days: Sequence[Billing], floor: int) -> dict[str, list[int]]:
    """The same, with states that have fewer seats than `floor` on any day together in "other".

    If one alone is folded, the next smallest goes with it: otherwise it follows from the total.
    """
    found = {str(state): counts for state, counts in states_over_time(days).items()}
    small = [state for state, counts in found.items() if any(0 < count < floor for count in counts)]
    if len(small) == 1:
        others = sorted(found.keys() - set(small), key=lambda state: sum(found[state]))
        small += others[:1]
    kept = {state: counts for state, counts in found.items() if state not in small}
    folded = [sum(counts) for counts in zip(*(found[state] for state in small), strict=True)]
    return kept | ({OTHER: folded} if small else {})


def has_small_states(day: Billing, floor: int) -> bool:
    return any(0 < count < floor for count in day.states.values())


def newest_of_each(days: Sequence[Billing], span: Span, grouping: Grouping) -> list[tuple[date, Billing | None]]:
    """Each day, week or month of the span by its first day, with the newest snapshot in it: seats are there, they don't
    add up."""
    by_day = {day.day: day for day in days}
    return [(period.first, _newest(period, by_day)) for period in periods(span, grouping)]


def _newest(period: Period, by_day: Mapping[date, Billing]) -> Billing | None:
    return next((by_day[day] for day in reversed(period.days) if day in by_day), None)
