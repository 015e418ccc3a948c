"""All teams side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.numbers import Totals
from dashboard.core.subjects import Team


@dataclass(frozen=True)
class TeamOverview:
    """A team's span in one row: what its own summary says, and for each day of the span how many were active.

    A day that doesn't count is None.
    """

    team: Team
    now: Totals
    active_by_day: Sequence[int | None]
