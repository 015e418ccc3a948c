"""A list of seats: in words, and in the columns of GitHub's own activity report and ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dashboard.core.licences import Seat, Seats
from dashboard.core.seat_parts import editor_of
from dashboard.core.seat_prices import plan_of
from dashboard.core.seats import SeatState

IN_WORDS: dict[SeatState, str] = {
    "active": "active",
    "idle": "idle",
    "never_used": "never used",
    "pending_cancellation": "ending",
    "unknown": "unknown",
}
# The first five are GitHub's: Settings, Copilot, Access, "Get activity report".
CSV_COLUMNS = (
    "report_time",
    "login",
    "last_authenticated_at",
    "last_activity_at",
    "last_surface_used",
    "user_id",
    "state",
    "idle_days",
    "assigned_at",
    "first_activity_at",
    "days_to_first_use",
    "pending_cancellation_date",
    "plan",
    "assigning_team",
    "last_day_in_usage_reports",
)


def state_in_words(state: SeatState) -> str:
    return IN_WORDS[state]


def last_activity(seat: Seat) -> str:
    if seat.unused == "never":
        return "never"
    if seat.active_at is None:
        return "never, or not for 90 days"
    days = (seat.day - seat.active_at.date()).days
    return {0: "that day", 1: "the day before"}.get(days, f"{days} days before") if days < 1000 else "long ago"


def surface_of(editor: str | None) -> str:
    """As GitHub's report has it: VS Code 1.89.1."""
    return " ".join(editor_of(editor)).strip() if editor else ""


def csv_row(seats: Seats, seat: Seat) -> tuple[Any, ...]:
    """Times as GitHub writes them; what is unknown is empty."""
    return (
        stamp(seats.taken_at),
        seat.login,
        stamp(seat.authenticated_at),
        stamp(seat.active_at),
        surface_of(seat.editor) or None,
        seat.user_id,
        seat.state,
        seat.idle_days(),
        stamp(seat.assigned_at),
        stamp(seat.first_active_at),
        seat.days_to_first_use,
        seat.cancelled_on,
        plan_of(seat, seats.billing),
        seat.team,
        seat.used_on,
    )


def stamp(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z" if moment else None
