"""What the pages and the API ask. Both ask here, so they can't disagree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from dashboard.core.daily_object import TeamDay
from dashboard.core.days import Span
from dashboard.core.floor import Contained, overshadowed, reason
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
    Totals,
)
from dashboard.core.offer import MembershipLike, offered, without_overshadowed
from dashboard.core.overview import TeamOverview
from dashboard.core.periods import Grouping, grouped_days, periods
from dashboard.core.states import known_in_both
from dashboard.core.subjects import NamesFor, Organisation, Subject, Team
from dashboard.insights.breakdown import Breakdowns, breakdowns
from dashboard.insights.days import Days, states_of
from dashboard.insights.legacy import legacy_days
from dashboard.insights.memory import Answer, Memory
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.overview import team_overview
from dashboard.insights.questions import reach
from dashboard.insights.questions import teams as teams_questions
from dashboard.insights.team import TeamNumbers
from dashboard.insights.team_days import team_days


class History(Protocol):
    """The part of the history's replica that is asked here."""

    @property
    def version(self) -> str | None: ...
    @property
    def behind_since(self) -> datetime | None: ...
    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]: ...


class Insights:
    """Answers for one subject and span. Nothing here asks who is looking: the rule is asked before."""

    def __init__(
        self, history: History, min_team_size: int, min_cell_size: int = 1, show_names_to: NamesFor = "admins"
    ):
        self.history = history
        self.min_team_size = min_team_size
        self.min_cell_size = min_cell_size
        self.show_names_to: NamesFor = show_names_to
        self._memory = Memory()

    def behind_since(self) -> datetime | None:
        """Since when the answers may be older than the history, which can't be read; None while it can."""
        return self.history.behind_since

    def teams(self, org: str) -> list[Team]:
        """Every team the history or GitHub's list knows, by name, with why one doesn't qualify."""
        return self._recall(
            ("teams", org), lambda: [self._team(org, row) for row in self.history.ask(teams_questions.TEAMS, org=org)]
        )

    def offered(
        self,
        memberships: Iterable[MembershipLike],
        admin_of: frozenset[str],
        sees_names: Callable[[Team], bool] = lambda team: False,
    ) -> list[Team]:
        """The teams to offer somebody with these memberships, who `sees_names` of some: their own first."""
        own = list(memberships)
        orgs = {membership.org for membership in own} | admin_of
        teams = offered(own, admin_of, {org: self.teams(org) for org in orgs})
        return without_overshadowed(teams, sees_names, {org: self._overshadowed(org) for org in orgs})

    def _overshadowed(self, org: str) -> Mapping[int, frozenset[int]]:
        def ask() -> Mapping[int, frozenset[int]]:
            found = [Contained(**row) for row in self.history.ask(teams_questions.CONTAINED, org=org)]
            return overshadowed(found, self.min_team_size)

        return self._recall(("overshadowed", org), ask)

    def _team(self, org: str, row: dict[str, Any]) -> Team:
        return Team(
            org,
            row["id"],
            row["slug"],
            row["name"],
            row["description"],
            row["url"],
            reason(row["max_licensed"], row["max_active"], self.min_team_size),
            row["licensed"] if (row["licensed"] or 0) >= self.min_team_size else None,
        )

    def freshness(self, subject: Subject) -> Freshness:
        """From and to when the history has days of all that this subject's numbers need."""
        reports, with_teams = list(self._numbers(subject).reports), isinstance(subject, Team)
        row = self.history.ask(reach.FRESHNESS, org=subject.org, reports=reports, with_teams=with_teams)[0]
        return Freshness(row["first"], row["last"], row["read_at"])

    def daily(self, subject: Subject, span: Span) -> list[Day]:
        return list(self._days(subject, span).shown)

    def grouped(self, subject: Subject, span: Span, grouping: Grouping) -> list[Day]:
        """The days of a span by weeks or months: people are distinct ones of each, counters are sums."""
        found = self._days(subject, span)

        def ask() -> list[Day]:
            people = self._numbers(subject).people_by_period(found, periods(span, grouping))
            return grouped_days(found.shown, span, grouping, people)

        return list(found.shown) if grouping == "day" else self._recall(("grouped", subject, span, grouping), ask)

    def summary(self, subject: Subject, span: Span) -> Summary:
        now, before = self._both_days(subject, span)
        return Summary(*self._totals(subject, now, before, (now.counted, before.counted)))

    def change(self, subject: Subject, span: Span) -> Change:
        """The two spans over the days known at the same place in both, so that a missing day is not read as a fall."""
        now, before = self._both_days(subject, span)
        same, same_before, left_out = known_in_both(now.shown, before.shown)
        days = tuple(day.day for day in same), tuple(day.day for day in same_before)
        return Change(*self._totals(subject, now, before, days), left_out)

    def _totals(
        self, subject: Subject, now: Days, before: Days, days: tuple[tuple[date, ...], tuple[date, ...]]
    ) -> tuple[Totals, Totals]:
        def ask() -> tuple[Totals, Totals]:
            return self._numbers(subject).totals(now, before, days)

        return self._recall(("totals", subject, now.span, days), ask)

    def _days(self, subject: Subject, span: Span) -> Days:
        return self._of_span(("days", subject), span, lambda: self._both_days(subject, span))

    def _both_days(self, subject: Subject, span: Span) -> tuple[Days, Days]:
        before = span.before()
        both = replace(span, first=before.first)

        def ask() -> tuple[Days, Days]:
            states = self._recall(("states", subject.org, both), lambda: states_of(self.history.ask, subject.org, both))
            return self._numbers(subject).days(span, before, states)

        return self._recall(("days", subject, span), ask)

    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]:
        """Largest generations first; rows below the floor of a cell are folded into "other"."""
        return self._breakdowns(subject, span)[dimension].cells

    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]:
        """The rows of `breakdown`, day by day. A known day on which a name wasn't used has no row for it."""

        def ask() -> list[DayCell]:
            by_day = self._numbers(subject).day_cells(self._days(subject, span), dimension)
            return self._breakdowns(subject, span)[dimension].by_day(by_day)

        return self._recall(("day cells", subject, span, dimension), ask)

    def _breakdowns(self, subject: Subject, span: Span) -> Breakdowns:
        def ask() -> tuple[Breakdowns, Breakdowns]:
            return breakdowns(self._numbers(subject), *self._both_days(subject, span), self.min_cell_size)

        return self._of_span(("cells", subject), span, lambda: self._recall(("cells", subject, span), ask))

    def teams_overview(self, org: str, span: Span) -> list[TeamOverview]:
        """Every team by name, with what its own summary says; one that doesn't qualify has no figures."""

        def ask() -> list[TeamOverview]:
            days = {"first": span.first, "last": span.last, "without": span.left_out()}
            found = self.history.ask(teams_questions.OVERVIEW, org=org, floor=self.min_team_size, **days)
            rows = {row["team_id"]: row for row in found}
            return [team_overview(team, span, rows.get(team.id)) for team in self.teams(org)]

        return self._recall(("overview", org, span), ask)

    def members(self, team: Team, span: Span) -> list[Member]:
        """The people of a team by login. Whoever asks must have asked the rule who may see names."""
        days = self._days(team, span).counted
        return self._recall(
            ("members", team, span, days),
            lambda: TeamNumbers(self.history.ask, team, self.min_team_size).members(span, days),
        )

    def legacy(self, subject: Subject) -> list[LegacyDay]:
        """Every day that was imported of GitHub's old APIs, in order; none for most."""
        return self._recall(("legacy", subject), lambda: legacy_days(self.history.ask, subject, self.min_team_size))

    def team_days(self, team: Team, days: Sequence[Day]) -> list[TeamDay]:
        """What is published of `days`, which `daily` gave. Not remembered: it is asked once a day."""
        return team_days(self.history.ask, team, days)

    def coverage(self, orgs: Sequence[str]) -> list[Coverage]:
        return [Coverage(**row) for row in self.history.ask(reach.COVERAGE, orgs=list(orgs))]

    def _numbers(self, subject: Subject) -> TeamNumbers | OrganisationNumbers:
        if isinstance(subject, Organisation):
            return OrganisationNumbers(self.history.ask, subject)
        return TeamNumbers(self.history.ask, subject, self.min_team_size)

    def _of_span(self, about: tuple, span: Span, ask: Callable[[], tuple[Answer, Answer]]) -> Answer:
        """Its part of what is asked of a span and the span before it at once; it may have been the one before."""
        later = self._memory.known(self.history.version, (*about, span.after()))
        return later[1] if later else ask()[0]

    def _recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        return self._memory.recall(self.history.version, question, ask)
