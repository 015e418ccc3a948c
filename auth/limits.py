"""How often one caller may ask: a budget that fills up again as time goes by. Each process keeps its own."""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from dashboard.errors import TooManyRequests

CALLERS = (
    10_000  # remembered at most; whoever has not asked for longest is forgotten first, and has a full budget again
)


class RateLike(Protocol):
    """At most `times` in `seconds`; 0 times is no limit."""

    @property
    def times(self) -> int: ...
    @property
    def seconds(self) -> int: ...


class Limit:
    """A token bucket for each caller. `clock` gives seconds, and never goes back."""

    def __init__(self, rate: RateLike, clock: Callable[[], float]):
        self.most, self.clock = rate.times, clock
        self.per_second = rate.times / rate.seconds
        self._budgets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def require(self, caller: str) -> None:
        """Takes one from the caller's budget; raises TooManyRequests when it is used up."""
        if not self.most:
            return
        with self._lock:
            left = self._left(caller)
            allowed = left >= 1
            self._keep(caller, left - 1 if allowed else left)
        if not allowed:
            wait = max(1, math.ceil((1 - left) / self.per_second))
            raise TooManyRequests(f"Too many requests: try again in {wait} seconds.", wait)

    def _left(self, caller: str) -> float:
        budget, at = self._budgets.get(caller, (float(self.most), self.clock()))
        return min(float(self.most), budget + (self.clock() - at) * self.per_second)

    def _keep(self, caller: str, left: float) -> None:
        self._budgets[caller] = left, self.clock()
        self._budgets.move_to_end(caller)
        while len(self._budgets) > CALLERS:
            self._budgets.popitem(last=False)


def neighbourhood(address: str | None) -> str:
    """What counts as one client: an IPv4 address, or the /64 of an IPv6 one, which is what a household is given."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
