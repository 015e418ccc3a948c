"""An organisation as a whole: its teams side by side, its repositories and models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.core.assistants import ASKED, Asked
from dashboard.core.days import Span
from dashboard.core.floor import Contained, overshadowed, reason
from dashboard.core.numbers import Freshness
from dashboard.core.offer import MembershipLike, offered, without_overshadowed
from dashboard.core.overview import AddedUp, TeamOverview, without_figures
from dashboard.core.repositories import Repository
from dashboard.core.rows import REPOS_REPORT
from dashboard.core.subjects import Organisation, Team
from dashboard.core.together import NOTHING, Used
from dashboard.insights.overview import rows_added_up, teams_overview
from dashboard.insights.questions import organisation as organisation_questions
from dashboard.insights.questions import reach
from dashboard.insights.questions import teams as teams_questions
from dashboard.insights.repositories import repositories
from dashboard.insights.together import used
from dashboard.insights.usage import Usage


class Company(Usage):
    """Of one organisation."""

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

    def teams_overview(self, org: str, span: Span) -> list[TeamOverview]:
        """Every team by name, with what its own summary says; one that doesn't qualify has no figures."""

        def ask() -> list[TeamOverview]:
            rows = teams_overview(self.history.ask, self.teams(org), org, span, self.min_team_size, self._source)
            return [row if self._is_shown(row, span) else without_figures(row) for row in rows]

        return self._recall(("overview", org, span), ask)

    def added_up(self, org: str, span: Span, teams: Sequence[Team]) -> AddedUp | None:
        """How the people of the rows of these teams come to the organisation's; None where that can't be said."""

        def ask() -> AddedUp | None:
            shown = {team.id for team in teams}
            rows = [row for row in self.teams_overview(org, span) if row.team.id in shown]
            found = self._days(Organisation(org), span)
            if self.assistant != "copilot" and self.min_cell_size > 1:
                return None
            return rows_added_up(self.history.ask, rows, org, found, self.min_team_size, self._source)

        return self._recall(("added up", org, span, tuple(team.id for team in teams)), ask)

    def used(self, teams: Sequence[Team], org: str, spans: Sequence[Span]) -> Used:
        """Several teams of an organisation as one group of people, over the first of `spans` and in each of the others.
        Not remembered: there are too many ways to ask. Of another assistant above a floor of cells nothing is told, as of
        how teams add up (docs/decisions/0023)."""
        if self.assistant != "copilot" and self.min_cell_size > 1:
            return Used(NOTHING, [NOTHING for _ in spans[1:]], None)
        return used(self.history.ask, teams, org, spans, self.min_team_size, self.min_cell_size, self._source)

    def models(self, org: str) -> list[str]:
        """The names of the organisation's models, by code generations in its newest 90 days, most first."""
        rows = self._recall(
            ("models", org), lambda: self.history.ask(organisation_questions.MODELS, org=org, source=self._source)
        )
        return [row["name"] for row in rows]

    def assistants_of(self, org: str) -> tuple[Asked, ...]:
        """What may be asked about: Copilot alone, or all where another assistant's days are known."""
        found = self._recall(("beside", org), lambda: self.history.ask(reach.BESIDE, org=org))
        return ASKED if found[0]["found"] else ASKED[:1]

    def repositories(self, org: str, span: Span) -> list[Repository]:
        """Those with pull requests in the span, by name."""
        return self._recall(("repositories", org, span), lambda: repositories(self.history.ask, org, span))

    def repositories_provisional(self, org: str, span: Span) -> list[date]:
        """The days of the span whose report of repositories may still change."""
        states = self.of("copilot")._states(org, span).get(REPOS_REPORT, {})
        return [day for day in span if states.get(day) == "provisional"]

    def repositories_freshness(self, org: str) -> Freshness:
        """From and to when the history has days of the report of repositories."""
        return self._freshness(org, [REPOS_REPORT])

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

    def _is_shown(self, row: TeamOverview, span: Span) -> bool:
        if self.assistant == "copilot" or self.min_cell_size <= 1 or not row.now.days_counted:
            return True
        return bool(self._days(row.team, span).counted)
