"""What is known of a day, from what is known of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.core.numbers import KNOWN, Day, State

# The worst first: a day is only as good as the worst of the reports it needs.
_WORST_FIRST: tuple[State, ...] = ("expired", "failed", "not_available", "provisional", "final")
_RANK = {state: rank for rank, state in enumerate(_WORST_FIRST)}


def combined(states: Iterable[State | None]) -> State:
    """The state of a day that needs all of these reports; None is a report nobody has asked for yet."""
    return min((state or "not_available" for state in states), key=_RANK.__getitem__)


def above_floor(day: Day, floor: int) -> Day:
    """The day itself, or, with fewer licensed members than `floor`, its place with all numbers withheld."""
    if day.known and (day.licensed_members or 0) < floor:
        return Day(day.day, "suppressed")
    return day


def counted(days: Sequence[Day]) -> list[Day]:
    return [day for day in days if day.known]


def known_in_both(now: Sequence[Day], before: Sequence[Day]) -> tuple[list[Day], list[Day], int]:
    """The days known at the same place in two spans of one length, and how many places were left out.

    Of working days alone two such spans may have a few more or fewer: their newest days are at the same place.
    """
    places = list(zip(reversed(now), reversed(before), strict=False))[::-1]
    pairs = [(a, b) for a, b in places if a.known and b.known]
    return [a for a, _ in pairs], [b for _, b in pairs], len(now) - len(pairs)


def with_state(day: Day, state: State) -> Day:
    """`day` as known, or, in any other state, nothing but its place."""
    return replace(day, state=state) if state in KNOWN else Day(day.day, state)
