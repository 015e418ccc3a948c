"""Which state a seat is in, and what is remembered of it from one snapshot to the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from dashboard.core.seat_rows import LISTED
from dashboard.core.seats import Before, Snapshot, billing_row, remembered

TODAY = date(2026, 11, 21)
ASSIGNED = datetime(2026, 3, 2, 9)


def ago(days):
    return datetime(2026, 11, 21, 8) - timedelta(days=days)


def snapshot(*rows, **more):
    filled = [{"user_id": 1001, "created_at": ASSIGNED, **row} for row in rows]
    return Snapshot(pa.Table.from_pylist(filled, schema=LISTED), **more)


def seen(day=TODAY, before=None, **row):
    """The one seat of a snapshot `day`, after `before`, which this gave for an earlier day."""
    rows = remembered(snapshot(row), day, before and Before(*before))
    return rows.to_pylist()[0], (day, rows)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"last_activity_at": ago(27)}, "active"),
        ({"last_activity_at": ago(28)}, "idle"),
        ({"last_activity_at": ago(1), "pending_cancellation_date": date(2026, 12, 1)}, "pending_cancellation"),
        ({"created_at": ago(89)}, "never_used"),
        ({"created_at": ago(90)}, "unknown"),
        ({"created_at": None}, "unknown"),
    ],
)
def test_each_seat_is_in_one_state(row, state):
    assert seen(**row)[0]["state"] == state


def test_an_activity_that_github_has_forgotten_is_not_lost():
    _, before = seen(TODAY - timedelta(days=1), last_activity_at=ago(90), last_activity_editor="vscode/1")
    row, _ = seen(TODAY, before)
    assert (row["last_activity_at"], row["known_activity_at"]) == (None, ago(90))
    assert (row["known_activity_editor"], row["state"]) == ("vscode/1", "idle")


def test_a_seat_watched_since_it_was_assigned_stays_never_used():
    before = None
    for days in (250, 180, 100, 30, 0):
        row, before = seen(TODAY - timedelta(days=days), before, created_at=ago(255))
    assert (row["state"], row["watched_since"]) == ("never_used", TODAY - timedelta(days=250))


def test_after_a_gap_in_which_github_forgets_nothing_is_sure_any_more():
    _, before = seen(TODAY - timedelta(days=120), created_at=ago(130))
    assert seen(TODAY, before, created_at=ago(130))[0]["state"] == "unknown"


def test_a_seat_assigned_again_is_watched_anew_but_its_person_is_known():
    _, before = seen(TODAY - timedelta(days=5), last_activity_at=ago(40))
    row, _ = seen(TODAY, before, created_at=ago(3))
    assert (row["watched_since"], row["known_activity_at"], row["first_activity_at"]) == (TODAY, ago(40), None)


def test_the_first_use_is_dated_where_it_was_watched():
    _, before = seen(TODAY - timedelta(days=3), created_at=ago(20))
    row, before = seen(TODAY - timedelta(days=1), before, created_at=ago(20), last_activity_at=ago(2))
    assert row["first_activity_at"] == ago(2)
    assert seen(TODAY, before, created_at=ago(20), last_activity_at=ago(0))[0]["first_activity_at"] == ago(2)


@pytest.mark.parametrize(("assigned", "first"), [(ago(8), None), (ago(6), ago(0))])
def test_the_first_use_of_a_seat_that_is_new_here_is_dated_within_a_week(assigned, first):
    assert seen(created_at=assigned, last_activity_at=ago(0))[0]["first_activity_at"] == first


def test_a_first_use_before_the_first_snapshot_is_never_dated():
    _, before = seen(TODAY - timedelta(days=1), last_activity_at=ago(2))
    assert seen(TODAY, before, last_activity_at=ago(0))[0]["first_activity_at"] is None


def test_states_and_seats_of_nobody_add_up_to_the_seats():
    found = snapshot(
        {"user_id": 1, "last_activity_at": ago(1)},
        {"user_id": 2, "last_activity_at": ago(50)},
        {"user_id": 3, "created_at": ago(2)},
        billing={"total": 4},
        without_assignee=1,
    )
    (row,) = billing_row(found, remembered(found, TODAY, None)).to_pylist()
    states = {name: number for name, number in row.items() if name.startswith("seats_") and number}
    assert states == {"seats_active": 1, "seats_idle": 1, "seats_never_used": 1}
    assert (row["total"], row["seats"], row["without_assignee"]) == (4, 4, 1)
    assert row["inactive_this_cycle"] is None
