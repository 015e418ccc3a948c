"""What GitHub makes of the synthetic people's days: its reports, and the days it has none of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.demo.aggregate import aggregate_row
from dashboard.demo.chronicle import Chronicle
from dashboard.demo.people import Job, Story
from dashboard.demo.repositories import FIRST_REPOS_DAY, repository_rows
from dashboard.demo.rows import user_row
from dashboard.demo.things import NoReport, Organisation, Outcome, Person, Published, Shape

if TYPE_CHECKING:
    from dashboard.demo.world import World

ORG_28_DAYS, USERS_28_DAYS = "organization-28-day", "users-28-day"
ROWS_PER_SHARD, LEAST_SEATS, LOST_DAYS_AGO = 100, 5, 18
Row = dict[str, Any]


class SyntheticReports:
    """Answers for any day of the story at once. A day that was asked for lately is remembered as it was then."""

    def __init__(self, world: World, story: Story, seed: int, jobs: dict[int, Job]):
        self.world, self.story, self.seed = world, story, seed
        self.chronicle = Chronicle(world, story, seed, jobs)
        self.published = lru_cache(maxsize=64)(self._published)

    def report(self, org: Organisation, report: str, day: date | None) -> Outcome:
        missing = self.missing(report, day)
        return NoReport(missing) if missing else self.published(org.key, report, day)

    def missing(self, report: str, day: date | None) -> Shape | None:
        """How GitHub would say that it has no report, in each of its ways; None if it has."""
        if day is None:
            return None
        newest = self.world.today - timedelta(days=2 if report in (USERS_REPORT, MEMBERS_REPORT) else 1)
        if day > newest:
            return "204"
        if day < self.story.first or (report == REPOS_REPORT and day < FIRST_REPOS_DAY):
            return "404"
        return "string" if day == self.lost_day else None

    @cached_property
    def lost_day(self) -> date:
        """A working day that GitHub never had a report of."""
        day = self.world.today - timedelta(days=LOST_DAYS_AGO)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def last_active(self, person: Person) -> date | None:
        return self.chronicle.last_active(person, self.world.today)

    def _published(self, org_key: str, report: str, day: date | None) -> Published:
        org = self.world.organisations[org_key]
        rows = {
            USERS_REPORT: self.user_rows,
            MEMBERS_REPORT: self.member_rows,
            ORG_REPORT: self.org_rows,
            REPOS_REPORT: self.repo_rows,
        }
        if day is None:
            return Published(tuple(self._latest(org, report)))
        return Published(shards([*rows[report](org, day)], day))

    def members(self, org: Organisation) -> list[int]:
        return sorted(
            person
            for (org_id, person), membership in self.world.org_memberships.items()
            if org_id == org.id and membership.state == "active"
        )

    def user_rows(self, org: Organisation, day: date) -> Iterable[Row]:
        traces = self.chronicle.traces(day)
        return (
            user_row(self.world.people[p], org, day, self.chronicle.habits[p], traces[p])
            for p in self.members(org)
            if p in traces
        )

    def member_rows(self, org: Organisation, day: date) -> Iterable[Row]:
        """Licensed members by team; teams with fewer than five of them are absent."""
        teams: dict[int, list[Row]] = {}
        for membership in self.world.memberships:
            team, person = membership.team, membership.person
            counts = team.org is org and membership.state == "active" and day in membership.period
            if counts and self.chronicle.licensed(person.id, day):
                row = {
                    "user_id": person.id,
                    "user_login": person.login,
                    "day": day.isoformat(),
                    "organization_id": str(org.id),
                }
                teams.setdefault(team.id, []).append({**row, "team_id": team.id, "slug": team.slug})
        return (row for rows in teams.values() if len(rows) >= LEAST_SEATS for row in rows)

    def org_rows(self, org: Organisation, day: date) -> Iterable[Row]:
        members = frozenset(self.members(org))
        traces = [trace for person_id, trace in self.chronicle.traces(day).items() if person_id in members]
        window = [
            {word: ids & members for word, ids in self.chronicle.used(day - timedelta(days=n)).items()}
            for n in range(28)
        ]
        return [aggregate_row(org, day, traces, window, repository_rows(org, day, self.seed))]

    def repo_rows(self, org: Organisation, day: date) -> Iterable[Row]:
        return repository_rows(org, day, self.seed)

    def _latest(self, org: Organisation, report: str) -> Iterable[bytes]:
        """The 28 days that end with the newest one that has all reports."""
        last = self.world.today - timedelta(days=2)
        days = [last - timedelta(days=n) for n in range(27, -1, -1)]
        window = {"report_start_day": days[0].isoformat(), "report_end_day": last.isoformat()}
        if report == USERS_28_DAYS:
            for half in (days[:14], days[14:]):  # GitHub splits this report by time: the same people are in each shard
                yield b"".join(line({**window, **row}) for day in half for row in self.user_rows(org, day))
            return
        totals = [row for day in days if day >= self.story.first for row in self.org_rows(org, day)]
        ids = {"organization_id": str(org.id), "enterprise_id": org.enterprise_id}
        yield line({**window, **ids, "created_at": f"{self.world.today}T03:36:11.710Z", "day_totals": totals})


def line(row: Row) -> bytes:
    return orjson.dumps(row) + b"\n"


def shards(rows: list[Row], day: date) -> tuple[bytes, ...]:
    """At most so many rows a file; on some days one more file with nothing but a blank line in it."""
    files = [b"".join(map(line, rows[n : n + ROWS_PER_SHARD])) for n in range(0, len(rows), ROWS_PER_SHARD)]
    if len(files) > 1 and day.toordinal() % 5 == 0:
        files.insert(1, b"\n")
    return tuple(files or [b""])
