"""Seats of a large organisation: one refresh of them over HTTP, and the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import orjson
import pyarrow as pa

from auth.access import Viewer
from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.seat_rows import LISTED
from dashboard.core.seats import Snapshot
from dashboard.demo.server import serve
from dashboard.demo.things import NoReport, Organisation, Outcome, Person
from dashboard.demo.world import World
from dashboard.history.objects import open_objects
from dashboard.history.reader import small
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from dashboard.sources.credentials import AppCredential
from dashboard.sources.github import GitHub
from tests.bench.ground import Ground
from tests.bench.latency import Latency, measure, most_resident, seconds
from tests.bench.page import table, taken

TITLE = "Seats"
SEATS, DAYS = 12_000, 90
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
DANA = Viewer(1004, "dana", {"acme": 999}, (), frozenset({"acme"}))
ALICE = Viewer(1001, "alice", {"acme": 999}, (), frozenset())


@dataclass(frozen=True)
class Busy:
    """Everybody was active on some day of the last hundred, of which GitHub knows ninety."""

    def report(self, org: Organisation, report: str, day: date | None) -> Outcome:
        return NoReport("204")

    def last_active(self, person: Person) -> date | None:
        ago = person.id % 100
        return TODAY - timedelta(days=ago) if 0 < ago <= 90 else None


def measured(ground: Ground) -> str:
    folder = ground.folder / "seats"
    history = History(open_objects(str(folder / "history")))
    days = seconds(
        lambda: [
            history.write_seats("github", "acme", TODAY - timedelta(days=n), snapshot(n), NOW)
            for n in range(DAYS, 0, -1)
        ]
    )
    github = serve(company())
    credential = AppCredential(github.api_url, str(github.world.github_app.id), github.private_key)
    source = GitHub(github.api_url, credential, ["127.0.0.1"])
    source.fetch_teams("acme")  # its token is there
    fetched = seconds(lambda: source.fetch_seats("acme"))
    whole = seconds(lambda: history.write_seats("github", "acme", TODAY, source.fetch_seats("acme"), NOW))
    github.stop()
    replica = Replica(open_objects(str(folder / "history")), folder / "replica", engine=small)
    built = seconds(replica.update)
    lines = [
        ("fetch all seats, 100 a page, over HTTP", f"{fetched:.2f} s"),
        ("the same, and the snapshot written beside what the one before knew", f"{whole:.2f} s"),
        ("one snapshot of a past day written, in the mean", f"{1000 * days / DAYS:.0f} ms"),
        (f"the replica of {DAYS} snapshots built from nothing", f"{built:.1f} s"),
        *pages(replica),
        ("most memory of this process, the stand-in in it", f"{most_resident():,} MB"),
    ]
    said = f"An organisation of {SEATS:,} seats and {DAYS} daily snapshots of them; the stand-in of GitHub is in the same process. {taken()}"
    return "\n".join([said, "", table(("what", "figure"), lines)])


def pages(replica: Replica) -> list[tuple[str, str]]:
    """Asked for the first time since the history changed, and then again, as JSON ready to send."""
    found = []
    for name, viewer in (("an admin's page, with the list", DANA), ("a member's page", ALICE)):
        insights = Insights(replica, 5)
        first = seconds(lambda insights=insights, viewer=viewer: drawn(insights, viewer))
        again: Latency = measure(lambda insights=insights, viewer=viewer: drawn(insights, viewer), 20)
        size = len(drawn(insights, viewer)) / 1e6
        found.append(
            (f"{name}, {size:.1f} MB of JSON: at first, then p50", f"{1000 * first:.0f} ms, {again.p50:.0f} ms")
        )
    return found


def drawn(insights: Insights, viewer: Viewer) -> bytes:
    page = show(Looking(viewer, insights, NOW, "/seats", "?days=90"))
    return orjson.dumps(page, default=lambda part: part.to_plotly_json())


def company() -> World:
    world = World(TODAY)
    acme = world.add_organisation("acme", 999)
    for number in range(SEATS):
        world.add_seat(acme, world.add_person(f"person-{number:05d}", 10_000 + number))
    world.reporter = Busy()
    return world


def snapshot(ago: int) -> Snapshot:
    """Each person used it on one day of the hundred before."""
    day = TODAY - timedelta(days=ago)
    rows = [
        {
            "user_id": 10_000 + number,
            "user_login": f"person-{number:05d}",
            "created_at": datetime(2025, 1, 7, 9, 4, 12),
            "last_activity_at": datetime(day.year, day.month, day.day, 16) - timedelta(days=number % 100),
            "last_activity_editor": "vscode/1.139.0/copilot-chat/0.52.1",
            "plan_type": "business",
        }
        for number in range(SEATS)
    ]
    return Snapshot(pa.Table.from_pylist(rows, schema=LISTED), {"total": SEATS, "plan_type": "business"})
