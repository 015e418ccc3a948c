"""What an organisation's newest snapshot of seats says: of each seat, and of all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from statistics import median
from typing import Literal

from dashboard.core.days import Span
from dashboard.core.seats import FORGOTTEN_AFTER, SeatState

Unused = Literal["used", "never", "long", "unknown"]
USUAL_UNUSED, LONGEST_UNUSED = 30, 3650  # days


@dataclass(frozen=True)
class Billing:
    """A day's snapshot, counted: GitHub's numbers of the billing cycle, and `states` by ours. None is not said."""

    day: date
    seats: int
    without_assignee: int
    states: Mapping[SeatState, int]
    total: int | None = None
    added_this_cycle: int | None = None
    pending_invitation: int | None = None
    pending_cancellation: int | None = None
    active_this_cycle: int | None = None
    inactive_this_cycle: int | None = None
    plan: str | None = None


@dataclass(frozen=True)
class Seat:
    """`day` is the snapshot's. `active_at` is the newest activity known, with which `editor`; times are UTC.

    `used_on` is the last day with activity in the usage reports, and `row_on` the last with a row, of the days they
    were compared over. `forgotten` is whether GitHub, and we, may have missed an activity.
    """

    day: date
    user_id: int
    login: str | None
    state: SeatState
    assigned_at: datetime | None
    active_at: datetime | None = None
    editor: str | None = None
    authenticated_at: datetime | None = None
    first_active_at: datetime | None = None
    cancelled_on: date | None = None
    plan: str | None = None
    team: str | None = None
    forgotten: bool = False
    used_on: date | None = None
    row_on: date | None = None

    def idle_days(self) -> int | None:
        """Since the last known activity; of a seat surely never used, since it was assigned. None is unknown."""
        if self.active_at:
            return (self.day - self.active_at.date()).days
        never = self.unused == "never" and self.assigned_at
        return (self.day - never.date()).days if never else None

    @property
    def unused(self) -> Unused:
        """Never used, not for 90 days, or one of these two; else used."""
        if self.active_at:
            return "long" if (self.day - self.active_at.date()) >= FORGOTTEN_AFTER else "used"
        return "unknown" if self.forgotten else "never"

    @property
    def days_to_first_use(self) -> int | None:
        if self.first_active_at is None or self.assigned_at is None:
            return None
        return max(0, (self.first_active_at.date() - self.assigned_at.date()).days)


@dataclass(frozen=True)
class Unlicensed:
    """Somebody with rows in the usage reports, but without a seat here. `seat_until` is the last snapshot they are in."""

    user_id: int
    login: str | None
    row_on: date
    used_on: date | None = None
    seat_until: date | None = None


@dataclass(frozen=True)
class TeamSeats:
    """Of a team's members: how many have a seat here, and how many of these used it in the last 28 days."""

    id: int
    name: str
    people: int
    active: int

    def told(self, floor: int) -> bool:
        """Whether neither those who used it nor the others are so few that they are single people."""
        others = self.people - self.active
        return self.people >= floor and all(number == 0 or number >= floor for number in (self.active, others))


@dataclass(frozen=True)
class Seats:
    """`billing` is the newest snapshot's. Usage was `compared` over these days of the reports; None is not at all.

    `teams` are of the newest memberships, most people first.
    """

    billing: Billing
    taken_at: datetime | None
    watched_since: date
    seats: Sequence[Seat]
    unlicensed: Sequence[Unlicensed] = ()
    compared: Span | None = None
    teams: Sequence[TeamSeats] = ()

    @property
    def day(self) -> date:
        return self.billing.day

    def active_within(self, days: int) -> int:
        """Seats last used on one of the last `days` days; pending cancellations are among them."""
        return sum(idle < days for idle, seat in self._longest_unused if seat.active_at)

    def unused(self, kind: Unused) -> int:
        return self._kinds[kind]

    def unused_for(self, days: int) -> list[Seat]:
        """Not used for so many days or more, longest first; who got a seat since is left out, and so is what's unknown."""
        return [seat for idle, seat in self._longest_unused if idle >= days]

    @cached_property
    def _kinds(self) -> Counter[Unused]:
        return Counter(seat.unused for seat in self.seats)

    @cached_property
    def _longest_unused(self) -> list[tuple[int, Seat]]:
        found = [(idle, seat) for seat in self.seats if (idle := seat.idle_days()) is not None]
        return sorted(found, key=lambda pair: (-pair[0], pair[1].login or ""))

    def without_usage(self) -> list[Seat]:
        """Seats of which the usage reports have had no row, of those that were there in all of these days."""
        since = self.compared.first if self.compared else None
        return [seat for seat in self.seats if since and seat.row_on is None and _was_there(seat, since)]

    def first_uses(self) -> list[int]:
        """Days from assignment to first use, where that is known, shortest first."""
        return sorted(days for seat in self.seats if (days := seat.days_to_first_use) is not None)


@dataclass(frozen=True)
class SeatAdoption:
    """Of the seats held at a span's end, as of the snapshot of `day`, those whose people were active in it.

    `alike` and `before` are the shares of two spans over the days known at the same place in both; None is unknown.
    """

    day: date
    seats: int
    active: int
    alike: float | None = None
    before: float | None = None

    @property
    def share(self) -> float | None:
        return self.active / self.seats if self.seats else None


def _was_there(seat: Seat, since: date) -> bool:
    return seat.assigned_at is None or seat.assigned_at.date() <= since


def why_without_usage(seat: Seat, compared: Span) -> str:
    if seat.active_at and seat.active_at.date() >= compared.first:
        return "used where the reports don’t look (github.com, mobile), or in an editor that sends no telemetry"
    if seat.unused == "never":
        return "never used"
    if seat.unused == "unknown":
        return "never used, or not for 90 days"
    return "not used in these days"


def why_without_seat(person: Unlicensed) -> str:
    if person.seat_until:
        return "had a seat until then"
    return "a seat in another organisation of the enterprise, or one given back before the first snapshot"


def usual_time_to_first_use(days: Sequence[int]) -> float | None:
    return median(days) if days else None
