"""All teams side by side, and how their people come to those of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.floor import remainder
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


def without_figures(row: TeamOverview) -> TeamOverview:
    return TeamOverview(row.team, Totals(row.now.span, 0), [None for _ in row.active_by_day])


@dataclass(frozen=True)
class AddedUp:
    """How the active people of the teams that are shown come to those of the organisation: each is in exactly one of
    them, in several, or in none, as the people of teams that are too small to show are."""

    in_one: int
    in_several: int
    in_none: int

    @property
    def in_teams(self) -> int:
        return self.in_one + self.in_several

    @property
    def whole(self) -> int:
        return self.in_teams + self.in_none


def added_up(rows: Sequence[int], in_one: int, in_several: int, whole: int, floor: int) -> AddedUp | None:
    """`rows` are the active people of each team that is shown. None where a part is too small to show, or would follow.

    Nobody in none is too few as well: it would say that nobody of the small teams was active. Of two teams the parts
    say how many were active in one of them alone; of more, at most how many in three teams or more.
    """
    in_none = remainder(whole, (in_one, in_several), floor)
    alone = [active - in_several for active in rows] if len(rows) == 2 else []
    beyond_two = sum(rows) - in_one - 2 * in_several
    if in_none is None or any(0 < part < floor for part in (in_one, in_several, beyond_two, *alone)):
        return None
    return AddedUp(in_one, in_several, in_none)
