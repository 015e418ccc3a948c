"""All that a page of one subject asks."""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.core.days import Span
from dashboard.core.legacy import CLOSED
from dashboard.core.numbers import DIMENSIONS, Freshness
from dashboard.core.questions import Insights
from dashboard.core.subjects import Subject
from layouts.answers import Answers, Legacy


def ask(insights: Insights, subject: Subject, span: Span, freshness: Freshness) -> Answers:
    """Everything a page shows of one subject and one span."""
    return Answers(
        freshness=freshness,
        days=insights.daily(subject, span),
        days_before=insights.daily(subject, span.before()),
        summary=insights.summary(subject, span),
        change=insights.change(subject, span),
        cells={dimension: insights.breakdown(subject, span, dimension) for dimension in DIMENSIONS},
        cells_before={dimension: insights.breakdown(subject, span.before(), dimension) for dimension in DIMENSIONS},
        by_feature=insights.daily_breakdown(subject, span, "feature"),
        legacy=ask_legacy(insights, subject, freshness.last),
    )


def ask_legacy(insights: Insights, subject: Subject, last: date | None) -> Legacy | None:
    """What was imported of GitHub's old APIs, and beside it the first year of today's reports; None for most."""
    days = insights.legacy(subject)
    if not days:
        return None
    if last is None or last < CLOSED:
        return Legacy(days, [], [])
    since = Span(CLOSED, min(last, CLOSED + timedelta(days=364)))
    return Legacy(days, insights.daily(subject, since), insights.daily_breakdown(subject, since, "feature"))
