"""What the stand-in answers from, with builders, so that a test can make a world of three people in as many lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Protocol

import orjson

from dashboard.demo.augment_tenant import Tenant, pilot_of
from dashboard.demo.coder_deployment import Deployment
from dashboard.demo.coder_work import deployment_of
from dashboard.demo.company import settle
from dashboard.demo.people import Story
from dashboard.demo.reports import SyntheticReports
from dashboard.demo.things import (
    ALWAYS,
    GitHubApp,
    MembershipState,
    NoReport,
    OAuthApp,
    Organisation,
    OrgMembership,
    Outcome,
    Period,
    Person,
    Published,
    Role,
    Seat,
    Shape,
    Team,
    TeamMembership,
)

LATEST = None  # the day of a 28-day report


class Reporter(Protocol):
    """Whoever knows the reports that nobody put there by hand."""

    def report(self, org: Organisation, report: str, day: date | None) -> Outcome: ...

    def last_active(self, person: Person) -> date | None: ...


@dataclass(eq=False)
class World:
    """`watched` are the organisations that the dashboard under test is configured for; empty: all there are."""

    today: date
    people: dict[int, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    org_memberships: dict[tuple[int, int], OrgMembership] = field(default_factory=dict)
    teams: dict[int, Team] = field(default_factory=dict)
    memberships: list[TeamMembership] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    oauth_app: OAuthApp = field(default_factory=OAuthApp)
    github_app: GitHubApp = field(default_factory=GitHubApp)
    watched: list[Organisation] = field(default_factory=list)
    admin_teams: list[Team] = field(default_factory=list)
    reports: dict[tuple[str, str, date | None], Outcome] = field(default_factory=dict)
    reporter: Reporter | None = None
    link_seconds: int = 3600
    augment: Tenant | None = None
    coder: Deployment | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(7001))

    # -- builders

    def add_organisation(self, login: str, id: int | None = None, name: str = "") -> Organisation:
        number = id or next(self._ids)
        org = Organisation(number, login, name or login.capitalize(), installation_id=500_000 + number)
        self.organisations[org.key] = org
        return org

    def add_person(self, login: str, id: int | None = None, name: str = "", note: str = "") -> Person:
        person = Person(id or next(self._ids), login, name or login.capitalize(), note)
        self.people[person.id] = person
        return person

    def add_to_organisation(
        self, org: Organisation, person: Person, role: Role = "member", state: MembershipState = "active"
    ) -> OrgMembership:
        membership = OrgMembership(org, person, role, state)
        self.org_memberships[org.id, person.id] = membership
        return membership

    def add_team(
        self,
        org: Organisation,
        name: str,
        members: Iterable[Person] = (),
        *,
        id: int | None = None,
        slug: str | None = None,
        description: str | None = None,
        parent: Team | None = None,
    ) -> Team:
        team = Team(id or next(self._ids), org, slug or slug_of(name), name, description, parent=parent)
        self.teams[team.id] = team
        for person in members:
            self.add_member(team, person)
        return team

    def add_member(
        self, team: Team, person: Person, state: MembershipState = "active", period: Period = ALWAYS
    ) -> TeamMembership:
        """Who is in a team is in its organisation, too."""
        if (team.org.id, person.id) not in self.org_memberships:
            self.add_to_organisation(team.org, person)
        membership = TeamMembership(team, person, "member", state, period)
        self.memberships.append(membership)
        return membership

    def add_seat(self, org: Organisation, person: Person, period: Period = ALWAYS, team: Team | None = None) -> Seat:
        seat = Seat(org, person, period, team)
        self.seats.append(seat)
        return seat

    def remove_from_organisation(self, org: Organisation, person: Person) -> None:
        self.org_memberships.pop((org.id, person.id), None)
        self.memberships = [m for m in self.memberships if m.team.org is not org or m.person is not person]

    def remove_member(self, team: Team, person: Person) -> None:
        self.memberships = [m for m in self.memberships if m.team is not team or m.person is not person]

    def remove_team(self, team: Team) -> None:
        del self.teams[team.id]
        self.memberships = [m for m in self.memberships if m.team is not team]

    # -- reports put there by hand; they come before those of `reporter`

    def put_report(
        self, org: Organisation, report: str, day: date | None, rows: Sequence[Mapping[str, Any]], shards: int = 1
    ) -> None:
        lines = [orjson.dumps(row) + b"\n" for row in rows]
        self.put_bytes(org, report, day, *(b"".join(lines[n::shards]) for n in range(shards)))

    def put_bytes(self, org: Organisation, report: str, day: date | None, *shards: bytes) -> None:
        self.reports[org.key, report, day] = Published(shards)

    def no_report(self, org: Organisation, report: str, day: date | None, shape: Shape = "204") -> None:
        self.reports[org.key, report, day] = NoReport(shape)

    def report(self, org: Organisation, report: str, day: date | None) -> Outcome:
        given = self.reports.get((org.key, report, day))
        if given is not None:
            return given
        return self.reporter.report(org, report, day) if self.reporter else NoReport("204")

    # -- questions

    def person(self, login: str) -> Person | None:
        return next((p for p in self.people.values() if p.login.lower() == login.lower()), None)

    def organisation(self, login: str) -> Organisation | None:
        return self.organisations.get(login.lower())

    def teams_of(self, org: Organisation) -> list[Team]:
        return [team for team in self.teams.values() if team.org is org]

    def team(self, org: Organisation, slug: str) -> Team | None:
        return next((team for team in self.teams_of(org) if team.slug.lower() == slug.lower()), None)

    def with_children(self, team: Team) -> list[Team]:
        children = [t for t in self.teams.values() if t.parent is team]
        return [team, *(below for child in children for below in self.with_children(child))]

    def identities(self) -> str:
        """identities.csv, of the people of every other assistant."""
        lines = [each for found in (self.augment, self.coder) if found for each in found.identities().splitlines()[1:]]
        by_name = {each.partition(",")[0]: each for each in lines}
        return "\n".join(["email,github_id,github_login", *by_name.values(), ""])

    def current(self, memberships: Iterable[TeamMembership]) -> list[TeamMembership]:
        return [m for m in memberships if self.today in m.period]

    def current_seats(self, org: Organisation) -> list[Seat]:
        return [seat for seat in self.seats if seat.org is org and self.today in seat.period]


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "team"


def lifelike(users: int = 200, days: int = 365, today: date | None = None, seed: int = 7) -> World:
    """Organisation `acme` with `users` licensed people and a year of their days, and `umbrella`, a smaller one.

    The same arguments give the same history; any day of it can be asked for alone.
    """
    world = World(today or datetime.now(UTC).date())
    story = Story.of(world.today - timedelta(days=days), world.today)
    jobs = settle(world, users, story, seed)
    reports = world.reporter = SyntheticReports(world, story, seed, jobs)
    world.augment = pilot_of(world, story, seed, reports.chronicle)
    world.coder = deployment_of(world, story, seed, reports.chronicle)
    return world
