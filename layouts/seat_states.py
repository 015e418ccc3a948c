"""Seats by state over time, stacked to their total, under the limit if one is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.licences import Billing
from dashboard.core.numbers import Day
from dashboard.core.seat_states import folded_states, newest_of_each
from layouts import charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.pieces import Key, Note
from layouts.tables import Column, Table
from layouts.view import View

TITLE = "Seats by state"
States = Mapping[str, Sequence[int]]
SAID = (
    "Each seat in one state: ending with its billing cycle, else never used, else not used for 28 days, else active. "
    "Unknown is never used, or not for 90 days."
)
DOTS = {
    "shape": ".",
    "fillmode": "replace",
    "fgcolor": marks.MISSING,
    "bgcolor": marks.SURFACE,
    "size": 4,
    "solidity": 0.4,
}
# Of bars as wide as their days: the lines around them would be all there is of them.
THIN = {"line": {"width": 0}}
# State → its name, and the looks of its bars and of its swatch.
LOOKS: Mapping[str, tuple[str, dict[str, Any], str, str]] = {
    "active": ("Active", {"color": marks.INK, "line": {"width": 0}}, "--data", ""),
    "idle": ("Idle", {"color": marks.SECOND, "line": {"width": 0}}, "--data-2", ""),
    "never_used": ("Never used", {"color": marks.SOFT, "line": {"color": marks.SECOND, "width": 1}}, "", "soft"),
    "pending_cancellation": ("Ending", {"color": "var(--ink-3)", "line": {"width": 0}}, "--ink-3", ""),
    "unknown": (
        "Unknown",
        {"color": marks.SURFACE, "line": {"color": marks.MISSING, "width": 1}, "pattern": DOTS},
        "",
        "dots",
    ),
    "other": ("Other", {"color": "var(--c-other)", "line": {"width": 0}}, "--c-other", ""),
}


def card(org: str, days: Sequence[Billing], view: View, limit: int | None, floor: int) -> Component:
    """States of fewer seats than `floor` are together in "other"."""
    points = newest_of_each(days, _since_the_first(view.span, days), view.grouping)
    shown = [(first, newest) for first, newest in points if newest]
    states = folded_states([newest for _, newest in shown], floor)
    table = _table(org, shown, view, states, limit)
    drawn = _shown(points, view, states, limit)
    return pieces.card("seats-by-state", TITLE, _say(view), "seat-states", table, drawn, "w8")


def _since_the_first(span: Span, days: Sequence[Billing]) -> Span:
    """Before the first snapshot there is no gap, but nothing at all."""
    return replace(span, first=max(span.first, days[0].day)) if days else span


def _say(view: View) -> str:
    return SAID if view.grouping == "day" else f"{SAID} Of a {view.grouping}, the newest snapshot."


def _table(org: str, shown: Sequence[tuple[date, Billing]], view: View, states: States, limit: int | None) -> Table:
    grouped = view.grouping != "day"
    columns = [
        charts.POINT[view.grouping],
        *([Column("Snapshot of", "day")] if grouped else []),
        *(Column(LOOKS[state][0]) for state in states),
        Column("All seats"),
        *([Column("Limit")] if limit else []),
    ]
    rows = [
        [
            first,
            *([newest.day] if grouped else []),
            *(values[place] for values in states.values()),
            newest.seats,
            *([limit] if limit else []),
        ]
        for place, (first, newest) in enumerate(shown)
    ]
    return Table(charts.file_of(org, "seats-by-state", view.span), columns, rows)


def _shown(
    points: Sequence[tuple[date, Billing | None]], view: View, states: States, limit: int | None
) -> list[Component]:
    known = [newest for _, newest in points if newest]
    if not known:
        return [pieces.state("No snapshot of these days", "Nothing can fill it: GitHub knows the seats of now alone.")]
    if not states:
        return [pieces.state("No seats", "GitHub listed no seat of this organisation on these days.")]
    axis = _axis(view, points)
    figure = figures.figure(
        [*_bars(axis, states), *_limit(axis, limit)],
        axis,
        "seats",
        figures.headroom([day.seats for day in known], [limit]),
    )
    entries = [
        Key(LOOKS[state][0], LOOKS[state][2], LOOKS[state][3], words.count(values[-1]))
        for state, values in states.items()
    ]
    limited = [Key("limit", kind="ln limit", total=words.count(limit))] if limit else []
    said = _described(known[-1], entries, charts.A_POINT[view.grouping])
    return charts.drawn("seats-by-state", "seats", [*entries, *limited], figure, said, _nobodys(known[-1]))


def _described(newest: Billing, entries: Sequence[Key], a_point: str) -> str:
    parts = words.listed([f"{entry.text.lower()} {entry.total}" for entry in entries])
    return f"Seats by state {a_point}; on {words.full_day(newest.day)} {words.counted(newest.seats, 'seat')}: {parts}."


def _nobodys(newest: Billing) -> list[Note]:
    """Why the states don't add up to the seats."""
    number = newest.without_assignee
    if not number:
        return []
    return [Note(f"Of {words.counted(number, 'seat')} GitHub names no person: in no state, but among all seats.")]


def _axis(view: View, points: Sequence[tuple[date, Billing | None]]) -> Axis:
    days = [Day(first, "final" if newest else "not_available") for first, newest in points]
    return Axis(replace(view.span, first=points[0][0]), days, view.grouping)


def _bars(axis: Axis, states: States) -> list[figures.Trace]:
    """As wide as their days where there are too many for gaps."""
    many = axis.by_day and len(axis.points) > figures.MOST_BARS
    width: dict[str, Any] = {"width": figures.DAY} if many else {}
    places = [place for place, point in enumerate(axis.points) if point.known]
    traces = []
    for state, values in states.items():
        name, look, _, _ = LOOKS[state]
        along = dict(zip(places, values, strict=True))
        heights = [along.get(place) for place in range(len(axis.points))]
        traces.append(figures.bars(name, axis, heights, marks.INK, marker=look | (THIN if many else {}), **width))
    return traces


def _limit(axis: Axis, limit: int | None) -> list[figures.Trace]:
    if not limit:
        return []
    line = figures.line("Limit", axis, [limit] * len(axis.points), 1.5, "var(--ink)")
    return [line | {"line": line["line"] | {"dash": "4px,3px"}}]
