"""Active users: a team's a day, out of its licensed members; an organisation's as GitHub counts them."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.assistants import Asked
from dashboard.core.numbers import Day
from dashboard.core.periods import Grouping
from layouts import charts, figures, marks, pieces, words
from layouts.answers import Answers
from layouts.pieces import Key
from layouts.tables import Column, Table

SAID: dict[Grouping, str] = {
    "day": "Members who used {any} on that day, out of those with a licence.",
    "week": "Members who used {any} in that week, each counted once, out of those with a licence.",
    "month": "Members who used {any} in that month, each counted once, out of those with a licence.",
}
ANY: dict[Asked, str] = {"copilot": "any Copilot feature", "augment": "Augment", "all": "Copilot or Augment"}
WHOLE: dict[Asked, str] = {
    "copilot": "People of the organisation who used any Copilot feature. GitHub counts them once, in however many teams they are.",
    "augment": "People of the organisation who used Augment, those without an account at GitHub among them, each counted once.",
    "all": "People of the organisation who used Copilot or Augment. Whoever used both is counted once.",
}


def team_card(subject: str, answers: Answers, compare: bool) -> Component:
    before = _aligned(answers) if compare and answers.compared else None
    say = SAID[answers.grouping].format(any=ANY[answers.assistant])
    table = _team_table(subject, answers, before)
    return pieces.card(
        "active",
        f"Active users {charts.a_point(answers)}",
        say,
        "active-users",
        table,
        _team_shown(answers, before),
        "w8",
    )


def _team_table(subject: str, answers: Answers, before: Sequence[int | None] | None) -> Table:
    then = [Column(f"Active {charts.length(answers)} before")] if before else []
    columns = [charts.point_column(answers), Column("Active"), Column("Licensed"), *then, Column("State", "text")]
    rows = [
        [day.day, day.active_users, day.licensed_members, *([before[place]] if before else []), charts.state_of(day)]
        for place, day in enumerate(answers.points)
    ]
    return Table(charts.file_name(subject, "active-users", answers), columns, rows)


def _team_shown(answers: Answers, before: Sequence[int | None] | None) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Active users")]
    if not any(point.active_users for point in answers.points):
        return [charts.nothing_counted(answers, f"Nobody used {answers.called} {charts.during(answers)}")]
    return _active_figure(answers, before)


def _aligned(answers: Answers) -> list[int | None] | None:
    """The active users of each point's place in the span before."""
    return [point.active_users for point in answers.points_before] or None


def _active_figure(answers: Answers, before: Sequence[int | None] | None) -> list[Component]:
    axis, points = answers.axis, answers.points
    active, licensed = [p.active_users for p in points], [p.licensed_members for p in points]
    few = len(points) <= figures.MOST_BARS
    traces = _active_bars(answers, active, before) if few else figures.lines("Active", axis, active, 1.5)
    traces += [
        figures.line("Licensed", axis, licensed, 1, marks.QUIET)
        | {"line": {"color": marks.QUIET, "width": 1, "shape": "hv"}}
    ]
    if few and before:
        traces += figures.before_ticks(axis, before)
    top = 1.08 * figures.headroom(active, licensed, before or [])  # for the words on the line of the licensed
    figure = figures.figure(traces, axis, "people", top, annotations=_licensed_label(points, licensed))
    ticks = [Key(f"{charts.length(answers)} before", kind="ln before")] if few and before else []
    entries = [
        Key("active", "--data") if few else Key("active", kind="ln"),
        *ticks,
        Key("licensed", kind="ln thin"),
        *charts.closed_key(answers),
    ]
    described = f"Active users {charts.a_point(answers)}, at most {words.count(max((a for a in active if a is not None), default=None))}."
    return charts.drawn("active", "people", entries, figure, described, charts.break_notes(answers, "people"))


def _active_bars(
    answers: Answers, active: Sequence[int | None], before: Sequence[int | None] | None
) -> list[figures.Trace]:
    then = (
        f"on the day {charts.length(answers)} before"
        if answers.axis.by_day
        else f"in the {answers.grouping} {charts.length(answers)} before"
    )
    said = [f"<br>{was:,} {then}" if was is not None else "" for was in before or [None] * len(active)]
    return [figures.bars("Active", answers.axis, active, marks.INK, said)]


def _licensed_label(days: Sequence[Day], licensed: Sequence[int | None]) -> list[figures.Figure]:
    last = next(((d, n) for d, n in zip(reversed(days), reversed(licensed), strict=True) if n is not None), None)
    if last is None:
        return []
    place = {"xanchor": "right", "xshift": 0, "yanchor": "bottom", "name": "licensed"}
    return [marks.end_label(last[0], last[1], f"{last[1]:,} licensed", **place)]


def organisation_card(subject: str, answers: Answers) -> Component:
    table = Table(
        charts.file_name(subject, "active-users", answers),
        [charts.point_column(answers), *(Column(name) for name in _counts(answers)), Column("State", "text")],
        [
            [point.day, *values, charts.state_of(point)]
            for point, *values in zip(answers.points, *_counts(answers).values(), strict=True)
        ],
    )
    say = WHOLE[answers.assistant]
    shown = _organisation_figure(answers) if answers.known else [charts.no_report(answers, "Active users")]
    return pieces.card("active", "Active users", say, "organisation-active", table, shown, "w8")


def _counts(answers: Answers) -> dict[str, list[int | None]]:
    """Of a week or month those who were active in it, of which GitHub's trailing counts say nothing."""
    points = answers.points
    if answers.axis.by_day and answers.assistant != "copilot":
        return {"On the day": [p.active_users for p in points]}
    if not answers.axis.by_day:
        return {f"In the {answers.grouping}": [p.active_users for p in points]}
    return {
        "On the day": [p.active_users for p in points],
        "In 7 days": [p.weekly_active_users for p in points],
        "In 28 days": [p.monthly_active_users for p in points],
    }


def _organisation_figure(answers: Answers) -> list[Component]:
    axis, (bars, *trailing) = answers.axis, _counts(answers).items()
    top = figures.headroom(*_counts(answers).values())
    traces = [figures.bars(bars[0], axis, bars[1], marks.SECOND if trailing else marks.INK)]
    for (name, values), width in zip(trailing, (1.5, 2), strict=False):
        traces += figures.lines(name, axis, values, width)
    ends = [(name.lower(), values) for name, values in reversed(trailing)]
    more = {"annotations": _line_ends(axis.points, ends, top), "margin": {"r": 96}} if trailing else {}
    figure = figures.figure(traces, axis, "people", top, **more)
    entries = [
        Key(bars[0].lower(), "--data-2" if trailing else "--data"),
        *(
            [Key("in the 7 days up to it", kind="ln middle"), Key("in the 28 days up to it", kind="ln")]
            if trailing
            else []
        ),
        *charts.closed_key(answers),
    ]
    described = f"Active users, {words.listed([name.lower() for name in _counts(answers)])}; {_newest(answers.points)}"
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
