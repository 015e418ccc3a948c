"""The questions that pages and the API ask. dashboard.insights answers them; whoever asks gets it as an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from dashboard.core.days import Span
from dashboard.core.numbers import (
    Cell,
    Change,
    Coverage,
    Day,
    DayCell,
    Dimension,
    Freshness,
    LegacyDay,
    Member,
    Summary,
)
from dashboard.core.offer import MembershipLike
from dashboard.core.overview import TeamOverview
from dashboard.core.periods import Grouping
from dashboard.core.subjects import NamesFor, Subject, Team


class Insights(Protocol):
    """What each answer holds is said in dashboard.insights."""

    show_names_to: NamesFor

    def behind_since(self) -> datetime | None: ...
    def teams(self, org: str) -> list[Team]: ...
    def offered(
        self, memberships: Iterable[MembershipLike], admin_of: frozenset[str], sees_names: Callable[[Team], bool]
    ) -> list[Team]: ...
    def freshness(self, subject: Subject) -> Freshness: ...
    def daily(self, subject: Subject, span: Span) -> list[Day]: ...
    def grouped(self, subject: Subject, span: Span, grouping: Grouping) -> list[Day]: ...
    def summary(self, subject: Subject, span: Span) -> Summary: ...
    def change(self, subject: Subject, span: Span) -> Change: ...
    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]: ...
    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]: ...
    def teams_overview(self, org: str, span: Span) -> list[TeamOverview]: ...
    def members(self, team: Team, span: Span) -> list[Member]: ...
    def legacy(self, subject: Subject) -> list[LegacyDay]: ...
    def coverage(self, orgs: Sequence[str]) -> list[Coverage]: ...
