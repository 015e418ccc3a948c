"""The questions the pages ask. dashboard.insights.Insights answers them; it arrives as an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from dashboard.core.days import Span
from dashboard.core.numbers import DIMENSIONS, Cell, Change, Day, DayCell, Dimension, Freshness, Summary
from dashboard.core.offer import MembershipLike
from dashboard.core.subjects import NamesFor, Subject, Team
from layouts.answers import Answers


class Insights(Protocol):
    show_names_to: NamesFor

    def teams(self, org: str) -> list[Team]: ...
    def offered(
        self, memberships: Iterable[MembershipLike], admin_of: frozenset[str], sees_names: Callable[[Team], bool]
    ) -> list[Team]: ...
    def freshness(self, subject: Subject) -> Freshness: ...
    def daily(self, subject: Subject, span: Span) -> list[Day]: ...
    def summary(self, subject: Subject, span: Span) -> Summary: ...
    def change(self, subject: Subject, span: Span) -> Change: ...
    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]: ...
    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]: ...


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
