"""What an organisation's newest snapshot of seats says: of each seat, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from statistics import median
from typing import Literal

from dashboard.core.days import Span
from dashboard.core.seat_rows import STATES
from dashboard.core.seats import FORGOTTEN_AFTER, SeatState

Unused = Literal["used", "never", "long", "unknown"]
USUAL_UNUSED = 30  # days
UNKNOWN = "unknown"


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


# What seats cost, as far as a list of prices can tell


@dataclass(frozen=True)
class Prices:
    """Of a seat a month, by plan, as of a day."""

    by_plan: Mapping[str, float]
    currency: str
    since: date

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.by_plan.items())), self.currency, self.since))


@dataclass(frozen=True)
class Cost:
    """A month's; `unpriced` seats are of a plan without a price, and not in it."""

    amount: float
    currency: str
    unpriced: int = 0


# https://github.com/features/copilot/plans: the prices of seats stayed when AI credits came, on 1 June 2026.
LIST_PRICES = Prices({"business": 19.0, "enterprise": 39.0}, "USD", date(2026, 6, 1))


@dataclass(frozen=True)
class Terms:
    """What a deployment says of its subscription: prices, and by organisation the seats it may have and its pool of AI
    credits a month. "" stands for every organisation."""

    prices: Prices = LIST_PRICES
    limits: Mapping[str, int] = field(default_factory=dict)
    pools: Mapping[str, int] = field(default_factory=dict)

    def limit(self, org: str) -> int | None:
        return self.limits.get(org, self.limits.get(""))

    def pool(self, org: str) -> int | None:
        return self.pools.get(org, self.pools.get(""))


USUAL_TERMS = Terms()


def cost(seats: Iterable[Seat], billing: Billing, prices: Prices) -> Cost:
    """A seat that doesn't say its plan has the subscription's."""
    plans = Counter(plan_of(seat, billing) for seat in seats)
    priced = {plan: number for plan, number in plans.items() if plan in prices.by_plan}
    amount = sum(prices.by_plan[plan] * number for plan, number in priced.items())
    return Cost(amount, prices.currency, sum(plans.values()) - sum(priced.values()))


def plan_of(seat: Seat, billing: Billing) -> str:
    own = seat.plan
    return own if own and own != UNKNOWN else billing.plan or UNKNOWN


# By what


def by_plan(found: Seats) -> list[tuple[str, int]]:
    return _most_first(plan_of(seat, found.billing) for seat in found.seats)


def by_editor(found: Seats) -> list[tuple[str, int]]:
    """Of seats with a known activity."""
    return _most_first(editor_of(seat.editor)[0] for seat in found.seats if seat.active_at)


def by_version(found: Seats) -> list[tuple[str, int]]:
    return _most_first(" ".join(editor_of(seat.editor)).strip() for seat in found.seats if seat.active_at)


def _most_first(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0].lower()))


EDITORS = {
    "vscode": "VS Code",
    "visualstudio": "Visual Studio",
    "jetbrains": "JetBrains",
    "xcode": "Xcode",
    "neovim": "Neovim",
    "vim": "Vim",
    "eclipse": "Eclipse",
    "copilot-cli": "Command line",
    "copilot_cli": "Command line",
    "copilot-chat-platform": "Copilot chat on github.com",
    "copilot_pr": "Copilot in pull requests",
}


@lru_cache(maxsize=2000)
def editor_of(text: str | None) -> tuple[str, str]:
    """The editor in words and its version out of GitHub's free text, often `editor/version/plugin/version`."""
    name, _, rest = (text or "").strip().partition("/")
    known = EDITORS.get(name.lower(), EDITORS.get(name.lower().partition("-")[0], name.strip()))
    version = rest.partition("/")[0].strip()
    return known or UNKNOWN, version if re.match(r"\d", version) else ""


# Over time


def states_over_time(days: Sequence[Billing]) -> dict[SeatState, list[int]]:
    """Of those states that occur, the seats on each of these days."""
    order: tuple[SeatState, ...] = STATES  # type: ignore[assignment]
    found = {state: [day.states.get(state, 0) for day in days] for state in order}
    return {state: counts for state, counts in found.items() if any(counts)}


OTHER = "other"


def folded_states(days: Sequence[Billing], floor: int) -> dict[str, list[int]]:
    """The same, with states that have fewer seats than `floor` on any day together in "other".

    If one alone is folded, the next smallest goes with it: otherwise it follows from the total.
    """
    found = {str(state): counts for state, counts in states_over_time(days).items()}
    small = [state for state, counts in found.items() if any(0 < count < floor for count in counts)]
    if len(small) == 1:
        others = sorted(found.keys() - set(small), key=lambda state: sum(found[state]))
        small += others[:1]
    kept = {state: counts for state, counts in found.items() if state not in small}
    folded = [sum(counts) for counts in zip(*(found[state] for state in small), strict=True)]
    return kept | ({OTHER: folded} if small else {})
