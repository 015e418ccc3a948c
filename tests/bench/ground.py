"""Histories of the demo's company at any size, written without the way over HTTP and NDJSON, which would take hours.

Each day's rows go as Arrow tables straight into `History.write_day`, from several processes; `raw` is left empty.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from dashboard.core.reports import Outcome, Report, state_of
from dashboard.core.rows import DIRECTORY, REPORTS, SCHEMAS, TABLE_OF, USERS_REPORT
from dashboard.demo.world import World, lifelike
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.history.tables import conform

TODAY = date(2026, 11, 21)
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC)
LAST = TODAY - timedelta(days=2)  # the newest day of which all reports are there
ORG = "acme"


@dataclass
class Ground:
    """What the subjects of one run share."""

    folder: Path

    def history(self, users: int, days: int) -> Path:
        """Made when it is first asked for."""
        made = self.folder / f"{users}x{days}"
        if not made.exists():
            write_history(made.with_suffix(".part"), users, days)
            made.with_suffix(".part").rename(made)
        return made


def write_history(folder: Path, users: int, days: int) -> None:
    history = History(open_objects(str(folder)))
    history.write_directory("github", ORG, directory(company(users, days)), NOW)
    wanted = [TODAY - timedelta(days=back) for back in range(1, days + 1)]
    several = os.cpu_count() or 1
    parts = [wanted[n * len(wanted) // several : (n + 1) * len(wanted) // several] for n in range(several)]
    with ProcessPoolExecutor(several, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(write_days, [folder] * several, [users] * several, [days] * several, parts))


def write_days(folder: Path, users: int, days: int, some: Sequence[date]) -> None:
    world, history = company(users, days), History(open_objects(str(folder)))
    for day in some:
        history.write_day("github", ORG, day, [outcome(world, report, day) for report in REPORTS], NOW)


def company(users: int, days: int) -> World:
    return lifelike(users, days, TODAY)


def outcome(world: World, report: str, day: date) -> Outcome:
    reports = world.reporter
    if reports.missing(report, day):
        return Outcome(report, "not_available")
    rows = reports.rows(world.organisations[ORG], report, day)
    schema = SCHEMAS[TABLE_OF[report]]
    table = conform(rows, schema) if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows, schema=schema)
    return Outcome(report, state_of(day, TODAY, 5), rows=Report(report, ORG, day, table, b""))


def directory(world: World) -> pa.Table:
    teams = [
        {
            "team_id": team.id,
            "slug": team.slug,
            "name": team.name,
            "description": team.description,
            "parent_id": team.parent.id if team.parent else None,
        }
        for team in world.teams_of(world.organisations[ORG])
    ]
    return pa.Table.from_pylist(teams, schema=DIRECTORY)


def change_day(folder: Path, users: int, days: int, day: date) -> None:
    """As if GitHub had corrected it: one person's row is gone."""
    world, history = company(users, days), History(open_objects(str(folder)))
    found = outcome(world, USERS_REPORT, day)
    assert found.rows
    rows = found.rows.rows.take(pa.array(range(1, found.rows.rows.num_rows)))
    fewer = Report(USERS_REPORT, ORG, day, rows, b"")
    history.write_day("github", ORG, day, [Outcome(USERS_REPORT, found.state, rows=fewer)], NOW)
