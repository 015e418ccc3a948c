"""What all charts over time share: how they are put together, and what stands there when there is nothing to draw."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import Day
from layouts import breaks, marks, pieces, words
from layouts.answers import Answers
from layouts.figures import Figure
from layouts.pieces import Key, Note

LONGEST_SUBJECT = 80
STATES = {
    "final": "final",
    "provisional": "may still change",
    "suppressed": "withheld: too few licensed",
}


def state_of(day: Day) -> str:
    return STATES.get(day.state, "no report")


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
        earliest = pieces.button_link("Show the first 28 days", f"?from={first}&to={first + 27 * ONE_DAY}")
        return pieces.state(
            f"No reports before {words.full_day(first)}", "The days asked for are before that.", [earliest]
        )
    if all(day.state == "suppressed" for day in answers.days):
        return pieces.state(
            f"{thing} are withheld",
            "Too few members had a licence on these days: figures would be about single people.",
        )
    return pieces.state("No report for these days", f"{thing} are unknown, which is not the same as zero.")


def nothing_counted(answers: Answers, title: str) -> Component:
    wider = [pieces.button_link("Show 365 days", "?days=365")] if len(answers.span) < 365 else []
    return pieces.state(title, "This is a count of zero, not missing data.", wider)


def break_notes(answers: Answers, counted: breaks.Counted) -> list[Note]:
    numbered = [Note(b.sentence, str(n)) for n, b in enumerate(breaks.dated(answers.span, counted), 1)]
    return [*numbered, *(Note(b.sentence) for b in breaks.lasting(answers.span, counted))]


def weekend_key(answers: Answers) -> list[Key]:
    shown = len(answers.span) <= marks.MOST_BANDS and any(day.weekday() > 4 for day in answers.span)
    return [Key("weekend", kind="band")] if shown else []


def length(answers: Answers) -> str:
    """28 days"""
    return words.days_long(len(answers.span))


def drawn(
    name: str, unit: str, entries: Sequence[Key], figure: Figure, described: str, notes: Sequence[Note]
) -> list[Component]:
    """Key row, plot, and the sentences under it."""
    return [pieces.keys(unit, entries), pieces.plot(name, figure, described), *pieces.notes(notes)]
