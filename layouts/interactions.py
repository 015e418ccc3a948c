"""Interactions by feature: parts of a sum over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard.core.numbers import Day, DayCell
from layouts import charts, figures, names, pieces, words
from layouts.answers import Answers
from layouts.names import OTHER_FEATURE
from layouts.pieces import Key
from layouts.tables import Column, Table

MOST_PARTS = 6
LEAST_PART = 0.02  # of the span; what is smaller is in "Other"

Sums = dict[str, dict[date, int]]


def card(subject: str, answers: Answers) -> Component:
    """Prompts by where they were sent; completions have none and are counted beside."""
    parts = _parts(_interactions_by_feature(answers.by_feature))
    say = "Prompts people sent, by where they sent them. Code completions have no prompts: they are counted beside."
    table = _table(subject, answers, parts)
    shown = _shown(answers, parts)
    return pieces.card("interactions", "Interactions by feature", say, "interactions", table, shown, "w8")


def _table(subject: str, answers: Answers, parts: Sums) -> Table:
    columns = [charts.point_column(answers), *(Column(_part_name(part)) for part in parts), Column("State", "text")]
    rows = [[day.day, *_of_day(day, parts), charts.state_of(day)] for day in answers.points]
    return Table(charts.file_name(subject, "interactions", answers), columns, rows)


def _of_day(day: Day, parts: Sums) -> list[int | None]:
    """A part nobody used on a known day is zero."""
    return [values.get(day.day, 0) if day.known else None for values in parts.values()]


def _shown(answers: Answers, parts: Sums) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Interactions")]
    if not parts:
        return [charts.nothing_counted(answers, f"Nobody sent a prompt in these {charts.length(answers)}")]
    return _figure(answers, parts)


def _interactions_by_feature(cells: Sequence[DayCell]) -> Sums:
    sums: Sums = defaultdict(dict)
    for cell in cells:
        if cell.interactions:
            sums[cell.name][cell.day] = sums[cell.name].get(cell.day, 0) + cell.interactions
    return sums


def _parts(sums: Sums) -> Sums:
    """Known features in their order; small, unknown and surplus ones together, as "others", last."""
    totals = {name: sum(values.values()) for name, values in sums.items()}
    whole = sum(totals.values())
    large = [name for name in totals if name not in names.FOLDED and totals[name] >= LEAST_PART * whole]
    kept = sorted(sorted(large, key=lambda name: -totals[name])[:MOST_PARTS], key=names.by_order)
    parts: Sums = {name: sums[name] for name in kept}
    rest: dict[date, int] = defaultdict(int)
    for name in sums.keys() - set(kept):
        for day, value in sums[name].items():
            rest[day] += value
    return parts | ({"others": dict(rest)} if rest else {})


def _part_name(value: str) -> str:
    return OTHER_FEATURE.shown if value == "others" else names.feature(value).shown


def _figure(answers: Answers, parts: Sums) -> list[Component]:
    axis, days = answers.axis, answers.points
    traces = [
        figures.bars(
            _part_name(value),
            axis,
            [values.get(day.day, 0) if day.known else None for day in days],
            f"var({names.feature(value).token})",
        )
        for value, values in parts.items()
    ]
    totals = [sum(values.get(day.day, 0) for values in parts.values()) for day in days]
    figure = figures.figure(traces, axis, "interactions", figures.headroom(totals))
    entries = [
        Key(_part_name(value), names.feature(value).token, total=words.short(sum(values.values())))
        for value, values in parts.items()
    ]
    described = (
        f"Interactions {charts.a_point(answers)} by feature: {words.listed([f'{e.text} {e.total}' for e in entries])}."
    )
    return charts.drawn(
        "interactions", charts.a_point(answers), entries, figure, described, charts.break_notes(answers, "interactions")
    )
