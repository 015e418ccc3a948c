"""The people of a team: how many have not started, for everybody; each of them, for those who may see names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.licences import TeamSeats
from dashboard.core.numbers import Member
from dashboard.core.started import Started
from layouts import charts, grids, pieces, seat_words, words
from layouts.grids import Choice, Column, Grid

SECTION = ("people", "People")
LOGIN = 0  # the place of its column: nobody is ranked until somebody asks

COLUMNS = (
    Column("Login", "text", width=170),
    Column("Licensed", "text", width=95),
    Column("Active days", width=100, on_phone=True),
    Column("Last active", "day", width=150, on_phone=True),
    Column("Interactions", width=115),
    Column("Generations", width=115),
    Column("Acceptances", width=115),
    Column("Lines added", width=115),
)


@dataclass(frozen=True)
class Roster:
    """`members` is None for a viewer who may not see names; `started` where it can't be told. `coder` is a card about it."""

    started: Started | None
    members: Sequence[Member] | None
    floor: int
    seats: TeamSeats | None = None
    coder: Component | None = None


def section(subject: str, roster: Roster, span: Span, first: date | None, called: str = "Copilot") -> Component:
    """`first` is the history's first day."""
    say = html.P(
        [pieces.what_is("not-started", "Not started"), ": ", waiting_in_words(roster, first, called)], className="lede"
    )
    people = [_grid(subject, roster.members, span)] if roster.members else []
    return html.Section(
        [html.H2(SECTION[1]), say, *_seats(roster), *filter(None, [roster.coder]), *people], id=SECTION[0]
    )


def _seats(roster: Roster) -> list[Component]:
    line = seat_words.of_team(roster.seats, roster.members is not None, roster.floor) if roster.seats else None
    return [line] if line else []


def waiting_in_words(roster: Roster, first: date | None, called: str = "Copilot") -> str:
    """A number only where both groups are large enough, or names are there to count anyway (docs/decisions/0016)."""
    started = roster.started
    if started is None:
        return f"how many of the licensed members never used {called} is unknown for these days."
    licensed = words.counted(started.licensed, "licensed member")
    if roster.members is None and not started.told(roster.floor):
        return (
            f"how many of the {licensed} never used {called} is not said. Those who did, or those who did not, are fewer than "
            f"{roster.floor}."
        )
    since = f" since {words.full_day(first)}, where the history begins" if first else ""
    if not started.waiting:
        return f"nobody. All of the {licensed} were active on some day{since}."
    return f"{words.count(started.waiting)} of the {licensed} were not active on any day{since}."


def _grid(subject: str, members: Sequence[Member], span: Span) -> Component:
    grid = Grid(
        "people",
        "person",
        charts.file_of(subject, "people", span),
        COLUMNS,
        [_row(member) for member in members],
        (LOGIN, False),
        [
            Choice("Licensed", frozenset(n for n, member in enumerate(members) if member.licensed)),
            Choice(
                "Not active in these days", frozenset(n for n, member in enumerate(members) if member.active_days == 0)
            ),
        ],
        "people",
    )
    return grids.card(grid, "Each person")


def _row(member: Member) -> list[Any]:
    return [
        member.login or f"user {member.user_id}",
        "yes" if member.licensed else "no longer",
        member.active_days,
        member.last_active,
        member.interactions,
        member.generations,
        member.acceptances,
        member.loc_added,
    ]
