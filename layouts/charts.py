"""What all charts over time share: how they are put together, and what stands there when there is nothing to draw."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.almanac import Note as DeployersNote
from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import Day
from dashboard.core.periods import Grouping
from layouts import breaks, marks, pieces, words
from layouts.answers import Answers
from layouts.figures import Figure, flags_of
from layouts.pieces import Key, Note
from layouts.tables import Column

LONGEST_SUBJECT = 80
STATES = {
    "final": "final",
    "provisional": "may still change",
    "suppressed": "withheld: too few licensed",
}


A_POINT: dict[Grouping, str] = {"day": "a day", "week": "a week", "month": "a month"}
POINT: dict[Grouping, Column] = {
    "day": Column("Day", "day"),
    "week": Column("Week from", "day"),
    "month": Column("Month", "month"),
}


def state_of(point: Day) -> str:
    said = STATES.get(point.state, "no report")
    missing = point.known and point.days_known < point.days_in_all
    return f"{said}, {point.days_known} of its {point.days_in_all} days counted" if missing else said


def a_point(answers: Answers) -> str:
    """a day, or whatever the charts' points are"""
    return A_POINT[answers.grouping]


def point_column(answers: Answers) -> Column:
    return POINT[answers.grouping]


def file_name(subject: str, name: str, answers: Answers) -> str:
    return file_of(subject, name, answers.span)


def file_of(subject: str, name: str, span: Span) -> str:
    """Safe on every system, whatever the subject is called: the rest of it tells the files apart."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", subject)[:LONGEST_SUBJECT].strip("-")
    return f"copilot-{plain}-{name}-{span.first}-to-{span.last}"


def no_report(answers: Answers, thing: str) -> Component:
    """No figure, because nothing is known of any of these days. That is not zero."""
    first = answers.freshness.first
    if first and answers.span.last < first:
        asked = {"from": str(first), "to": str(first + 27 * ONE_DAY), "days": ""}
        earliest = pieces.asking("Show the first 28 days", asked)
        return pieces.state(
            f"No reports before {words.full_day(first)}", "The days asked for are before that.", [earliest]
        )
    if any(day.state == "suppressed" for day in answers.days):
        return pieces.state(
            f"{thing} are withheld",
            "Too few members had a licence on these days: figures would be about single people.",
            _wider(answers),
        )
    return pieces.state(
        "No report for these days", f"{thing} are unknown, which is not the same as zero.", _wider(answers)
    )


def nothing_counted(answers: Answers, title: str) -> Component:
    return pieces.state(title, "This is a count of zero, not missing data.", _wider(answers))


def _wider(answers: Answers) -> list[Component]:
    year = {"days": "365", "from": "", "to": ""}
    return [pieces.asking("Show 365 days", year)] if len(answers.span) < 365 else []


def break_notes(answers: Answers, counted: breaks.Counted) -> list[Note]:
    """The sentences of the flags in the plot, and those of what has none."""
    dated = breaks.dated(answers.span, counted) if answers.axis.githubs else ()
    lasting = breaks.lasting(answers.span, counted) if answers.axis.githubs else ()
    said = [*(b.sentence for b in dated), *(said_by_deployer(n) for n in answers.notes)]
    signs = [sign for sign, _ in flags_of(answers.axis, counted)]
    return [
        *(Note(text, sign) for text, sign in zip(said, signs, strict=False)),
        *(Note(b.sentence) for b in lasting),
    ]


def said_by_deployer(note: DeployersNote) -> str:
    return f"{words.day_and_month(note.day)}: {words.sentence(note.text.rstrip('.'))}"


def closed_key(answers: Answers) -> list[Key]:
    return [Key("weekend or holiday", kind="band")] if marks.closed_days(answers.axis) else []


def length(answers: Answers) -> str:
    """28 days"""
    return words.days_long(len(answers.span))


def during(answers: Answers) -> str:
    """in these 28 days"""
    return words.during(len(answers.span))


def drawn(
    name: str, unit: str, entries: Sequence[Key], figure: Figure, described: str, notes: Sequence[Note]
) -> list[Component]:
    """Key row, plot, and the sentences under it."""
    return [pieces.keys(unit, entries), pieces.plot(name, figure, described), *pieces.notes(notes)]
