"""Several teams over the same days, everybody in them counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.numbers import Cell


@dataclass(frozen=True)
class Together:
    """`teams` are the ids of those with counted days. `active_users` is None where it isn't known, or would say
    something of too few people."""

    teams: tuple[int, ...] = ()
    active_users: int | None = None


NOTHING = Together()


@dataclass(frozen=True)
class Used:
    """`features` are rows of the whole span; None where they can't be shown."""

    whole: Together
    parts: Sequence[Together]
    features: Sequence[Cell] | None


@dataclass(frozen=True)
class Alike:
    """People who were in the same ones of several teams, or in none of them, and how many of them were active."""

    teams: tuple[int, ...]
    people: int
    active: int


def active_of(groups: Sequence[Alike], floor: int) -> int | None:
    """How many were active in any of the teams; None if a group of people is smaller than the floor of a team.

    Beside the numbers of each team alone and of the organisation, their number together says how many of each such
    group were active (docs/decisions/0018).
    """
    in_teams = [group for group in groups if group.teams]
    several = len({team for group in in_teams for team in group.teams}) > 1
    if several and any(group.people < floor for group in groups):
        return None
    return sum(group.active for group in in_teams)
