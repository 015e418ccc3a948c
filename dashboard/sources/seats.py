"""GitHub's answers about seats, turned into our rows.

https://docs.github.com/en/rest/copilot/copilot-user-management
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from dashboard.core.seat_rows import BREAKDOWN, LISTED, POLICIES
from dashboard.core.seats import Snapshot
from dashboard.errors import Away

READINGS = 3  # of a list that changes while it is read
UNREADABLE = "GitHub's list of seats can't be read; try again later"
Json = Mapping[str, Any]


class Listing:
    """Pages of seats, each read once or several times. A seat is found by its assignee, the newest activity counts."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        self.total: int | None = None
        self.without_assignee = 0

    def read(self, pages: Iterable[Any]) -> None:
        """A whole reading of the list. Raises Away for what isn't one."""
        nobodys = 0
        try:
            for page in pages:
                self.total = page.get("total_seats")
                seats = page["seats"]
                nobodys += sum(not is_of_person(seat) for seat in seats)
                for seat in filter(is_of_person, seats):
                    self._add(seat_row(seat))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise Away(UNREADABLE) from None
        self.without_assignee = max(self.without_assignee, nobodys)

    @property
    def complete(self) -> bool:
        """A person can be moved to a page that was read already. Several seats of one person are fewer rows, too."""
        return self.total is None or len(self.rows) + self.without_assignee >= self.total

    def snapshot(self, billing: Json) -> Snapshot:
        found = len(self.rows) + self.without_assignee
        remark = "" if self.complete else f"GitHub counts {self.total} seats, and listed {found}"
        return Snapshot(table_of(self.rows.values()), billing, self.without_assignee, remark)

    def _add(self, row: dict[str, Any]) -> None:
        other = self.rows.get(row["user_id"])
        if other is None or newer(row, other):
            self.rows[row["user_id"]] = row


def table_of(rows: Iterable[Json]) -> pa.Table:
    try:
        return pa.Table.from_pylist(list(rows), schema=LISTED)
    except (TypeError, pa.ArrowException):
        raise Away(UNREADABLE) from None


def newer(row: Json, other: Json) -> bool:
    """By activity, then by when it was assigned."""
    return [row[name] or datetime.min for name in ("last_activity_at", "created_at")] > [
        other[name] or datetime.min for name in ("last_activity_at", "created_at")
    ]


def is_of_person(seat: Json) -> bool:
    """A seat's assignee may be missing, or be a team or an organisation."""
    assignee = seat.get("assignee") or {}
    return "id" in assignee and assignee.get("type") not in ("Team", "Organization")


def seat_row(seat: Json) -> dict[str, Any]:
    assignee, team = seat["assignee"], seat.get("assigning_team") or {}
    return {
        "user_id": assignee["id"],
        "user_login": assignee.get("login"),
        "created_at": moment(seat.get("created_at")),
        "pending_cancellation_date": day(seat.get("pending_cancellation_date")),
        "last_activity_at": moment(seat.get("last_activity_at")),
        "last_activity_editor": seat.get("last_activity_editor") or None,
        "last_authenticated_at": moment(seat.get("last_authenticated_at")),
        "plan_type": seat.get("plan_type"),
        "assigning_team_id": team.get("id"),
        "assigning_team_slug": team.get("slug"),
        "assigning_team_name": team.get("name"),
    }


def moment(text: str | None) -> datetime | None:
    """UTC without saying so, as the rows have it; a stamp without an offset is taken for UTC."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def day(text: str | None) -> date | None:
    """GitHub gives a day; a longer stamp begins with one."""
    return date.fromisoformat(text[:10]) if text else None


def billing_of(answer: Any) -> dict[str, Any]:
    """In the columns of `BILLING`; what GitHub leaves out is unknown."""
    try:
        counts = answer.get("seat_breakdown") or {}
        return {name: counts.get(name) for name in BREAKDOWN} | {name: answer.get(name) for name in POLICIES}
    except AttributeError:
        raise Away("GitHub's answer about the Copilot subscription can't be read; try again later") from None
