"""Seats: who has a licence, who uses it, and what it costs. Members see totals; admins each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.core.ai_credit_pool import MonthOfCredits
from dashboard.core.licences import Billing, Seats
from dashboard.core.numbers import Freshness
from dashboard.core.seat_prices import Terms
from dashboard.core.seats import IDLE_AFTER
from layouts import controls, pieces, seat_cost, seat_grids, seat_states, seat_use, seats_explained, words
from layouts.sentences import Sign
from layouts.shell import Page
from layouts.view import View

TITLE = "Seats"
SECTIONS = (("over-time", "Over time"), ("use", "Use and cost"), ("by", "By what"), ("list", "One by one"))


@dataclass(frozen=True)
class Found:
    """`days` are the snapshots of the span. `admin` sees parts, `named` whose each seat is; `unused` is in days."""

    org: str
    seats: Seats
    days: Sequence[Billing]
    terms: Terms
    floor: int
    cells: int
    admin: bool
    named: bool
    unused: int
    credits: MonthOfCredits | None = None

    @property
    def told_from(self) -> int:
        """How many seats a state must have for its number to be told."""
        return 1 if self.admin else self.cells


def page(found: Found, view: View, freshness: Freshness, picker: Component | None) -> Page:
    length = words.days_long(len(view.span))
    return Page(
        title=f"{TITLE} of {found.org}, {length}",
        said=f"{TITLE} of {found.org}: {words.counted(found.seats.billing.seats, 'seat')}",
        body=[
            pieces.head(TITLE, answer(found), _fresh(found)),
            pieces.tiles(seat_use.tiles(found.seats, found.terms, found.org, found.told_from)),
            pieces.section("over-time", "Seats over time", _over_time(found, view), hidden_title=True),
            *(_of_admins(found, view.span.last) if found.admin else []),
            seats_explained.explained(),
        ],
        controls=controls.bar(picker, view, freshness, found.org, compared=False),
        notices=view.notices,
        sections=SECTIONS if found.admin else SECTIONS[:1],
    )


def answer(found: Found) -> str:
    seats = found.seats
    active = seats.active_within(IDLE_AFTER)
    used = f"{active:,} of {words.counted(seats.billing.seats, 'seat')} of {found.org} were used in the {IDLE_AFTER} days to {words.full_day(seats.day)}."
    kinds = [seats.unused("never"), seats.unused("long"), seats.unused("unknown")]
    never, long, unknown = (number if number >= found.told_from else 0 for number in kinds)
    told = [
        *([f"{words.count(never)} {_were(never)} never used"] if never else []),
        *([f"{words.count(long)} {_were(long)} not used for 90 days"] if long else []),
        *(
            [f"of {words.count(unknown)} nobody can tell whether {_they(unknown)} ever {_were(unknown)}"]
            if unknown
            else []
        ),
    ]
    rest = words.listed(told)
    return f"{used} {rest[:1].upper()}{rest[1:]}." if rest else used


def _were(number: int) -> str:
    return words.plural(number, "was", "were")


def _they(number: int) -> str:
    return words.plural(number, "it", "they")


def _fresh(found: Found) -> list[Component]:
    taken = found.seats.taken_at
    at = f", {taken:%H:%M}{words.NO_BREAK}UTC" if taken else ""
    freshness = Freshness(found.seats.watched_since, found.seats.day, taken)
    since = f"Snapshots since {words.full_day(found.seats.watched_since)}"
    return pieces.freshness(freshness, [Sign("", since + at.replace(", ", ", the newest at ", 1))])


def _over_time(found: Found, view: View) -> list[list[Component]]:
    limit = found.terms.limit(found.org)
    return [
        [
            seat_states.card(found.org, found.days, view, limit, found.told_from),
            seat_use.cycle_card(found.org, found.seats),
        ]
    ]


def _of_admins(found: Found, last: date) -> list[Component]:
    use = [
        seat_use.last_use_card(found.org, found.seats),
        seat_cost.card(found.org, found.seats, found.terms, found.unused),
        seat_use.first_use_card(found.org, found.seats),
    ]
    by = seat_use.by_cards(found.org, found.seats, found.floor)
    credits = [[seat_use.credits_card(found.org, found.credits)]] if found.credits else []
    lists = seat_grids.lists(found.org, found.seats) if found.named else [_withheld()]
    return [
        pieces.section("use", "Use and cost", [use, *credits]),
        pieces.section("by", "By what", [by[:2], by[2:]]),
        html.Section([html.H2("Seats one by one"), *lists], id="list"),
    ]


def _withheld() -> Component:
    why = pieces.state(
        "Names are withheld",
        "This deployment shows names of people to nobody, admins included, so there is no list of seats.",
    )
    return html.Div(why, className="chart")


def never(org: str, picker: Component | None, admin: bool) -> Page:
    """Before the first snapshot."""
    more = [pieces.button_link("State of the data", "/data")] if admin else []
    why = pieces.state(
        "No snapshot of seats yet",
        "Each refresh takes one, if its credential has the permission “GitHub Copilot Business: read”. GitHub knows the "
        "seats of now alone, so the history begins with the first.",
        more,
    )
    head = pieces.head(TITLE, f"Nothing is known of the seats of {org}.")
    bar = controls.bare(picker) if picker else None
    return Page(f"{TITLE} of {org}", "No snapshot of seats yet", [head, html.Div(why, className="chart")], controls=bar)


def too_few(org: str, floor: int, picker: Component | None) -> Page:
    why = pieces.state(
        "Too few seats to show", f"{org} has fewer than {floor} seats: figures would be about single people."
    )
    head = pieces.head(TITLE, f"The seats of {org} are not counted here.")
    bar = controls.bare(picker) if picker else None
    return Page(f"{TITLE} of {org}", "Too few seats to show", [head, html.Div(why, className="chart")], controls=bar)
