"""Pull requests by repository."""

from __future__ import annotations

from dashboard.core.days import Span
from dashboard.core.repositories import Repository
from dashboard.insights.answers import Ask
from dashboard.insights.questions import repositories as questions


def repositories(ask: Ask, org: str, span: Span) -> list[Repository]:
    where = {"org": org, "first": span.first, "last": span.last, "without": span.left_out()}
    times = {row["id"]: row for row in ask(questions.REVIEW_TIMES, **where)}
    return [Repository(**(row | times.get(row["id"], {}))) for row in ask(questions.REPOSITORIES, **where)]
