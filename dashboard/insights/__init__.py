"""What the pages and the API ask. Both ask here, so they can't disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.core import own as of_person
from dashboard.core.daily_object import TeamDay
from dashboard.core.days import Span, trailing
from dashboard.core.licences import Billing, Seat, SeatAdoption, Seats
from dashboard.core.numbers import Day, Freshness, LegacyDay, Member
from dashboard.core.own import Medians, Own, Person
from dashboard.core.periods import Grouping
from dashboard.core.rows import USERS_REPORT
from dashboard.core.started import Started
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.core.workspaces import TeamWork, Worker, Workspaces
from dashboard.insights.company import Company
from dashboard.insights.legacy import has_legacy, legacy_days
from dashboard.insights.person import own_history
from dashboard.insights.seat_adoption import seat_adoption
from dashboard.insights.seats import billing_by_day, seat, seats
from dashboard.insights.started import started
from dashboard.insights.team import TeamNumbers
from dashboard.insights.team_days import team_days
from dashboard.insights.workspaces import freshness as coder_freshness
from dashboard.insights.workspaces import own_work, team_work, teams_of_workers, workers, workspaces

COMPARED = 28  # days of usage that seats are set beside


class Insights(Company):
    """Answers for one subject and span. Nothing here asks who is looking: the rule is asked before."""

    def started(self, team: Team, span: Span) -> Started | None:
        """Of the licensed at the span's end, how many were ever active; None where that can't be told."""
        return self._recall(
            ("started", team, span), lambda: started(self.history.ask, team, span, self.min_team_size, self._source)
        )

    def members(self, team: Team, span: Span) -> list[Member]:
        """The people of a team by login. Whoever asks must have asked the rule who may see names."""
        days = self._days(team, span).counted
        return self._recall(
            ("members", team, span, days),
            lambda: TeamNumbers(self.history.ask, team, self.min_team_size, self._source).members(span, days),
        )

    def own_freshness(self, person: Person) -> Freshness:
        """From and to when the history has rows of people."""
        return self._freshness(person.org, [USERS_REPORT])

    def own(self, person: Person, span: Span, grouping: Grouping) -> Own:
        """A person's own usage. Whoever asks must have made sure that it is this person who looks."""
        both = replace(span, first=span.before().first)

        def ask() -> Own:
            states = self._states(person.org, both).get(USERS_REPORT, {})
            found = own_history(self.history.ask, person, span, self._source)
            return of_person.own(found, states, self.own_freshness(person), span, grouping)

        return self._recall(("own", person, span, grouping), ask)

    def medians(self, team: Team, person: Person, span: Span) -> Medians:
        """Of a team's other members, where the floor allows it: nobody's rows leave this."""
        return of_person.medians(self.members(team, span), person.id, self.min_team_size, span)

    def seats(self, org: str) -> Seats | None:
        """The newest snapshot, beside the newest 28 days of usage; None while there is none. It names people: whoever asks
        must have asked the rule, and gives others its counts alone."""

        def ask() -> Seats | None:
            last = self.of("copilot").own_freshness(Person(org, 0)).last
            return seats(self.history.ask, org, trailing(last, COMPARED) if last else None, self.teams(org))

        return self._recall(("seats", org), ask)

    def seat(self, person: Person) -> Seat | None:
        """A person's own. Whoever asks must have made sure that it is this person who looks, or an admin."""
        return self._recall(("seat", person), lambda: seat(self.history.ask, person))

    def seat_adoption(self, org: str, span: Span) -> SeatAdoption | None:
        """How many of the seats held at the span's end were used in it; None where seats or people aren't known."""
        githubs, organisation = self.of("copilot"), Organisation(org)

        def ask() -> SeatAdoption | None:
            now, before = githubs._kept_days(organisation, span)
            return seat_adoption(self.history.ask, organisation, now, before)

        return githubs._recall(("seat adoption", org, span), ask)

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

    def team_work(self, team: Team, span: Span, grouping: Grouping) -> TeamWork | None:
        """What a team's members did in Coder; None where there is none, or none of them was there."""
        if self.workspaces_freshness(team.org).last is None:
            return None
        return self._recall(
            ("team work", team, span, grouping),
            lambda: team_work(self.history.ask, team, span, grouping, self.min_team_size),
        )

    def workers(self, org: str, span: Span, teams: Sequence[int] | None) -> list[Worker]:
        """The people of Coder's workspaces, or those of these teams. Whoever asks must have asked the rule who may see names.
        Not remembered: there are too many ways to ask."""
        return workers(self.history.ask, org, span, teams)

    def own_work(self, person: Person, span: Span) -> Worker | None:
        """A person's own time in Coder's workspaces. Whoever asks must have made sure that it is this person who looks."""
        return own_work(self.history.ask, person, span)

    def teams_of_workers(self, org: str, span: Span, teams: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """In which of these teams they were on days on which they worked, by person; under the same rule as `workers`."""
        return teams_of_workers(self.history.ask, org, span, teams)

    def legacy(self, subject: Subject) -> list[LegacyDay]:
        """Every day that was imported of GitHub's old APIs, in order; none for most."""
        if not self._recall(("has legacy", subject.org), lambda: has_legacy(self.history.ask, subject.org)):
            return []
        return self._recall(("legacy", subject), lambda: legacy_days(self.history.ask, subject, self.min_team_size))

    def team_days(self, team: Team, days: Sequence[Day]) -> list[TeamDay]:
        """What is published of `days`, which `daily` gave. Not remembered: it is asked once a day."""
        return team_days(self.history.ask, team, days)
