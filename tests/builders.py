"""Rows with defaults, in GitHub's shape, for the cast of every test, and a history made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from dashboard.core.accounts import Account
from dashboard.core.augment_rows import day_report
from dashboard.core.numbers import Coverage, State
from dashboard.core.reports import Outcome, Report
from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, SCHEMAS, TABLE_OF, USERS_REPORT
from dashboard.core.seat_rows import LISTED
from dashboard.core.seats import Snapshot
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History

CAST = {"alice": 1001, "bob": 1002, "charlie": 1003, "dana": 1004, "erin": 1005}
FETCHED = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
Rows = list[dict[str, Any]]


def user_id(login: str) -> int:
    return CAST[login] if login in CAST else 2000 + int(login.removeprefix("person-"))


def counts(
    interactions: int = 0,
    generations: int = 0,
    acceptances: int = 0,
    suggested: int = 0,
    added: int = 0,
    deleted: int = 0,
) -> dict[str, int]:
    return dict(zip(COUNTERS, (interactions, generations, acceptances, suggested, 0, added, deleted), strict=True))


def usage(login: str, **fields: Any) -> dict[str, Any]:
    """One row of users-1-day; counters by short name, as generations=123, everything else by GitHub's."""
    names = ("interactions", "generations", "acceptances", "suggested", "added", "deleted")
    given = {name: fields.pop(name) for name in names if name in fields}
    return {"user_id": user_id(login), "user_login": login, "organization_id": "999", **counts(**given), **fields}


def membership(login: str, team: int, slug: str = "") -> dict[str, Any]:
    slug = slug or f"team-{team}"
    return {"user_id": user_id(login), "user_login": login, "organization_id": "999", "team_id": team, "slug": slug}


def people(first: int, last: int) -> list[str]:
    return [f"person-{number:03}" for number in range(first, last + 1)]


def outcome(report: str, org: str, day: date, rows: Rows, state: str = "final") -> Outcome:
    table = pa.Table.from_pylist(rows, schema=SCHEMAS[TABLE_OF[report]])
    raw = b"\n".join(orjson.dumps({**row, "day": day.isoformat()}) for row in rows)
    return Outcome(report, state, "", Report(report, org, day, table, raw))  # type: ignore[arg-type]


def day_of(
    org: str, day: date, users: Rows | None = None, members: Rows | None = None, total: Mapping[str, Any] | None = None
) -> list[Outcome]:
    """The outcomes of a day; a report that is None did not come."""
    given = {USERS_REPORT: users, MEMBERS_REPORT: members, ORG_REPORT: None if total is None else [dict(total)]}
    return [
        Outcome(report, "not_available") if rows is None else outcome(report, org, day, rows)
        for report, rows in given.items()
    ]


def augment_of(org: str, day: date, people: Mapping[str, Mapping[str, int]]) -> list[Outcome]:
    """What Augment has of a day: by login, its own counters; everybody is matched to their account at GitHub."""
    records = [{"user_email": login, "metrics": dict(metrics)} for login, metrics in people.items()]
    report = day_report(org, day, records, lambda name: Account(user_id(name), name, True))
    return [Outcome(USERS_REPORT, "final", rows=report)]


def covered(
    report: str, days: Iterable[date], state: State = "final", reason: str = "", org: str = "acme"
) -> list[Coverage]:
    """What the index says of these days."""
    rows = 3 if state in ("final", "provisional") else None
    return [Coverage("github", org, report, day, state, FETCHED, rows, reason) for day in days]


def seat(login: str, **fields: Any) -> dict[str, Any]:
    """One row of a snapshot, assigned long ago, in GitHub's names."""
    return {"user_id": user_id(login), "user_login": login, "created_at": datetime(2026, 1, 5, 9), **fields}


def snapshot(*rows: dict[str, Any], **more: Any) -> Snapshot:
    billing = {"total": len(rows), "plan_type": "business"} | more.pop("billing", {})
    return Snapshot(pa.Table.from_pylist(list(rows), schema=LISTED), billing, **more)


def history_of(
    folder: Path,
    days: Iterable[tuple[str, date, Sequence[Outcome]]],
    seats: Iterable[tuple[str, date, Snapshot]] = (),
    augment: Iterable[tuple[str, date, Sequence[Outcome]]] = (),
) -> Replica:
    """A history in `folder` with these days and snapshots, Augment's days beside them, and an up-to-date replica of it."""
    objects = open_objects(str(folder / "history"))
    history = History(objects)
    for org, day, outcomes in days:
        history.write_day("github", org, day, outcomes, FETCHED)
    for org, day, outcomes in augment:
        history.write_day("augment", org, day, outcomes, FETCHED)
    for org, day, listed in seats:
        history.write_seats("github", org, day, listed, FETCHED)
    replica = Replica(objects, folder / "replica")
    replica.update()
    return replica
