"""All that a page of one subject asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.core.almanac import NOTHING_SAID, Almanac
from dashboard.core.days import Span
from dashboard.core.legacy import CLOSED
from dashboard.core.numbers import DIMENSIONS, Day, Freshness
from dashboard.core.periods import Grouping, grouped_cells
from dashboard.core.questions import Insights
from dashboard.core.subjects import Subject
from layouts.answers import Answers, Legacy


def ask(
    insights: Insights,
    subject: Subject,
    span: Span,
    freshness: Freshness,
    grouping: Grouping = "day",
    almanac: Almanac = NOTHING_SAID,
) -> Answers:
    """Everything a page shows of one subject and one span."""
    points = insights.grouped(subject, span, grouping)
    return Answers(
        freshness=freshness,
        days=insights.daily(subject, span),
        days_before=insights.daily(subject, span.before()),
        points=points,
        points_before=_at_the_same_places(points, insights.grouped(subject, span.before(), grouping), span, grouping),
        summary=insights.summary(subject, span),
        change=insights.change(subject, span),
        cells={dimension: insights.breakdown(subject, span, dimension) for dimension in DIMENSIONS},
        cells_before={dimension: insights.breakdown(subject, span.before(), dimension) for dimension in DIMENSIONS},
        by_feature=grouped_cells(insights.daily_breakdown(subject, span, "feature"), span, grouping),
        legacy=ask_legacy(insights, subject, freshness.last),
        grouping=grouping,
        working=almanac.working,
        notes=almanac.notes_of(subject, span),
    )


def _at_the_same_places(now: Sequence[Day], before: Sequence[Day], span: Span, grouping: Grouping) -> list[Day]:
    """Weeks of two spans are at the same places when both begin on the same weekday; months never are."""
    if grouping == "month" or (grouping == "week" and len(span) % 7):
        return []
    found = list(before)[-len(now) :]
    return [Day(span.first, "not_available")] * (len(now) - len(found)) + found


def ask_legacy(insights: Insights, subject: Subject, last: date | None) -> Legacy | None:
    """What was imported of GitHub's old APIs, and beside it the first year of today's reports; None for most."""
    days = insights.legacy(subject)
    if not days:
        return None
    if last is None or last < CLOSED:
        return Legacy(days, [], [])
    since = Span(CLOSED, min(last, CLOSED + timedelta(days=364)))
    return Legacy(days, insights.daily(subject, since), insights.daily_breakdown(subject, since, "feature"))
