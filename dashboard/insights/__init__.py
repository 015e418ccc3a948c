"""What the pages and the API ask. Both ask here, so they can't disagree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from dashboard.core.cells import OTHER, folded_days, names_to_fold, span_cells, withheld
from dashboard.core.days import Span
from dashboard.core.floor import Contained, overshadowed, reason
from dashboard.core.numbers import Cell, Change, Coverage, Day, DayCell, Dimension, Freshness, Member, Summary, Totals
from dashboard.core.offer import MembershipLike, offered, without_overshadowed
from dashboard.core.states import counted, known_in_both
from dashboard.core.subjects import NamesFor, Organisation, Subject, Team
from dashboard.insights import questions
from dashboard.insights.memory import Answer, Memory
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.team import TeamNumbers


class History(Protocol):
    """The part of the history's replica that is asked here."""

    @property
    def version(self) -> str | None: ...
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

    def teams(self, org: str) -> list[Team]:
        """Every team the history or GitHub's list knows, by name, with why one doesn't qualify."""
        return self._recall(
            ("teams", org), lambda: [self._team(org, row) for row in self.history.ask(questions.TEAMS, org=org)]
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
            found = [Contained(**row) for row in self.history.ask(questions.CONTAINED, org=org)]
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
        """From and to when the history has days of all the reports this subject's numbers need."""
        reports = list(self._numbers(subject).reports)
        row = self.history.ask(questions.FRESHNESS, org=subject.org, reports=reports)[0]
        return Freshness(row["first"], row["last"], row["read_at"])

    def daily(self, subject: Subject, span: Span) -> list[Day]:
        return self._recall(("daily", subject, span), lambda: self._numbers(subject).daily(span))

    def summary(self, subject: Subject, span: Span) -> Summary:
        now, before = (counted(self.daily(subject, part)) for part in (span, span.before()))
        return Summary(self._totals(subject, span, now), self._totals(subject, span.before(), before))

    def change(self, subject: Subject, span: Span) -> Change:
        """The two spans over the days known at the same place in both, so that a missing day is not read as a fall."""
        now, before, left_out = known_in_both(self.daily(subject, span), self.daily(subject, span.before()))
        return Change(self._totals(subject, span, now), self._totals(subject, span.before(), before), left_out)

    def _totals(self, subject: Subject, span: Span, days: Sequence[Day]) -> Totals:
        asked = tuple(day.day for day in days)
        return self._recall(("totals", subject, span, asked), lambda: self._numbers(subject).totals(span, asked))

    def breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[Cell]:
        """Largest generations first; rows below the floor of a cell are folded into "other"."""
        return self._recall(("cells", subject, span, dimension), lambda: self._cells(subject, span, dimension))[0]

    def daily_breakdown(self, subject: Subject, span: Span, dimension: Dimension) -> list[DayCell]:
        """The rows of `breakdown`, day by day. A known day on which a name wasn't used has no row for it."""
        return self._recall(("cells", subject, span, dimension), lambda: self._cells(subject, span, dimension))[1]

    def _cells(self, subject: Subject, span: Span, dimension: Dimension) -> tuple[list[Cell], list[DayCell]]:
        numbers = self._numbers(subject)
        days = [day.day for day in counted(self.daily(subject, span))]
        by_day = numbers.day_cells(days, dimension)
        cells = span_cells(by_day, numbers.cell_people(days, dimension))
        if folded := names_to_fold(cells, self.min_cell_size):
            by_day = folded_days(by_day, folded)
            cells = span_cells(by_day, numbers.cell_people(days, dimension, folded))
            cells = [self._or_withheld(cell) for cell in cells]
        hidden = {cell.name for cell in cells if cell.generations is None}
        return cells, [cell for cell in by_day if cell.name not in hidden]

    def _or_withheld(self, cell: Cell) -> Cell:
        too_small = cell.name == OTHER and (cell.active_users or 0) < self.min_cell_size
        return withheld(cell) if too_small else cell

    def members(self, team: Team, span: Span) -> list[Member]:
        """The people of a team by login. Whoever asks must have asked the rule who may see names."""
        days = tuple(day.day for day in counted(self.daily(team, span)))
        numbers = TeamNumbers(self.history.ask, team, self.min_team_size)
        return self._recall(("members", team, span, days), lambda: numbers.members(span, days))

    def coverage(self, orgs: Sequence[str]) -> list[Coverage]:
        return [Coverage(**row) for row in self.history.ask(questions.COVERAGE, orgs=list(orgs))]

    def _numbers(self, subject: Subject) -> TeamNumbers | OrganisationNumbers:
        if isinstance(subject, Organisation):
            return OrganisationNumbers(self.history.ask, subject)
        return TeamNumbers(self.history.ask, subject, self.min_team_size)

    def _recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        return self._memory.recall(self.history.version, question, ask)
