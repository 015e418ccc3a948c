"""Pull requests and code reviews of an organisation, with Copilot's part in them. Medians stay those of single days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash.development.base_component import Component

from dashboard.core.numbers import Day
from dashboard.core.pull_requests import PullRequestDay, Reviews
from layouts import charts, figures, marks, pieces, suggestions, words
from layouts.answers import Answers
from layouts.axis import Axis
from layouts.pieces import Key
from layouts.tables import Column, Table

SECTION = ("reviews", "Pull requests and code review")
TICK_STEPS = (15, 30, 60, 120, 240, 360, 720, 1440, 2880, 5760, 10080, 20160, 40320)  # minutes
TOO_FEW = (
    "People with code review are unknown",
    "Either GitHub did not count them on these days, or they are too few to show. That is not the same as zero.",
)


@dataclass(frozen=True)
class Measure:
    """A count of pull requests and Copilot's part of it, by their names in PullRequestDay."""

    name: str
    title: str
    say: str
    whole: str
    part: str
    part_shown: str


CREATED = Measure(
    "pull-requests-created",
    "Pull requests created",
    "Opened on that day, and of these by Copilot.",
    "created",
    "created_by_copilot",
    "by Copilot",
)
MERGED = Measure(
    "pull-requests-merged",
    "Pull requests merged",
    "Merged on that day, and of these created by Copilot.",
    "merged",
    "merged_created_by_copilot",
    "created by Copilot",
)
REVIEWED = Measure(
    "pull-requests-reviewed",
    "Pull requests reviewed",
    "Reviewed on that day, and of these by Copilot. One can be reviewed on several days.",
    "reviewed",
    "reviewed_by_copilot",
    "by Copilot",
)
# Name, count, width and kind of its line.
Median = tuple[str, str, float, str, str]
MEDIANS: Sequence[Median] = (
    ("All", "minutes_to_merge", 2.0, "ln", marks.INK),
    ("Created by Copilot", "minutes_created_by_copilot", 2.0, "ln second", marks.SECOND),
    ("Reviewed by Copilot", "minutes_reviewed_by_copilot", 1.0, "ln thin", marks.QUIET),
)


def section(subject: str, answers: Answers) -> list[Component]:
    reviews = answers.reviews
    if reviews is None:
        return []
    measures = (CREATED, MERGED, REVIEWED)
    top = figures.headroom(*(_values(reviews.points, measure.whole) for measure in measures))
    created, merged, reviewed = (_counts(subject, answers, reviews, measure, top) for measure in measures)
    people, suggested = _people(subject, answers, reviews), suggestions.card(subject, answers, reviews)
    rows = [[created, merged, _time_to_merge(subject, answers, reviews)], [reviewed, people, suggested]]
    return [pieces.section(*SECTION, rows)]


def _values(days: Sequence[PullRequestDay], name: str) -> list[Any]:
    return [getattr(day, name) for day in days]


def _counts(subject: str, answers: Answers, reviews: Reviews, measure: Measure, top: float) -> Component:
    """A part in its whole, up to the `top` that all of these charts have."""
    whole, part = _values(reviews.points, measure.whole), _values(reviews.points, measure.part)
    table = _table(
        subject, measure.name, answers, answers.points, {"All": whole, words.sentence(measure.part_shown)[:-1]: part}
    )
    shown = _missing(answers, whole) or _counts_figure(answers, reviews, measure, top)
    say = measure.say if answers.axis.by_day else measure.say.replace("on that day", f"in that {answers.grouping}")
    return pieces.card(measure.name, measure.title, say, "pull-requests", table, shown, "w4")


def _table(
    subject: str, name: str, answers: Answers, points: Sequence[Day], columns: Mapping[str, Sequence[Any]]
) -> Table:
    first = charts.point_column(answers) if points is answers.points else Column("Day", "day")
    rows = [
        [point.day, *values, charts.state_of(point)] for point, *values in zip(points, *columns.values(), strict=True)
    ]
    return Table(
        charts.file_name(subject, name, answers), [first, *map(Column, columns), Column("State", "text")], rows
    )


def _missing(
    answers: Answers, values: Sequence[Any], why: tuple[str, str] = suggestions.NOT_COUNTED
) -> list[Component]:
    """What stands there instead of a figure without a value."""
    if not answers.known:
        return [charts.no_report(answers, "Pull requests")]
    return [pieces.state(*why)] if all(value is None for value in values) else []


def _counts_figure(answers: Answers, reviews: Reviews, measure: Measure, top: float) -> list[Component]:
    axis = answers.axis
    few = len(axis.points) <= figures.MOST_BARS
    outline = {"color": marks.SOFT if few else marks.SECOND, "line": {"color": marks.SECOND, "width": int(few)}}
    shown = words.sentence(measure.part_shown)[:-1]
    traces = [
        figures.bars("All", axis, _values(reviews.points, measure.whole), marks.SOFT) | {"marker": outline},
        figures.bars(shown, axis, _values(reviews.points, measure.part), marks.INK),
    ]
    figure = figures.figure(traces, axis, "pull requests", top, barmode="overlay", narrow=True)
    entries = [
        Key("all", "" if few else "--data-2", "soft" if few else "", total=words.short(reviews.total(measure.whole))),
        Key(measure.part_shown, "--data", total=words.short(reviews.total(measure.part))),
    ]
    described = (
        f"{measure.title} {charts.a_point(answers)}: {entries[0].total}, {measure.part_shown} {entries[1].total}."
    )
    return _drawn(measure.name, charts.a_point(answers), entries, figure, described, answers)


def _drawn(
    name: str, unit: str, entries: Sequence[Key], figure: figures.Figure, described: str, answers: Answers
) -> list[Component]:
    return charts.drawn(name, unit, entries, figure, described, charts.break_notes(answers, "pull requests"))


def _by_day(answers: Answers) -> Axis:
    """Of days, however the page groups them."""
    return replace(answers.axis, points=answers.days, grouping="day")


def _time_to_merge(subject: str, answers: Answers, reviews: Reviews) -> Component:
    values = {f"{name}, minutes": _values(reviews.days, median) for name, median, *_ in MEDIANS}
    table = _table(subject, "time-to-merge", answers, answers.days, values)
    say = "Median of the pull requests merged on each day. Medians of days can’t be put together, so each is shown."
    if len(_drawn_medians(reviews)) < len(MEDIANS):
        say = f"{say} Those of Copilot’s are in the table."
    shown = _missing(answers, _values(reviews.days, "minutes_to_merge")) or _medians_figure(answers, reviews)
    return pieces.card("time-to-merge", "Time to merge", say, "time-to-merge", table, shown, "w4")


def _medians_figure(answers: Answers, reviews: Reviews) -> list[Component]:
    axis = _by_day(answers)
    medians = _drawn_medians(reviews)
    drawn = {name: _values(reviews.days, median) for name, median, *_ in medians}
    top = figures.headroom(*drawn.values())
    traces = [
        trace | _said(axis, drawn[name])
        for name, _, width, _, colour in medians
        for trace in figures.lines(name, axis, drawn[name], width, colour)
    ]
    figure = figures.figure(traces, axis, "pull requests", top, narrow=True, margin={"l": 52})
    figure["layout"]["yaxis"] |= _minutes_axis(top)
    lines = medians if len(medians) > 1 else []
    entries = [Key(name.lower().replace("copilot", "Copilot"), kind=kind) for name, _, _, kind, _ in lines]
    known = [value for value in drawn["All"] if value is not None]
    described = f"Medians of days from {words.duration(min(known))} to {words.duration(max(known))}."
    return _drawn("time-to-merge", "median of a day", entries, figure, described, answers)


def _drawn_medians(reviews: Reviews) -> Sequence[Median]:
    """All of them while they are lines; of many days only points are left, which couldn't be told apart."""
    return MEDIANS if len(reviews.days) <= figures.MOST_BARS else MEDIANS[:1]


def _said(axis: Axis, minutes: Sequence[float | None]) -> figures.Figure:
    said = [
        f"{words.duration(value)}{figures.words_of(point)}" for point, value in zip(axis.points, minutes, strict=True)
    ]
    return {
        "customdata": said,
        "hovertemplate": "%{fullData.name}: %{customdata}<extra></extra>",
        "mode": "lines+markers" if len(minutes) <= figures.MOST_BARS else "markers",
        "marker": {"size": 3},
        "cliponaxis": False,
    }


def _minutes_axis(top: float) -> figures.Figure:
    step = next((step for step in TICK_STEPS if top / step <= 5), TICK_STEPS[-1])
    ticks = list(range(0, int(top) + 1, step))
    return {"range": [0, top], "tickvals": ticks, "ticktext": ["0", *map(words.duration, ticks[1:])]}


def _people(subject: str, answers: Answers, reviews: Reviews) -> Component:
    """Distinct people of a day; who did both counts as having asked."""
    asked, passive = _values(reviews.points, "review_users"), _values(reviews.points, "passive_review_users")
    values = {"Asked for it": asked, "Reviewed automatically": passive}
    table = _table(subject, "code-review", answers, answers.points, values)
    which = "on each day" if answers.axis.by_day else f"on the day of each {answers.grouping} with most of them"
    say = f"People who asked Copilot for a review, and others whose code it reviewed by itself, {which}."
    shown = _missing(answers, [*asked, *passive], TOO_FEW) or _people_figure(answers, values)
    return pieces.card("code-review", "People with code review", say, "code-review", table, shown, "w4")


def _people_figure(answers: Answers, values: dict[str, list[int | None]]) -> list[Component]:
    axis = answers.axis
    colours = {"Asked for it": (marks.INK, "--data"), "Reviewed automatically": (marks.SECOND, "--data-2")}
    traces = [figures.bars(name, axis, values[name], colour) for name, (colour, _) in colours.items()]
    both = [sum(day_ or 0 for day_ in pair) for pair in zip(*values.values(), strict=True)]
    figure = figures.figure(traces, axis, "pull requests", figures.headroom(both), narrow=True)
    entries = [Key(name.lower(), token) for name, (_, token) in colours.items()]
    described = f"People with code review by Copilot, at most {words.count(max(both, default=0))} on a day."
    unit = "people a day" if axis.by_day else "people"
    return _drawn("code-review", unit, entries, figure, described, answers)
