"""The snapshots of seats that a dashboard which ran all year would have: GitHub itself only knows those of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa

from dashboard.core.seat_rows import LISTED, SEATS_REPORT
from dashboard.core.seats import Snapshot
from dashboard.demo.chronicle import REMEMBERED
from dashboard.demo.reports import SyntheticReports
from dashboard.demo.seat_facts import assigned, editor_of, ends, plan_of
from dashboard.demo.things import Organisation, Seat
from dashboard.demo.world import World
from dashboard.history.store import History

MANY = 1000  # people


def keep_snapshots(world: World, history: History) -> None:
    """Those of the story's days that aren't there yet, of the organisations that are watched, oldest first.

    Today's is taken again at the end: a refresh that ran meanwhile didn't know those before it.
    """
    reporter = world.reporter
    assert isinstance(reporter, SyntheticReports)
    for day, last in _last_days(reporter, world.today):
        for org in world.watched:
            at = datetime.combine(day, time(6), UTC)
            if day == world.today or (is_kept(world, day) and not history.entry("github", org.key, SEATS_REPORT, day)):
                history.write_seats("github", org.key, day, snapshot(world, org, day, last), at)


def is_kept(world: World, day: date) -> bool:
    """Every day, in a large company one a week: that is enough to be looked at."""
    return len(world.people) < MANY or (world.today - day).days % 7 == 0


def _last_days(reporter: SyntheticReports, today: date) -> Iterator[tuple[date, dict[int, date]]]:
    """Each day up to today, and when each person was last active before it, as far as GitHub would remember."""
    told, day = reporter.chronicle, reporter.story.first
    last = {person: day - timedelta(days=1 + person % 5) for person, job in told.jobs.items() if job.starts}
    while day <= today:
        yield day, {person: seen for person, seen in last.items() if (day - seen).days <= REMEMBERED}
        last |= dict.fromkeys(told.crowd.ids[told.trace(day).active].tolist(), day)
        day += timedelta(days=1)


def snapshot(world: World, org: Organisation, day: date, last: dict[int, date]) -> Snapshot:
    seats = [seat for seat in world.seats if seat.org is org and day in seat.period]
    rows = [_row(seat, day, _since(seat, last)) for seat in {seat.person.id: seat for seat in seats}.values()]
    return Snapshot(pa.Table.from_pylist(rows, schema=LISTED), {"total": len(rows), "plan_type": "business"})


def _since(seat: Seat, last: dict[int, date]) -> date | None:
    """Somebody who gets their first seat in the course of the story hasn't used Copilot before."""
    active = last.get(seat.person.id)
    return active if active and active >= (seat.period.since or date.min) else None


def _row(seat: Seat, day: date, active: date | None) -> dict[str, object]:
    return {
        "user_id": seat.person.id,
        "user_login": seat.person.login,
        "created_at": assigned(seat),
        "pending_cancellation_date": ends(seat, day),
        "last_activity_at": datetime.combine(active, time(16, 4, 12)) if active else None,
        "last_activity_editor": editor_of(seat) if active else None,
        "last_authenticated_at": datetime.combine(active, time(8, 4, 12)) if active else None,
        "plan_type": plan_of(seat),
        "assigning_team_id": seat.team.id if seat.team else None,
        "assigning_team_slug": seat.team.slug if seat.team else None,
        "assigning_team_name": seat.team.name if seat.team else None,
    }
