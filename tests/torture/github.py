"""A GitHub whose every row says which version of its day it is, so that half a day can be told from a whole one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.demo.server import Running, serve
from dashboard.demo.world import World
from tests.builders import membership, people, usage

PEOPLE = people(1, 6)
TEAMS = {42: ("red", PEOPLE[:3]), 43: ("blue", PEOPLE[3:])}
# Days ago: those that may still change, and are corrected all the time; a final one; and the oldest, which is fetched
# and whose rows about people are removed again at the end of the same refresh.
TRAILING, FINAL, PURGED = (1, 2), 3, 4
SETTINGS = {"REFRESH_TRAILING_DAYS": "2", "RETAIN_USER_DAYS": str(PURGED - 1)}


class GitHub:
    """`correct()` gives the trailing days a new version."""

    def __init__(self) -> None:
        today = datetime.now(UTC).date()
        self.world = World(today)
        self.org = self.world.add_organisation("acme", 999)
        for number, (slug, _) in TEAMS.items():
            self.world.add_team(self.org, slug.capitalize(), id=number)
        self.version = 1
        self.days = [today - timedelta(days=ago) for ago in (*TRAILING, FINAL, PURGED)]
        for day in self.days:
            self._publish(day)
        self.running: Running = serve(self.world)

    @property
    def since(self) -> date:
        return self.days[-1]

    def correct(self) -> None:
        self.version += 1
        for day in self.days[: len(TRAILING)]:
            self._publish(day)

    def stop(self) -> None:
        self.running.stop()

    def _publish(self, day: date) -> None:
        version, team_of = self.version, {login: team for team, (_, logins) in TEAMS.items() for login in logins}
        rows = {
            USERS_REPORT: [usage(login, generations=version) for login in PEOPLE],
            MEMBERS_REPORT: [membership(login, team, f"{TEAMS[team][0]}-{version}") for login, team in team_of.items()],
            ORG_REPORT: [{"daily_active_users": version}],
            REPOS_REPORT: [{"repo_id": version, "repo_name": "billing"}],
        }
        for report, found in rows.items():
            self.world.put_report(self.org, report, day, [{"day": day.isoformat(), **row} for row in found])
