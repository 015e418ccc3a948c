"""Snapshots of seats in the history, over every kind of store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from dashboard.core.reports import Outcome
from dashboard.core.rows import USERS_REPORT
from dashboard.core.seat_rows import LISTED, SEATS_REPORT
from dashboard.core.seats import Snapshot
from dashboard.history.erasure import erase
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.history.tables import from_parquet
from dashboard.people import export_person
from tests.builders import CAST

DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 6, tzinfo=UTC)


def snapshot(*logins, active=datetime(2026, 11, 20, 8), **more):
    rows = [
        {"user_id": CAST[login], "user_login": login, "created_at": datetime(2026, 1, 5), "last_activity_at": active}
        for login in logins
    ]
    return Snapshot(pa.Table.from_pylist(rows, schema=LISTED), {"total": len(rows)}, **more)


def write(objects, day, *logins, **more):
    return History(objects).write_seats("github", "acme", day, snapshot(*logins, **more), AT)


def seats(objects, day=DAY, table="seats"):
    stored = objects.read(f"{table}/source=github/org=acme/day={day}/rows.parquet")
    return from_parquet(stored.content, table).to_pylist()


def logins(objects, day=DAY):
    return [row["user_login"] for row in seats(objects, day)]


def test_a_later_snapshot_of_the_same_day_replaces_the_earlier(objects):
    write(objects, DAY, "alice", "bob")
    assert write(objects, DAY, "bob", "charlie")
    assert logins(objects) == ["bob", "charlie"]
    assert not write(objects, DAY, "bob", "charlie"), "the same again writes nothing"


def test_a_snapshot_goes_on_from_the_one_before_and_not_from_its_own_day(objects):
    write(objects, DAY - timedelta(days=3), "alice", active=datetime(2026, 9, 1))
    for _ in range(2):
        write(objects, DAY, "alice", active=None)
    (row,) = seats(objects)
    assert (row["last_activity_at"], row["known_activity_at"]) == (None, datetime(2026, 9, 1))
    assert row["watched_since"] == DAY - timedelta(days=3)


def test_a_failed_try_leaves_what_is_there_and_says_why(objects):
    history = History(objects)
    write(objects, DAY, "alice")
    history.write_without_seats("github", "acme", DAY, "failed", "GitHub is away", AT)
    entry = history.entry("github", "acme", SEATS_REPORT, DAY)
    assert (entry.state, entry.reason, logins(objects)) == ("final", "GitHub is away", ["alice"])
    history.write_without_seats("github", "umbrella", DAY, "not_available", "no permission", AT)
    assert {(one.org, one.state, one.rows) for one in history.coverage()} == {
        ("acme", "final", 1),
        ("umbrella", "not_available", None),
    }


def test_usage_of_the_day_is_another_entry(objects):
    write(objects, DAY, "alice")
    History(objects).write_day("github", "acme", DAY, [Outcome(USERS_REPORT, "failed", "away")], AT)
    assert logins(objects) == ["alice"]


def test_an_erased_person_goes_from_every_snapshot_and_stays_out_but_is_still_counted(objects):
    for day in (DAY - timedelta(days=1), DAY):
        write(objects, day, "alice", "bob")
    erased = erase(History(objects), CAST["alice"], AT)
    assert (erased.rows["seats"], logins(objects)) == (2, ["bob"])
    write(objects, DAY + timedelta(days=1), "alice", "bob")
    assert logins(objects, DAY + timedelta(days=1)) == ["bob"]
    assert seats(objects, DAY + timedelta(days=1), "billing")[0]["seats_active"] == 2


def test_what_is_kept_of_a_person_has_their_seat(objects):
    write(objects, DAY, "alice")
    found = export_person(History(objects), objects, CAST["alice"], AT)
    assert [(row["org"], row["day"], row["state"]) for row in found["seats"]] == [("acme", "2026-11-21", "active")]


def test_rows_of_people_go_with_time_and_the_counts_stay(objects):
    write(objects, DAY, "alice")
    History(objects).expire(DAY + timedelta(days=50), 40, None)
    entry = History(objects).entry("github", "acme", SEATS_REPORT, DAY)
    assert (entry.state, list(entry.objects)) == ("expired", ["billing"])
    assert objects.read(f"seats/source=github/org=acme/day={DAY}/rows.parquet") is None
    assert seats(objects, DAY, "billing")[0]["seats_active"] == 1


@pytest.fixture
def torn(folder):
    write(folder, DAY - timedelta(days=2), "alice", active=datetime(2026, 9, 1))
    write(folder, DAY - timedelta(days=1), "alice", active=None)
    key = f"seats/source=github/org=acme/day={DAY - timedelta(days=1)}/rows.parquet"
    folder.write(key, b"torn")
    return folder


def test_a_damaged_snapshot_is_passed_over_for_the_one_before(torn):
    write(torn, DAY, "alice", active=None)
    assert seats(torn)[0]["known_activity_at"] == datetime(2026, 9, 1)


def test_the_replica_has_every_day(folder, tmp_path):
    for days in range(3):
        write(folder, DAY - timedelta(days=days), "alice", "bob")
    replica = Replica(folder, tmp_path / "replica")
    replica.update()
    found = replica.ask("SELECT day, count(*) AS seats, max(known_activity_at) AS at FROM seats GROUP BY day")
    assert {row["seats"] for row in found} == {2}
    assert len(found) == 3
    assert found[0]["at"] == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert replica.ask("SELECT sum(seats_active) AS active FROM billing") == [{"active": 6}]
    replica.close()
