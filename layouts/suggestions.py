"""What reviews of pull requests suggested, and how much of it was applied."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.core.pull_requests import CommentType, Reviews
from layouts import charts, names, pieces, words
from layouts.answers import Answers
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.tables import Column, Table

Counted = tuple[str, int | None, int | None]
NOT_COUNTED = (
    "Not counted on these days",
    "GitHub’s report of the organisation has no such count on these days. That is not the same as zero.",
)


def card(subject: str, answers: Answers, reviews: Reviews) -> Component:
    rows = _counted(reviews)
    table = Table(
        charts.file_name(subject, "review-suggestions", answers),
        [Column("Suggestions", "text"), Column("Suggested"), Column("Applied")],
        [list(row) for row in rows],
    )
    say = "Changes suggested in reviews, and how many of these were applied; Copilot’s by what they are about."
    shown = _shown(answers, rows)
    return pieces.card("review-suggestions", "Suggestions in reviews", say, "review-suggestions", table, shown, "w4")


def _counted(reviews: Reviews) -> list[Counted]:
    """Everybody's, Copilot's, and Copilot's by kind."""
    return [
        ("By anybody", reviews.total("suggestions"), reviews.total("applied")),
        ("By Copilot", reviews.total("copilot_suggestions"), reviews.total("copilot_applied")),
        *((_kind(found), found.suggestions, found.applied) for found in reviews.comments),
    ]


def _kind(found: CommentType) -> str:
    return f"Copilot: {names.in_words(found.name).lower()}"


def _shown(answers: Answers, rows: list[Counted]) -> list[Component]:
    counts = [suggested for _, suggested, _ in rows if suggested is not None]
    if not answers.known:
        return [charts.no_report(answers, "Suggestions")]
    if not counts:
        return [pieces.state(*NOT_COUNTED)]
    if not any(counts):
        return [charts.nothing_counted(answers, f"No change was suggested {charts.during(answers)}")]
    return [
        bar_list([_row(row, max(counts)) for row in rows[:MOST_ROWS]], "Suggestions", "Suggested", False, "Applied")
    ]


def _row(counted: Counted, most: int) -> Row:
    name, suggested, applied = counted
    if suggested is None:
        return Row(name, 0, "", withheld=words.UNKNOWN)
    return Row(name, suggested / most, words.count(suggested), before=words.count(applied))
