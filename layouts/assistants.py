"""Several assistants: the people of each side by side, and what a page of another than Copilot leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.assistants import Asked, Assistants
from dashboard.core.numbers import Day
from layouts import charts, figures, marks, pieces, words
from layouts.answers import Answers, ByAssistant
from layouts.bars import Row, bar_list
from layouts.pieces import Key
from layouts.tables import Column, Table

TITLE = "Assistants"
SECTION = ("assistants", TITLE)
UNKNOWN = (
    "People who used both are counted once, which needs the rows of all of them: some are gone, or too few to show."
)
GITHUBS = (
    "Adoption phases, versions, models, sessions of the command line, AI credits, pull requests and seats are GitHub’s, of "
    "Copilot alone: Augment has none. What Augment does not count, such as deleted lines, is unknown here and not zero."
)


def left_out(asked: Asked) -> list[Component]:
    """What a page of another assistant doesn't show, and why."""
    if asked == "copilot":
        return []
    back = pieces.asking("Show Copilot alone", {"assistant": ""})
    card = html.Div(pieces.state("Left out here", GITHUBS, [back]), className="chart w12")
    return [html.Div(card, className="grid left-out")]


def sections(answers: Answers) -> Sequence[tuple[str, str]]:
    return [SECTION] if answers.by_assistant else []


def section(subject: str, answers: Answers) -> list[Component]:
    found = answers.by_assistant
    if found is None or not answers.known:
        return []
    return [
        pieces.section(*SECTION, [[over_time(subject, answers, found), side_by_side(subject, answers, found.span)]])
    ]


# Over time


def over_time(subject: str, answers: Answers, found: ByAssistant) -> Component:
    """Each assistant's own: whoever used both is in both lines."""
    columns = [charts.point_column(answers), Column("Copilot"), Column("Augment")]
    rows = [
        [p.day, *values]
        for p, *values in zip(answers.points, _active(found.copilot), _active(found.augment), strict=True)
    ]
    table = Table(charts.file_name(subject, "assistants-over-time", answers), columns, rows)
    title = f"Active users of each assistant {charts.a_point(answers)}"
    say = f"Different people who used it. Those who used both are in both lines.{_missing(answers, found)}"
    return pieces.card("assistants-over-time", title, say, "assistants", table, _lines(answers, found), "w8")


def _missing(answers: Answers, found: ByAssistant) -> str:
    """On which days one has no report though the other has, whose line goes on there."""
    if not answers.axis.by_day:
        return ""
    pairs = (("Copilot", found.copilot, found.augment), ("Augment", found.augment, found.copilot))
    said = [
        f" {name}’s report is missing on {words.some_days(days)}."
        for name, its, others in pairs
        if (days := [day.day for day, other in zip(its, others, strict=True) if _no_report(day) and other.known])
    ]
    return "".join(said)


def _no_report(day: Day) -> bool:
    return not day.known and day.state != "suppressed"


def _active(points: Sequence[Day]) -> list[int | None]:
    return [point.active_users for point in points]


def _lines(answers: Answers, found: ByAssistant) -> list[Component]:
    copilot, augment = _active(found.copilot), _active(found.augment)
    if not any(value is not None for value in (*copilot, *augment)):
        return [pieces.state("Active users are unknown", "No report covers these days, or too few people used either.")]
    axis, top = answers.axis, figures.headroom(copilot, augment)
    traces = [
        *figures.lines("Copilot", axis, copilot, 2),
        *figures.lines("Augment", axis, augment, 2, marks.SECOND),
    ]
    figure = figures.figure(traces, axis, "people", top)
    entries = [Key("Copilot", kind="ln"), Key("Augment", kind="ln second"), *charts.closed_key(answers)]
    most = [words.count(max((v for v in values if v is not None), default=None)) for values in (copilot, augment)]
    said = f"Active users {charts.a_point(answers)}: of Copilot at most {most[0]}, of Augment at most {most[1]}."
    return charts.drawn("assistants-over-time", "people", entries, figure, said, charts.break_notes(answers, "people"))


# Over the span


def side_by_side(subject: str, answers: Answers, found: Assistants) -> Component:
    parts = _parts(found)
    table = Table(
        charts.file_name(subject, "assistants", answers),
        [Column("Assistants", "text"), Column("People")],
        [[name, people] for name, people in parts],
    )
    return pieces.card(
        "assistants", "People by assistant", _say(found), "assistants", table, _shown(found, parts), "w4"
    )


def _parts(found: Assistants) -> list[tuple[str, int | None]]:
    """Everybody in one of them; where that can't be told, those of each assistant."""
    copilot, augment = (use.active_users for use in found.uses)
    if found.people is None or found.several is None or copilot is None or augment is None:
        return [("Copilot", copilot), ("Augment", augment)]
    return [
        ("Copilot alone", found.people - augment),
        ("Augment alone", found.people - copilot),
        ("Both", found.several),
    ]


def _say(found: Assistants) -> str:
    days = _covered([words.counted(use.days_counted, "day") for use in found.uses])
    if found.people is None:
        return f"Different people over the span. {days}"
    return f"{words.counted(found.people, 'person', 'people')} used either over the span, each counted once. {days}"


def _covered(days: Sequence[str]) -> str:
    copilot, augment = days
    if copilot == augment:
        return f"The reports of both cover {copilot} of them."
    return f"Copilot’s report covers {copilot} of them, Augment’s {augment}."


def _shown(found: Assistants, parts: Sequence[tuple[str, int | None]]) -> list[Component]:
    most = found.people or max((people or 0 for _, people in parts), default=0) or 1
    if all(people is None for _, people in parts):
        return [pieces.state("People are unknown", UNKNOWN)]
    rows = [
        Row(name, 0, "", withheld="unknown, or too few to show")
        if people is None
        else Row(name, people / most, words.count(people))
        for name, people in parts
    ]
    return [bar_list(rows, "Assistants", "People", compare=False)]
