"""People by GitHub's adoption phases."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.parts import Phase, Phases
from layouts import charts, pieces, words
from layouts.answers import Answers
from layouts.bars import Row, bar_list
from layouts.tables import Column, Table

# What GitHub says each of its phases is: used on two days or more of the last 28.
MEANINGS = {
    "No Cohort": "No phase yet: nothing used on two days.",
    "Phase 1": "Phase 1: only completions, chat or the editor’s agent.",
    "Phase 2": "Phase 2: one of command line, cloud agent, requested code review.",
    "Phase 3": "Phase 3: two or more of these.",
}
SHOWN = {"No Cohort": "No phase yet"}
WITHHELD = "too few people to show"


def card(subject: str, answers: Answers) -> Component:
    phases = answers.phases
    rows = list(phases.rows) if phases else []
    table = Table(
        charts.file_name(subject, "phases", answers),
        [Column("Phase", "text"), Column("People")],
        [[_shown(row), row.people] for row in rows],
    )
    return pieces.card("phases", "Adoption phases", _say(phases), "phases", table, _list(answers, rows), "w4")


def _shown(phase: Phase) -> str:
    return SHOWN.get(phase.name, phase.name)


def _say(phases: Phases | None) -> str:
    if phases is None:
        return "People by how widely they used Copilot in 28 days, as GitHub sorts them."
    day = words.day_and_month(phases.day)
    return {
        "phase": f"People by how widely they used Copilot in the 28 days up to {day}, as GitHub sorts them.",
        "day": f"Those active on {day}, by how widely they used Copilot in 28 days, as GitHub sorts them.",
        "span": f"Members by how widely they used Copilot, as GitHub sorted each on their newest day up to {day}.",
    }[phases.over]


def _list(answers: Answers, rows: Sequence[Phase]) -> list[Component]:
    if rows:
        return [_bars(rows), _meanings(rows)]
    if not answers.known:
        return [charts.no_report(answers, "Phases")]
    text = "GitHub’s reports say nothing of phases, or the rows of people are gone. That is not the same as zero."
    return [pieces.state("No phases of these days", text)]


def _bars(rows: Sequence[Phase]) -> Component:
    """Out of everybody, or, where somebody can't be shown, of the largest."""
    known = [row.people for row in rows if row.people is not None]
    whole = sum(known) if len(known) == len(rows) else None
    track = whole or max(known, default=1)
    return bar_list([_row(row, track, whole) for row in rows], "Phase", "People", False, "Share" if whole else "")


def _meanings(rows: Sequence[Phase]) -> Component:
    told = ["Used on two days or more of 28:", *(MEANINGS[row.name] for row in rows if row.name in MEANINGS)]
    return html.Ul([html.Li(text, className="unnumbered") for text in told], className="notes")


def _row(phase: Phase, track: int, whole: int | None) -> Row:
    if phase.people is None:
        return Row(_shown(phase), 0, "", withheld=WITHHELD)
    share = words.per_cent(phase.people / whole) if whole else ""
    return Row(_shown(phase), phase.people / track, words.count(phase.people), before=share)
