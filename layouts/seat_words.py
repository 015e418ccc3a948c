"""What pages of other things say of seats, in a line."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.core.licences import Seat, Seats, TeamSeats
from dashboard.core.seat_list import last_activity, state_in_words, surface_of
from layouts import pieces, words


def of_oneself(seat: Seat) -> Component:
    """Your seat: active. Last activity 2 days before 21 November 2026, in VS Code 1.139.0."""
    where = f", in {surface_of(seat.editor)}" if seat.editor else ""
    day = words.full_day(seat.day)
    if seat.active_at is None:
        last = f"Last activity by {day}: {last_activity(seat)}."
    else:
        last = f"Last activity on {words.full_day(seat.active_at.date())}{where}, as of {day}."
    ends = f" It ends on {words.full_day(seat.cancelled_on)}." if seat.cancelled_on else ""
    return _line("Your seat", f": {state_in_words(seat.state)}. {last}{ends}")


def of_team(found: TeamSeats, named: bool, floor: int) -> Component | None:
    """Numbers where both groups are large enough, or names are there to count anyway (docs/decisions/0016)."""
    if not named and not found.told(floor):
        return None
    have = words.counted(found.people, "member has", "members have")
    return _line(
        "Seats",
        f": {have} one, of which {words.count(found.active)} were used in the 28 days before the newest snapshot.",
    )


def of_organisation(org: str, found: Seats) -> Component:
    active, whole = found.active_within(28), found.billing.seats
    used = f"{active:,} of {words.counted(whole, 'seat')} were used in the 28 days to {words.full_day(found.day)}"
    return _line("Seats", f": {used}, github.com and phones included. ", pieces.link("Each state", f"/seats?org={org}"))


def _line(name: str, said: str, more: Component | str = "") -> Component:
    return html.P([pieces.what_is("seat-states", name), said, more], className="lede", style={"margin": "0 0 1rem"})
