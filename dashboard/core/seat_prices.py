"""What seats cost, as far as a list of prices can tell, and what a deployment says of its subscription."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.core.licences import Billing, Seat

UNKNOWN = "unknown"  # GitHub's own word for a plan it doesn't say


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
