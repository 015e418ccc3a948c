"""What GitHub makes of the synthetic people's days: its reports, and the days it has none of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.demo.aggregate import aggregate_row
from dashboard.demo.chronicle import Chronicle
from dashboard.demo.lines import ndjson
from dashboard.demo.people import Job, Story
from dashboard.demo.repositories import FIRST_REPOS_DAY, repository_rows
from dashboard.demo.rows import user_rows
from dashboard.demo.things import NoReport, Organisation, Outcome, Person, Published, Shape

if TYPE_CHECKING:
    from dashboard.demo.world import World

ORG_28_DAYS, USERS_28_DAYS = "organization-28-day", "users-28-day"
LEAST_ROWS_A_FILE, MOST_FILES, LEAST_SEATS, LOST_DAYS_AGO = 100, 16, 5, 18
REMEMBERED = 6  # reports: one day of twenty thousand people is 70 MB
Row = dict[str, Any]


class SyntheticReports:
    """Answers for any day of the story at once. What was asked for last is remembered as it was then."""

    def __init__(self, world: World, story: Story, seed: int, jobs: dict[int, Job]):
        self.world, self.story, self.seed = world, story, seed
        self.chronicle = Chronicle(world, story, seed, jobs)
        self.published = lru_cache(maxsize=REMEMBERED)(self._published)

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

    def _published(self, org_key: str, report: str, day: date | None) -> Outcome:
        org = self.world.organisations[org_key]
        if day is None:
            return Published(tuple(self._latest(org, report)))
        rows = self.rows(org, report, day)
        return (
            Published(files(rows, day)) if len(rows) else NoReport("204")
        )  # as GitHub says that there is nothing to say

    def rows(self, org: Organisation, report: str, day: date) -> pa.Table | list[Row]:
        """Those of a day's report, with its `day` in each; as a table where there are many."""
        makers = {
            USERS_REPORT: self.user_rows,
            MEMBERS_REPORT: self.member_rows,
            ORG_REPORT: self.org_rows,
            REPOS_REPORT: self.repo_rows,
        }
        return makers[report](org, day)

    def members(self, org: Organisation) -> Iterable[int]:
        """Those who are now."""
        return (
            person
            for (org_id, person), membership in self.world.org_memberships.items()
            if org_id == org.id and membership.state == "active"
        )

    def user_rows(self, org: Organisation, day: date) -> pa.Table:
        told = self.chronicle
        return user_rows(org, day, told.crowd, told.logins, told.trace(day), told.among(self.members(org)))

    def member_rows(self, org: Organisation, day: date) -> pa.Table:
        """Licensed members by team; teams with fewer than five of them are absent."""
        licensed = set(self.chronicle.crowd.ids[self.chronicle.licensed(day)].tolist())
        teams: dict[int, list[tuple[int, str, int, str]]] = {}
        for membership in self.world.memberships:
            team, person = membership.team, membership.person
            counts = team.org is org and membership.state == "active" and day in membership.period
            if counts and person.id in licensed:
                teams.setdefault(team.id, []).append((person.id, person.login, team.id, team.slug))
        found = [row for rows in teams.values() if len(rows) >= LEAST_SEATS for row in rows]
        names = ("user_id", "user_login", "team_id", "slug")
        columns = dict(zip(names, zip(*found, strict=True), strict=True)) if found else dict.fromkeys(names, ())
        facts = {"day": day.isoformat(), "organization_id": str(org.id)}
        return pa.table({**{name: [value] * len(found) for name, value in facts.items()}, **columns})

    def org_rows(self, org: Organisation, day: date) -> list[Row]:
        told = self.chronicle
        window = [told.used(day - timedelta(days=n)) for n in range(28)]
        repositories = repository_rows(org, day, self.seed)
        return [aggregate_row(org, day, told.trace(day), told.among(self.members(org)), window, repositories)]

    def repo_rows(self, org: Organisation, day: date) -> list[Row]:
        return repository_rows(org, day, self.seed)

    def _latest(self, org: Organisation, report: str) -> Iterator[bytes]:
        """The 28 days that end with the newest one that has all reports."""
        last = self.world.today - timedelta(days=2)
        days = [last - timedelta(days=n) for n in range(27, -1, -1)]
        window = {"report_start_day": days[0].isoformat(), "report_end_day": last.isoformat()}
        if report == USERS_28_DAYS:
            for half in (days[:14], days[14:]):  # GitHub splits this report by time: the same people are in each shard
                yield b"".join(text for day in half for text in self._within(window, self.user_rows(org, day)))
            return
        totals = [row for day in days if day >= self.story.first for row in self.org_rows(org, day)]
        ids = {"organization_id": str(org.id), "enterprise_id": org.enterprise_id}
        yield line({**window, **ids, "created_at": f"{self.world.today}T03:36:11.710Z", "day_totals": totals})

    def _within(self, window: dict[str, str], rows: pa.Table) -> Iterator[bytes]:
        for name, value in window.items():
            rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
        return ndjson(rows, max(1, rows.num_rows))


def line(row: Row) -> bytes:
    return orjson.dumps(row) + b"\n"


def files(rows: pa.Table | list[Row], day: date) -> tuple[bytes, ...]:
    """Of many rows several; on some days one more file with nothing but a blank line in it."""
    if isinstance(rows, list):
        return (b"".join(map(line, rows)),)
    found = list(ndjson(rows, max(LEAST_ROWS_A_FILE, -(-rows.num_rows // MOST_FILES))))
    if len(found) > 1 and day.toordinal() % 5 == 0:
        found.insert(1, b"\n")
    return tuple(found or [b""])
