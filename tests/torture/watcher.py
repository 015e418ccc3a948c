"""A reader of the history, as the web server is one: asks its replica again and again whether any day is half there."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from dashboard.errors import DashboardError
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from tests.torture.versions import IN_A_TEAM

PEOPLE, TEAMS = 6, 2
PAUSE = 0.2  # seconds

ROWS = {"users": PEOPLE, "members": PEOPLE, "teams": TEAMS, "org": 1, "repos": 1}
VERSION = {
    "users": "code_generation_activity_count",
    "members": "CAST(split_part(slug, '-', 2) AS BIGINT)",
    "teams": f"code_generation_activity_count / {IN_A_TEAM}",
    "org": "daily_active_users",
    "repos": "repo_id",
}
# One question, so that all of it is of one version of the file.
DAYS = " UNION ALL ".join(
    f"SELECT '{table}' AS part, day, count(*) AS rows, min({version}) AS least, max({version}) AS most "
    f"FROM {table} GROUP BY day"
    for table, version in VERSION.items()
)

Days = dict[Any, dict[str, dict[str, Any]]]


def watch(url: str, say: Callable[..., None]) -> None:
    """For ever."""
    replica, before = Replica(open_objects(url), Path(f"{Path.cwd()}/replica-{time.monotonic_ns()}")), Days()
    while True:
        with suppress(DashboardError):
            replica.update()
        with suppress(DashboardError):
            days = by_day(replica.ask(DAYS))
            say(read=1, torn=[*torn(days), *older(before, days)])
            before = days
        time.sleep(PAUSE)


def by_day(rows: list[dict[str, Any]]) -> Days:
    days: Days = {}
    for row in rows:
        days.setdefault(row["day"], {})[row["part"]] = row
    return days


def torn(days: Days) -> list[str]:
    """What is only half there. Without both of the parts about people, a day is one that was purged."""
    found = []
    for day, parts in days.items():
        missing = ROWS.keys() - parts
        if missing and missing != {"users", "members"}:
            found.append(f"{day}: no {', '.join(sorted(missing))}")
        for name, part in parts.items():
            if part["rows"] != ROWS[name] or part["least"] != part["most"]:
                found.append(f"{day}: {part['rows']} rows of {name}, of versions {part['least']} to {part['most']}")
        if not missing and parts["teams"]["least"] != parts["users"]["least"]:
            found.append(f"{day}: teams aren't the sums of its people")
    return found


def older(before: Days, days: Days) -> list[str]:
    """What went back in time, or away: only the rows about people of a day that is purged may."""
    found = [f"{day}: gone" for day in before if day not in days]
    for day, parts in days.items():
        for name, part in parts.items():
            then = before.get(day, {}).get(name)
            if then and part["least"] < then["least"]:
                found.append(f"{day}: {name} of version {part['least']} after {then['least']}")
    return found
