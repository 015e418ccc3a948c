"""What the pages and the API ask. Both ask here, so they can't disagree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from dashboard.core import own as of_person
from dashboard.core.assistants import Assistants
from dashboard.core.cells import OTHER, DayOrTotals, withholds_command_line, without_command_line
from dashboard.core.daily_object import TeamDay
from dashboard.core.days import Span, trailing
from dashboard.core.floor import Contained, overshadowed, reason
from dashboard.core.licences import USUAL_TERMS, Billing, Seat, Seats, Terms
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
from dashboard.core.offer import MembershipLike, offered, without_overshadowed
from dashboard.core.overview import AddedUp, TeamOverview
from dashboard.core.own import Medians, Own, Person
from dashboard.core.parts import Phases, Version
from dashboard.core.periods import Grouping, grouped_days, periods
from dashboard.core.pull_requests import Reviews
from dashboard.core.repositories import Repository
from dashboard.core.rows import REPOS_REPORT, USERS_REPORT
from dashboard.core.started import Started
from dashboard.core.states import known_in_both
from dashboard.core.subjects import NamesFor, Organisation, Subject, Team
from dashboard.core.together import Used
from dashboard.core.within_language import WithinLanguage
from dashboard.core.workspaces import TeamWork, Worker, Workspaces
from dashboard.insights.assistants import assistants
from dashboard.insights.breakdown import Breakdowns, breakdowns
from dashboard.insights.days import Days, states_of
from dashboard.insights.language import within_language
from dashboard.insights.legacy import has_legacy, legacy_days
from dashboard.insights.memory import Answer, Memory
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.overview import rows_added_up, teams_overview
from dashboard.insights.person import own_history
from dashboard.insights.questions import organisation as organisation_questions
from dashboard.insights.questions import reach
from dashboard.insights.questions import teams as teams_questions
from dashboard.insights.repositories import repositories
from dashboard.insights.reviews import reviews
from dashboard.insights.seats import billing_by_day, seat, seats
from dashboard.insights.standing import organisation_phases, team_phases, versions
from dashboard.insights.started import started
from dashboard.insights.team import TeamNumbers
from dashboard.insights.team_days import team_days
from dashboard.insights.together import used
from dashboard.insights.workspaces import freshness as coder_freshness
from dashboard.insights.workspaces import team_work, workers, workspaces

COMPARED = 28  # days of usage that seats are set beside


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
        self,
        history: History,
        min_team_size: int,
        min_cell_size: int = 1,
        show_names_to: NamesFor = "admins",
        terms: Terms = USUAL_TERMS,
    ):
        self.history = history
        self.min_team_size = min_team_size
        self.min_cell_size = min_cell_size
        self.show_names_to: NamesFor = show_names_to
        self.terms = terms
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
        return self._freshness(subject.org, self._numbers(subject).reports, isinstance(subject, Team))

    def _freshness(self, org: str, reports: Sequence[str], with_teams: bool = False) -> Freshness:
        def ask() -> Freshness:
            row = self.history.ask(reach.FRESHNESS, org=org, reports=list(reports), with_teams=with_teams)[0]
            return Freshness(row["first"], row["last"], row["read_at"])

        return self._recall(("freshness", org, tuple(reports), with_teams), ask)

    def daily(self, subject: Subject, span: Span) -> list[Day]:
        return self._shown(subject, span, self._days(subject, span).shown)

    def grouped(self, subject: Subject, span: Span, grouping: Grouping) -> list[Day]:
        """The days of a span by weeks or months: people are distinct ones of each, counters are sums."""
        found = self._days(subject, span)

        def ask() -> list[Day]:
            counted = {day.day for day in found.shown if day.known}
            sets = {period.first: [day for day in period.days if day in counted] for period in periods(span, grouping)}
            people = self._numbers(subject).people_by_set(found, list(sets.values()))
            return grouped_days(found.shown, span, grouping, dict(zip(sets, people, strict=True)))

        grouped = found.shown if grouping == "day" else self._recall(("grouped", subject, span, grouping), ask)
        return self._shown(subject, span, grouped)

    def summary(self, subject: Subject, span: Span) -> Summary:
        return self._compared(subject, span)[0]

    def change(self, subject: Subject, span: Span) -> Change:
        """The two spans over the days known at the same place in both, so that a missing day is not read as a fall."""
        return self._compared(subject, span)[1]

    def _compared(self, subject: Subject, span: Span) -> tuple[Summary, Change]:
        """Both at once, as they are about nearly the same days."""
        now, before = self._both_days(subject, span)
        same, same_before, left_out = known_in_both(now.shown, before.shown)
        asked = [
            *((now, now.counted), (before, before.counted)),
            *((now, tuple(day.day for day in same)), (before, tuple(day.day for day in same_before))),
        ]

        def ask() -> tuple[Summary, Change]:
            found, found_before, alike, alike_before = self._numbers(subject).totals(asked)
            found, alike = self._shown(subject, span, [found, alike])
            found_before, alike_before = self._shown(subject, span.before(), [found_before, alike_before])
            return Summary(found, found_before), Change(alike, alike_before, left_out)

        return self._recall(("compared", subject, span), ask)

    def _shown(self, subject: Subject, span: Span, found: Sequence[DayOrTotals]) -> list[DayOrTotals]:
        """Without the sums of the command line where they would be about too few people."""
        few = self.min_cell_size > 1 and withholds_command_line(
            self.breakdown(subject, span, "surface"), self._days(subject, span).shown, self.min_cell_size
        )
        return [without_command_line(each) for each in found] if few else list(found)

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

    def models(self, org: str) -> list[str]:
        """The names of the organisation's models, by code generations in its newest 90 days, most first."""
        rows = self._recall(("models", org), lambda: self.history.ask(organisation_questions.MODELS, org=org))
        return [row["name"] for row in rows]

    def reviews(self, organisation: Organisation, span: Span, grouping: Grouping) -> Reviews:
        """Pull requests and code reviews, which GitHub counts of organisations alone."""
        found, floor = self._days(organisation, span), self.min_cell_size
        about = ("reviews", organisation, span, grouping)
        return self._recall(about, lambda: reviews(self.history.ask, organisation, found, span, grouping, floor))

    def phases(self, subject: Subject, span: Span) -> Phases | None:
        """People by adoption phase; None where that isn't known."""
        found, ask, floor = self._days(subject, span), self.history.ask, self.min_cell_size
        if isinstance(subject, Organisation):
            return self._recall(("phases", subject, span), lambda: organisation_phases(ask, subject, found, floor))
        if not self._people_known(subject, found):
            return None
        return self._recall(("phases", subject, span), lambda: team_phases(ask, subject, found, floor))

    def versions(self, subject: Subject, span: Span) -> list[Version] | None:
        """People by the newest version of each editor and plugin they used; None where that isn't known."""
        found = self._days(subject, span)
        if not self._people_known(subject, found):
            return None
        about = ("versions", subject, span)
        return self._recall(about, lambda: versions(self.history.ask, subject, found, self.min_cell_size))

    def within_language(self, subject: Subject, span: Span, language: str) -> WithinLanguage | None:
        """What was used in a language that `breakdown` has a row of; None if it has none."""
        if language not in {cell.name for cell in self.breakdown(subject, span, "language")} - {OTHER}:
            return None
        found = self._days(subject, span)
        known, floor = self._people_known(subject, found), self.min_cell_size
        return self._recall(
            ("within", subject, span, language),
            lambda: within_language(self.history.ask, subject, found, language, floor, known),
        )

    def _people_known(self, subject: Subject, found: Days) -> bool:
        return bool(found.counted) and self._numbers(subject).people_known(found)

    def teams_overview(self, org: str, span: Span) -> list[TeamOverview]:
        """Every team by name, with what its own summary says; one that doesn't qualify has no figures."""

        def ask() -> list[TeamOverview]:
            return teams_overview(self.history.ask, self.teams(org), org, span, self.min_team_size)

        return self._recall(("overview", org, span), ask)

    def added_up(self, org: str, span: Span, teams: Sequence[Team]) -> AddedUp | None:
        """How the people of the rows of these teams come to the organisation's; None where that can't be said."""

        def ask() -> AddedUp | None:
            shown = {team.id for team in teams}
            rows = [row for row in self.teams_overview(org, span) if row.team.id in shown]
            found = self._days(Organisation(org), span)
            return rows_added_up(self.history.ask, rows, org, found, self.min_team_size)

        return self._recall(("added up", org, span, tuple(team.id for team in teams)), ask)

    def used(self, teams: Sequence[Team], org: str, spans: Sequence[Span]) -> Used:
        """Several teams of an organisation as one group of people, over the first of `spans` and in each of the others.
        Not remembered: there are too many ways to ask."""
        return used(self.history.ask, teams, org, spans, self.min_team_size, self.min_cell_size)

    def repositories(self, org: str, span: Span) -> list[Repository]:
        """Those with pull requests in the span, by name."""
        return self._recall(("repositories", org, span), lambda: repositories(self.history.ask, org, span))

    def repositories_freshness(self, org: str) -> Freshness:
        """From and to when the history has days of the report of repositories."""
        return self._freshness(org, [REPOS_REPORT])

    def started(self, team: Team, span: Span) -> Started | None:
        """Of the licensed at the span's end, how many were ever active; None where that can't be told."""
        return self._recall(("started", team, span), lambda: started(self.history.ask, team, span, self.min_team_size))

    def assistants(self, subject: Subject, span: Span) -> Assistants | None:
        """Copilot beside another assistant, people who used both counted once; None where only Copilot is known."""
        found, floor = self._days(subject, span), self.min_cell_size
        known = self._people_known(subject, found)
        about = ("assistants", subject, span)
        return self._recall(about, lambda: assistants(self.history.ask, subject, found, known, floor))

    def members(self, team: Team, span: Span) -> list[Member]:
        """The people of a team by login. Whoever asks must have asked the rule who may see names."""
        days = self._days(team, span).counted
        return self._recall(
            ("members", team, span, days),
            lambda: TeamNumbers(self.history.ask, team, self.min_team_size).members(span, days),
        )

    def own_freshness(self, person: Person) -> Freshness:
        """From and to when the history has rows of people."""
        return self._freshness(person.org, [USERS_REPORT])

    def own(self, person: Person, span: Span, grouping: Grouping) -> Own:
        """A person's own usage. Whoever asks must have made sure that it is this person who looks."""
        both = replace(span, first=span.before().first)

        def ask() -> Own:
            states = states_of(self.history.ask, person.org, both).get(USERS_REPORT, {})
            found = own_history(self.history.ask, person, span)
            return of_person.own(found, states, self.own_freshness(person), span, grouping)

        return self._recall(("own", person, span, grouping), ask)

    def medians(self, team: Team, person: Person, span: Span) -> Medians:
        """Of a team's other members, where the floor allows it: nobody's rows leave this."""
        return of_person.medians(self.members(team, span), person.id, self.min_team_size, span)

    def seats(self, org: str) -> Seats | None:
        """The newest snapshot, beside the newest 28 days of usage; None while there is none. It names people: whoever asks
        must have asked the rule, and gives others its counts alone."""

        def ask() -> Seats | None:
            last = self.own_freshness(Person(org, 0)).last
            return seats(self.history.ask, org, trailing(last, COMPARED) if last else None, self.teams(org))

        return self._recall(("seats", org), ask)

    def seat(self, person: Person) -> Seat | None:
        """A person's own. Whoever asks must have made sure that it is this person who looks, or an admin."""
        return self._recall(("seat", person), lambda: seat(self.history.ask, person))

    def seats_by_day(self, org: str, span: Span) -> list[Billing]:
        """The days that have a snapshot, in order."""
        return self._recall(("seats by day", org, span), lambda: billing_by_day(self.history.ask, org, span))

    def workspaces_freshness(self, org: str) -> Freshness:
        """From and to when the history has days of a Coder deployment; no day where there is none."""
        return self._recall(("workspaces reach", org), lambda: coder_freshness(self.history.ask, org))

    def workspaces(self, org: str, span: Span, grouping: Grouping, teams: Sequence[Team]) -> Workspaces:
        """A Coder deployment over a span; of AI use also what each of these `teams` did, which the viewer has to be allowed
        to see."""
        ask, floors = self.history.ask, (self.min_team_size, self.min_cell_size)
        about = ("workspaces", org, span, grouping, tuple(team.id for team in teams))
        return self._recall(about, lambda: workspaces(ask, org, span, grouping, teams, *floors))

    def team_work(self, team: Team, span: Span) -> TeamWork | None:
        """What a team's members did in Coder; None where there is none, or none of them was there."""
        if self.workspaces_freshness(team.org).last is None:
            return None
        return self._recall(
            ("team work", team, span), lambda: team_work(self.history.ask, team, span, self.min_team_size)
        )

    def workers(self, org: str, span: Span, teams: Sequence[int] | None) -> list[Worker]:
        """The people of Coder's workspaces, or those of these teams. Whoever asks must have asked the rule who may see names.
        Not remembered: there are too many ways to ask."""
        return workers(self.history.ask, org, span, teams)

    def legacy(self, subject: Subject) -> list[LegacyDay]:
        """Every day that was imported of GitHub's old APIs, in order; none for most."""
        if not self._recall(("has legacy", subject.org), lambda: has_legacy(self.history.ask, subject.org)):
            return []
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
