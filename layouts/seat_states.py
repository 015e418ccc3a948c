"""Seats by state on each day with a snapshot, stacked to their total, under the limit if one is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard.core.licences import Billing, folded_states
from dashboard.core.numbers import Day
from layouts import charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.pieces import Key
from layouts.tables import Column, Table
from layouts.view import View

TITLE = "Seats by state"
SAID = (
    "Each seat in one state: ending with its billing cycle, else never used, else not used for 28 days, else active. "
    "Unknown is never used, or not for 90 days."
)
# State → its name, and the looks of its bars and of its swatch.
LOOKS: Mapping[str, tuple[str, dict[str, Any], str, str]] = {
    "active": ("Active", {"color": marks.INK, "line": {"width": 0}}, "--data", ""),
    "idle": ("Idle", {"color": marks.SECOND, "line": {"width": 0}}, "--data-2", ""),
    "never_used": ("Never used", {"color": marks.SOFT, "line": {"color": marks.SECOND, "width": 1}}, "", "soft"),
    "pending_cancellation": ("Ending", {"color": "var(--ink-3)", "line": {"width": 0}}, "--ink-3", ""),
    "unknown": ("Unknown", {"color": marks.SURFACE, "line": {"color": marks.MISSING, "width": 1}}, "", "none"),
    "other": ("Other", {"color": "var(--c-other)", "line": {"width": 0}}, "--c-other", ""),
}
FULL_WIDTH = 1.0  # of a day's bar where there are too many for gaps


def card(org: str, days: Sequence[Billing], view: View, limit: int | None, floor: int) -> Component:
    """States of fewer seats than `floor` are together in "other"."""
    states = folded_states(days, floor)
    table = Table(
        charts.file_of(org, "seats-by-state", view.span),
        [
            Column("Day", "day"),
            *(Column(LOOKS[state][0]) for state in states),
            Column("All seats"),
            *([Column("Limit")] if limit else []),
        ],
        [
            [day.day, *(states[state][n] for state in states), day.seats, *([limit] if limit else [])]
            for n, day in enumerate(days)
        ],
    )
    return pieces.card("seats-by-state", TITLE, SAID, "seat-states", table, _shown(days, view, states, limit), "w8")


def _shown(
    days: Sequence[Billing], view: View, states: Mapping[str, Sequence[int]], limit: int | None
) -> list[Component]:
    if not days:
        return [pieces.state("No snapshot of these days", "Nothing can fill it: GitHub knows the seats of now alone.")]
    if not states:
        return [pieces.state("No seats", "GitHub listed no seat of this organisation on these days.")]
    axis = _axis(view, [day.day for day in days])
    traces = [_bars(state, values, days, axis) for state, values in states.items()]
    newest = days[-1]
    entries = [
        Key(LOOKS[state][0], LOOKS[state][2], LOOKS[state][3], words.count(values[-1]))
        for state, values in states.items()
    ]
    most = figures.headroom([day.seats for day in days], [limit])
    figure = figures.figure([*traces, *_limit(axis, limit)], axis, "seats", most)
    parts = words.listed([f"{entry.text.lower()} {entry.total}" for entry in entries])
    said = f"Seats by state a day; on {words.full_day(newest.day)} {words.counted(newest.seats, 'seat')}: {parts}."
    limited = [Key(f"limit {words.count(limit)}", kind="ln")] if limit else []
    return charts.drawn("seats-by-state", "seats", [*entries, *limited], figure, said, [])


def _axis(view: View, days: Sequence[date]) -> Axis:
    """From the first snapshot on: before it there is no gap, but nothing at all."""
    known = set(days)
    span = type(view.span)(max(view.span.first, min(days)), view.span.last, view.span.only)
    return Axis(span, [Day(day, "final" if day in known else "not_available") for day in span])


def _bars(state: str, values: Sequence[int], days: Sequence[Billing], axis: Axis) -> figures.Trace:
    name, look, _, _ = LOOKS[state]
    by_day = {day.day: value for day, value in zip(days, values, strict=True)}
    along = [by_day.get(point.day) for point in axis.points]
    many = len(axis.points) > figures.MOST_BARS
    thin = {"line": {"width": 0}, **({"color": "var(--line-strong)"} if state == "unknown" else {})} if many else {}
    width: dict[str, Any] = {"width": figures.DAY * FULL_WIDTH} if many else {}
    return figures.bars(name, axis, along, marks.INK, marker=look | thin, **width)


def _limit(axis: Axis, limit: int | None) -> list[figures.Trace]:
    if not limit:
        return []
    line = figures.line("Limit", axis, [limit] * len(axis.points), 1.5, "var(--ink)")
    return [line | {"line": line["line"] | {"dash": "4px,3px"}}]
