"""AI credits: what GitHub books for requests. They are not money."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import agents, charts, deltas, figures, marks, pieces, sparks, words
from layouts.answers import Answers
from layouts.axis import Axis
from layouts.facts import Fact, facts
from layouts.pieces import Tile
from layouts.tables import Column, Table

SAID = "Credits GitHub booked for requests to models. Not money, and not an invoice."
MORE_THAN_ACTIVE = (
    "More people than were active: credits are also booked for use of which the reports count no activity."
)


def card(subject: str, answers: Answers, compare: bool) -> Component:
    table = Table(
        charts.file_name(subject, "ai-credits", answers),
        [charts.point_column(answers), Column("AI credits"), Column("State", "text")],
        [[point.day, point.counters.ai_credits, charts.state_of(point)] for point in _axis(answers).points],
    )
    return pieces.card("ai-credits", "AI credits", _said(answers), "ai-credits", table, _shown(answers, compare), "w4")


def _said(answers: Answers) -> str:
    active, people = answers.summary.now.active_users, _people(answers)
    return f"{SAID} {MORE_THAN_ACTIVE}" if active is not None and people is not None and people > active else SAID


def _people(answers: Answers) -> int | None:
    return agents.of_surface(answers.cells, "ai_credits")


def tile(answers: Answers, compare: bool) -> Tile:
    return Tile(
        "AI credits",
        "ai-credits",
        words.count(whole(answers.summary.now.counters.ai_credits)),
        "not money",
        _delta(answers) if compare else None,
        sparks.bars([point.counters.ai_credits for point in answers.points]),
    )


def whole(credits: float | None) -> int | None:
    return None if credits is None else round(credits)


def _delta(answers: Answers) -> deltas.Delta:
    """None where GitHub didn't count them on every day before: the rise would be its own."""
    if not counted_before(answers):
        return deltas.not_compared(answers.change, "not counted on all days before")
    return deltas.count_delta("ai_credits", answers.change, answers.summary.now.counters.ai_credits)


def counted_before(answers: Answers) -> bool:
    known = [day for day in answers.days_before if day.known]
    return bool(known) and all(day.counters.ai_credits is not None for day in known)


def _shown(answers: Answers, compare: bool) -> list[Component]:
    used = answers.summary.now.counters.ai_credits
    if not answers.known:
        return [charts.no_report(answers, "AI credits")]
    if used is None:
        return [pieces.state("AI credits are unknown", "GitHub’s reports of these days name none for anybody.")]
    if not used:
        return [charts.nothing_counted(answers, f"No AI credits were used {charts.during(answers)}")]
    return [facts(_facts(answers, compare)), *_figure(answers)]


def _facts(answers: Answers, compare: bool) -> list[Fact]:
    return [
        Fact("Used", words.count(whole(answers.summary.now.counters.ai_credits)), _was(answers) if compare else ""),
        Fact("People using any", words.count(_people(answers))),
    ]


def _was(answers: Answers) -> str:
    """▲ 2 % from 811, over the days that both spans have"""
    found = _delta(answers)
    return " ".join(part for part in (found.sign, found.amount, found.rest) if part)


def _axis(answers: Answers) -> Axis:
    """They are told by the report of people, which may come a day after the totals."""
    return answers.axis.where_known([point.counters.ai_credits for point in answers.points])


def _figure(answers: Answers) -> list[Component]:
    axis = _axis(answers)
    values = [whole(point.counters.ai_credits) for point in axis.points]
    bars = figures.bars("AI credits", axis, values, marks.INK)
    figure = figures.figure([bars], axis, "credits", figures.headroom(values), narrow=True)
    a_point = charts.a_point(answers)
    highest = max((value for value in values if value is not None), default=None)
    said = f"AI credits {a_point}, at most {words.count(highest)}."
    return charts.drawn("ai-credits", a_point, [], figure, said, charts.break_notes(answers, "credits"))
