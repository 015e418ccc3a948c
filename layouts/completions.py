"""Code completions: accepted in shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard.core.numbers import Day, DayCell
from layouts import charts, figures, marks, pieces, words
from layouts.answers import Answers
from layouts.names import COMPLETION
from layouts.pieces import Key
from layouts.tables import Column, Table

Numbers = Sequence[int | None]


def card(subject: str, answers: Answers) -> Component:
    """Accepted in shown: rate and volume at once, without a second axis."""
    cells = {cell.day: cell for cell in answers.by_feature if cell.name == COMPLETION}
    shown = [_of_day(cells, day, "generations") for day in answers.points]
    accepted = [_of_day(cells, day, "acceptances") for day in answers.points]
    rate = answers.summary.now.counters.acceptance_rate
    say = "Shown, and of these accepted." if rate is None else f"Shown, and of these accepted: {words.per_cent(rate)}."
    table = _table(subject, answers, shown, accepted)
    drawn = _shown(answers, shown, accepted)
    return pieces.card("completions", "Code completions", say, "acceptance-rate", table, drawn, "w4")


def _table(subject: str, answers: Answers, shown: Numbers, accepted: Numbers) -> Table:
    columns = [charts.point_column(answers), Column("Shown"), Column("Accepted"), Column("Acceptance rate", "share")]
    rows = [
        [day.day, some, taken, taken / some if some and taken is not None else None, charts.state_of(day)]
        for day, some, taken in zip(answers.points, shown, accepted, strict=True)
    ]
    return Table(charts.file_name(subject, "completions", answers), [*columns, Column("State", "text")], rows)


def _shown(answers: Answers, shown: Numbers, accepted: Numbers) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Completions")]
    if not any(shown):
        return [charts.nothing_counted(answers, f"No completion was shown {charts.during(answers)}")]
    return _figure(answers, shown, accepted)


def _of_day(cells: Mapping[date, DayCell], day: Day, counter: str) -> int | None:
    if not day.known:
        return None
    return getattr(cells[day.day], counter) if day.day in cells else 0


def _figure(answers: Answers, shown: Numbers, accepted: Numbers) -> list[Component]:
    axis = answers.axis
    few = len(axis.points) <= figures.MOST_BARS
    outline = {"color": marks.SOFT if few else marks.SECOND, "line": {"color": marks.SECOND, "width": int(few)}}
    traces = [
        figures.bars("Shown", axis, shown, marks.SOFT) | {"marker": outline},
        figures.bars("Accepted", axis, accepted, "var(--f-completion)"),
    ]
    top = figures.headroom(shown)
    figure = figures.figure(traces, axis, "completions", top, barmode="overlay", narrow=True)
    entries = [
        Key("shown", "" if few else "--data-2", "soft" if few else "", total=words.short(sum(n or 0 for n in shown))),
        Key("accepted", "--f-completion", total=words.short(sum(n or 0 for n in accepted))),
    ]
    described = f"Completions {charts.a_point(answers)}: {entries[0].total} shown, {entries[1].total} accepted."
    return charts.drawn(
        "completions", charts.a_point(answers), entries, figure, described, charts.break_notes(answers, "completions")
    )
