"""Active users: a team's a day, out of its licensed members; an organisation's as GitHub counts them."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.numbers import Day
from layouts import charts, figures, marks, pieces, words
from layouts.answers import Answers
from layouts.pieces import Key
from layouts.tables import Column, Table


def team_card(subject: str, answers: Answers, compare: bool) -> Component:
    before = _aligned(answers) if compare and answers.compared else None
    say = "Members who used any Copilot feature on that day, out of those with a licence."
    table = _team_table(subject, answers, before)
    return pieces.card("active", "Active users a day", say, "active-users", table, _team_shown(answers, before), "w8")


def _team_table(subject: str, answers: Answers, before: Sequence[int | None] | None) -> Table:
    then = [Column(f"Active {charts.length(answers)} before")] if before else []
    columns = [Column("Day", "day"), Column("Active"), Column("Licensed"), *then, Column("State", "text")]
    rows = [
        [day.day, day.active_users, day.licensed_members, *([before[place]] if before else []), charts.state_of(day)]
        for place, day in enumerate(answers.days)
    ]
    return Table(charts.file_name(subject, "active-users", answers), columns, rows)


def _team_shown(answers: Answers, before: Sequence[int | None] | None) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Active users")]
    if not any(day.active_users for day in answers.days):
        return [charts.nothing_counted(answers, f"Nobody used Copilot in these {charts.length(answers)}")]
    return _active_figure(answers, before)


def _aligned(answers: Answers) -> list[int | None]:
    """The active users of each day's place in the span before."""
    before = [day.active_users for day in answers.days_before]
    return (before + [None] * len(answers.days))[: len(answers.days)]


def _active_figure(answers: Answers, before: Sequence[int | None] | None) -> list[Component]:
    days = answers.days
    active, licensed = [d.active_users for d in days], [d.licensed_members for d in days]
    few = len(days) <= figures.MOST_BARS
    traces = _active_bars(answers, active, before) if few else figures.lines("Active", days, active, 1.5)
    traces += [
        figures.line("Licensed", days, licensed, 1, marks.QUIET)
        | {"line": {"color": marks.QUIET, "width": 1, "shape": "hv"}}
    ]
    if few and before:
        traces += figures.before_ticks(days, before)
    top = figures.headroom(active, licensed, before or [])
    figure = figures.figure(traces, answers.span, days, "people", top, annotations=_licensed_label(days, licensed))
    ticks = [Key(f"{charts.length(answers)} before", kind="ln before")] if few and before else []
    entries = [Key("active", "--data"), *ticks, Key("licensed", kind="ln thin"), *charts.weekend_key(answers)]
    described = f"Active users a day, at most {words.count(max((a for a in active if a is not None), default=None))}."
    return charts.drawn("active", "people", entries, figure, described, charts.break_notes(answers, "people"))


def _active_bars(
    answers: Answers, active: Sequence[int | None], before: Sequence[int | None] | None
) -> list[figures.Trace]:
    then = f"on the day {charts.length(answers)} before"
    said = [f"<br>{was:,} {then}" if was is not None else "" for was in before or [None] * len(active)]
    return [figures.bars("Active", answers.days, active, marks.INK, said)]


def _licensed_label(days: Sequence[Day], licensed: Sequence[int | None]) -> list[figures.Figure]:
    last = next(((d, n) for d, n in zip(reversed(days), reversed(licensed), strict=True) if n is not None), None)
    if last is None:
        return []
    place = {"xanchor": "right", "xshift": 0, "yanchor": "bottom", "name": "licensed"}
    return [marks.end_label(last[0], last[1], f"{last[1]:,} licensed", **place)]


def organisation_card(subject: str, answers: Answers) -> Component:
    days = answers.days
    table = Table(
        charts.file_name(subject, "active-users", answers),
        [
            Column("Day", "day"),
            Column("On the day"),
            Column("In 7 days"),
            Column("In 28 days"),
            Column("State", "text"),
        ],
        [[d.day, d.active_users, d.weekly_active_users, d.monthly_active_users, charts.state_of(d)] for d in days],
    )
    say = "People of the organisation who used any Copilot feature. GitHub counts them once, in however many teams they are."
    shown = _organisation_figure(answers) if answers.known else [charts.no_report(answers, "Active users")]
    return pieces.card("active", "Active users", say, "organisation-active", table, shown, "w8")


def _organisation_figure(answers: Answers) -> list[Component]:
    days = answers.days
    series = [
        ("in 28 days", [d.monthly_active_users for d in days], 2.0),
        ("in 7 days", [d.weekly_active_users for d in days], 1.5),
    ]
    daily = [d.active_users for d in days]
    top = figures.headroom(daily, *(values for _, values, _ in series))
    traces = [figures.bars("On the day", days, daily, marks.SECOND)]
    for name, values, width in series:
        traces += figures.lines(name.capitalize(), days, values, width)
    labels = _line_ends(days, [(name, values) for name, values, _ in series], top)
    figure = figures.figure(traces, answers.span, days, "people", top, annotations=labels, margin={"r": 96})
    entries = [
        Key("on the day", "--data-2"),
        Key("in the 7 days up to it", kind="ln middle"),
        Key("in the 28 days up to it", kind="ln"),
        *charts.weekend_key(answers),
    ]
    described = f"Active users a day, in 7 days and in 28 days; {_newest(days)}"
    return charts.drawn("active", "people", entries, figure, described, charts.break_notes(answers, "people"))


def _newest(days: Sequence[Day]) -> str:
    last = next((d for d in reversed(days) if d.known), None)
    return f"the newest day has {words.count(last.active_users)}." if last else "nothing is known."


def _line_ends(
    days: Sequence[Day], series: Sequence[tuple[str, Sequence[int | None]]], top: float
) -> list[figures.Figure]:
    """Name and last value at the right end of each line, pushed apart where lines end close together."""
    ends = [(name, next((v for v in reversed(values) if v is not None), None)) for name, values in series]
    labels, above = [], float("inf")
    for name, value in sorted(((n, v) for n, v in ends if v is not None), key=lambda end: -end[1]):
        place = min(value, above - top * 0.11)
        labels.append(marks.end_label(days[-1], place, f"<b>{value:,}</b> {name}"))
        above = place
    return labels
