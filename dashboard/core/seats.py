"""Seats: what a snapshot of today says beside the one before it. GitHub forgets an activity after 90 days; we don't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

import pyarrow as pa

from dashboard.core.seat_rows import BILLING, SEATS

SeatState = Literal["active", "idle", "never_used", "pending_cancellation", "unknown"]
IDLE_AFTER = 28  # days without activity
FORGOTTEN_AFTER = timedelta(days=90)  # GitHub: https://docs.github.com/en/copilot/reference/metrics-data
FIRST_USE_WITHIN = timedelta(days=7)  # between two looks, so that a first use can be dated

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """An organisation's seats as GitHub lists them, one row of each assignee in the schema `LISTED`.

    `billing` has what GitHub says of the subscription, in the columns of `BILLING`. `without_assignee` seats are of
    nobody that GitHub names. `remark` says what is odd about the list; empty if nothing is.
    """

    listed: pa.Table
    billing: Row = field(default_factory=dict)
    without_assignee: int = 0
    remark: str = ""


@dataclass(frozen=True)
class Before:
    """The snapshot before, and its day."""

    day: date
    rows: pa.Table


def remembered(snapshot: Snapshot, day: date, before: Before | None) -> pa.Table:
    """The snapshot's rows in the schema `SEATS`: with what was known of each seat before."""
    known = {row["user_id"]: row for row in before.rows.to_pylist()} if before else {}
    rows = [_remembered(row, known.get(row["user_id"]), day, before) for row in snapshot.listed.to_pylist()]
    return pa.Table.from_pylist(rows, schema=SEATS)


def _remembered(row: Row, was: Row | None, day: date, before: Before | None) -> Row:
    same_seat = was is not None and was["created_at"] == row["created_at"]
    watched = was["watched_since"] if was and before and same_seat and _in_time(day, before.day) else day
    newest = _newest(row["last_activity_at"], was["known_activity_at"] if was else None)
    editor = row["last_activity_editor"] if newest == row["last_activity_at"] else was and was["known_activity_editor"]
    found = {
        **row,
        "known_activity_at": newest,
        "known_activity_editor": editor if newest else None,
        "first_activity_at": _first_activity(row, was if same_seat else None, before),
        "watched_since": watched,
    }
    return found | {"state": state(found, day)}


def _in_time(day: date, before: date) -> bool:
    """Whether nothing can have been forgotten between two looks."""
    return day - before < FORGOTTEN_AFTER


def _newest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _first_activity(row: Row, was: Row | None, before: Before | None) -> datetime | None:
    """None before the first use of this seat, and where it can't be dated within a week."""
    if was and not was_never_used(was):
        return was["first_activity_at"]
    active, assigned = row["last_activity_at"], row["created_at"]
    if not _used_since_assigned(row, active):
        return None
    unused_until = before.day if was and before else assigned.date()
    return active if active.date() - unused_until <= FIRST_USE_WITHIN else None


def _used_since_assigned(row: Row, active: datetime | None) -> bool:
    return active is not None and row["created_at"] is not None and active >= row["created_at"]


def state(row: Row, day: date) -> SeatState:
    """Each seat is in one."""
    if row["pending_cancellation_date"]:
        return "pending_cancellation"
    if active := row["known_activity_at"]:
        return "active" if (day - active.date()).days < IDLE_AFTER else "idle"
    return "never_used" if was_never_used(row) else "unknown"


def was_never_used(row: Row) -> bool:
    """Whether it is sure: watched since it was assigned, or since GitHub would still have known of any use."""
    if row["known_activity_at"] or not row["created_at"]:
        return False
    return row["watched_since"] - row["created_at"].date() < FORGOTTEN_AFTER


def billing_row(snapshot: Snapshot, seats: pa.Table) -> pa.Table:
    """One row: what GitHub says of the subscription, and how many of these seats are in which state."""
    states = Counter(seats["state"].to_pylist())
    counted = {name: states[name.removeprefix("seats_")] for name in BILLING.names if name.startswith("seats_")}
    own = {"seats": seats.num_rows + snapshot.without_assignee, "without_assignee": snapshot.without_assignee}
    return pa.Table.from_pylist([{**snapshot.billing, **own, **counted}], schema=BILLING)
