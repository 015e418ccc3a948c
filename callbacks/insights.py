"""All that a page of one subject asks."""

from __future__ import annotations

from dashboard.core.days import Span
from dashboard.core.numbers import DIMENSIONS, Freshness
from dashboard.core.questions import Insights
from dashboard.core.subjects import Subject
from layouts.answers import Answers


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
    )
