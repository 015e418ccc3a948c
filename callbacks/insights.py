"""All that a page of one subject asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.core.almanac import NOTHING_SAID, Almanac
from dashboard.core.assistants import SOURCES
from dashboard.core.days import USUAL_WEEK, Span, WorkingDays
from dashboard.core.legacy import CLOSED
from dashboard.core.numbers import DIMENSIONS, Day, Dimension, Freshness
from dashboard.core.periods import Grouping, beginning
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation, Subject
from layouts.answers import Answers, ByAssistant, Legacy

ASKED: tuple[Dimension, ...] = (*DIMENSIONS, "surface")


def ask(
    insights: Insights,
    subject: Subject,
    span: Span,
    freshness: Freshness,
    grouping: Grouping = "day",
    almanac: Almanac = NOTHING_SAID,
    language: str = "",
) -> Answers:
    """Everything a page shows of one subject and one span, and of one `language` if it is named."""
    insights.ahead(lambda: insights.breakdown(subject, span, ASKED[0]), lambda: insights.versions(subject, span))
    points, githubs = insights.grouped(subject, span, grouping), insights.assistant == "copilot"
    return Answers(
        freshness=freshness,
        days=insights.daily(subject, span),
        days_before=insights.daily(subject, span.before()),
        points=points,
        points_before=_at_the_same_places(points, insights.grouped(subject, span.before(), grouping), span, grouping),
        summary=insights.summary(subject, span),
        change=insights.change(subject, span),
        cells={dimension: insights.breakdown(subject, span, dimension) for dimension in ASKED},
        cells_before={dimension: insights.breakdown(subject, span.before(), dimension) for dimension in ASKED},
        by_feature=insights.grouped_breakdown(subject, span, "feature", grouping),
        by_model=insights.grouped_breakdown(subject, span, "model", grouping),
        models=insights.models(subject.org),
        legacy=ask_legacy(insights, subject, freshness.last, almanac.working),
        grouping=grouping,
        working=almanac.working,
        notes=almanac.notes_of(subject, span),
        holidays=almanac.holidays_of(span),
        phases=insights.phases(subject, span),
        versions=insights.versions(subject, span),
        reviews=insights.reviews(subject, span, grouping) if githubs and isinstance(subject, Organisation) else None,
        within=insights.within_language(subject, span, language) if language else None,
        assistant=insights.assistant,
        by_assistant=_by_assistant(insights, subject, span, grouping),
    )


def _by_assistant(insights: Insights, subject: Subject, span: Span, grouping: Grouping) -> ByAssistant | None:
    """None for an organisation of one assistant."""
    if len(insights.assistants_of(subject.org)) < 2:
        return None
    found = insights.assistants(subject, span)
    copilot, augment = (insights.of(each).grouped(subject, span, grouping) for each in SOURCES)
    return ByAssistant(found, copilot, augment) if found else None


def _at_the_same_places(now: Sequence[Day], before: Sequence[Day], span: Span, grouping: Grouping) -> list[Day]:
    """As many days before; weeks of two spans are there when both begin on the same weekday, months never are."""
    if grouping == "month" or (grouping == "week" and len(span) % 7):
        return []
    back, found = timedelta(days=len(span)), {beginning(point.day, grouping): point for point in before}
    places = [beginning(point.day, grouping) - back for point in now]
    return [found.get(place, Day(place, "not_available")) for place in places]


def ask_legacy(
    insights: Insights, subject: Subject, last: date | None, working: WorkingDays = USUAL_WEEK
) -> Legacy | None:
    """What was imported of GitHub's old APIs, and beside it the first year of today's reports; None for most."""
    days = insights.legacy(subject) if insights.assistant == "copilot" else []
    if not days:
        return None
    if last is None or last < CLOSED:
        return Legacy(days, [], [], working)
    since = Span(CLOSED, min(last, CLOSED + timedelta(days=364)))
    return Legacy(days, insights.daily(subject, since), insights.daily_breakdown(subject, since, "feature"), working)
