"""Seats on a terminal: who has one, who uses it, and who could be asked to give it back. Nothing is ever cancelled."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence

from dashboard.commands.given_out import given_out
from dashboard.commands.local_copy import followed
from dashboard.commands.rows_as_table import table_lines
from dashboard.commands.rows_as_text import Row, csv_lines
from dashboard.core.licences import USUAL_UNUSED, Seat, Seats
from dashboard.core.seat_list import CSV_COLUMNS, csv_row, last_activity, state_in_words, surface_of
from dashboard.core.seat_prices import Cost, cost, plan_of
from dashboard.errors import HistoryError, WrongUse
from dashboard.insights import Insights
from dashboard.publishing import insights_over
from dashboard.settings import environment, read_settings

HEADS = ("login", "state", "last activity", "with", "assigned", "plan", "team")
WITHHELD = "SHOW_NAMES_TO=nobody: nobody is named"


def run(arguments: argparse.Namespace) -> int:
    require_sense(arguments)
    settings = read_settings(environment(), "history")
    orgs = [arguments.org.lower()] if arguments.org else list(settings.github_org)
    if not orgs:
        raise WrongUse("name an organisation with --org, or set GITHUB_ORG")
    with followed(settings) as replica, given_out(None) as out:
        insights = insights_over(replica, settings)
        for line in lines(insights, orgs, arguments):
            out.write(line.encode())
    if arguments.csv and settings.show_names_to == "nobody":
        print(f"{WITHHELD}, so the file has no rows", file=sys.stderr)
    return 0


def require_sense(arguments: argparse.Namespace) -> None:
    """Raises WrongUse for what would be answered beside the point."""
    if arguments.user and (arguments.inactive_for or arguments.suggest):
        raise WrongUse("--user is about one person's seat: leave out --inactive-for and --suggest")
    if arguments.inactive_for and arguments.inactive_for.days < 1:
        raise WrongUse("--inactive-for counts whole days: name one or more, as 30d")


def lines(insights: Insights, orgs: Sequence[str], arguments: argparse.Namespace) -> Iterator[str]:
    """Raises HistoryError where there is no snapshot, WrongUse for somebody without a seat."""
    named = insights.show_names_to != "nobody"
    if arguments.user and not named:
        raise WrongUse(f"{WITHHELD}, so --user finds nobody; leave it out for the totals")
    found = [(org, snapshot(insights, org)) for org in orgs]
    shown = [(org, seats, chosen(seats, arguments)) for org, seats in found]
    if arguments.user and not any(seats for _, _, seats in shown):
        raise WrongUse(f"{arguments.user} has no seat in {', '.join(orgs)}")
    if arguments.csv:
        yield from as_csv([(seats, some if named else []) for _, seats, some in shown])
        return
    for org, seats, some in shown:
        price = cost(some, seats.billing, insights.terms.prices)
        yield from (
            suggested(org, seats, some, named, days_of(arguments))
            if arguments.suggest
            else told(org, seats, some, price, named, arguments)
        )


def snapshot(insights: Insights, org: str) -> Seats:
    found = insights.seats(org)
    if found is None:
        raise HistoryError(f"nothing is known of the seats of {org} yet; run refresh, and see what coverage says")
    return found


def chosen(seats: Seats, arguments: argparse.Namespace) -> Sequence[Seat]:
    """`--suggest` alone means those not used for 30 days."""
    if arguments.user:
        return [seat for seat in seats.seats if (seat.login or "").lower() == arguments.user.lower()]
    if arguments.inactive_for or arguments.suggest:
        return seats.unused_for(days_of(arguments))
    return seats.seats


def days_of(arguments: argparse.Namespace) -> int:
    return arguments.inactive_for.days if arguments.inactive_for else USUAL_UNUSED


def as_csv(found: Sequence[tuple[Seats, Sequence[Seat]]]) -> Iterator[str]:
    rows = [csv_row(seats, seat) for seats, some in found for seat in some]
    return csv_lines(CSV_COLUMNS, rows)


def told(
    org: str, seats: Seats, some: Sequence[Seat], price: Cost, named: bool, arguments: argparse.Namespace
) -> Iterator[str]:
    yield f"{org}: {in_numbers(seats)}\n"
    if arguments.inactive_for:
        days = arguments.inactive_for.days
        unknown = seats.unused("unknown")
        also = f"; of {unknown} more it can't be told" if unknown else ""
        yield f"{len(some)} {'was' if len(some) == 1 else 'were'} not used for {days} days or more{also}: about {in_money(price)} a month by list price or SEAT_PRICES\n"
    if not named:
        yield f"{WITHHELD}\n"
    elif some:
        yield from (f"{line}\n" for line in table_lines(HEADS, [row(seats, seat) for seat in some], width()))


def in_numbers(seats: Seats) -> str:
    states = ", ".join(f"{number} {state_in_words(state)}" for state, number in seats.billing.states.items() if number)
    return f"{seats.billing.seats} seats on {seats.day}: {states or 'none'}"


def in_money(price: Cost) -> str:
    unpriced = f" (without {price.unpriced} of an unknown plan)" if price.unpriced else ""
    return f"{price.currency} {price.amount:,.2f}{unpriced}"


def row(seats: Seats, seat: Seat) -> Row:
    assigned = seat.assigned_at.date() if seat.assigned_at else None
    return (
        seat.login or f"user {seat.user_id}",
        state_in_words(seat.state),
        last_activity(seat),
        surface_of(seat.editor),
        assigned,
        plan_of(seat, seats.billing),
        seat.team or "",
    )


def suggested(org: str, seats: Seats, some: Sequence[Seat], named: bool, days: int) -> Iterator[str]:
    """A draft for somebody who knows these people. A seat that ends anyway needn't be asked for."""
    asked = [seat for seat in some if not seat.cancelled_on]
    yield f"# {org}: {len(asked)} of {seats.billing.seats} seats, not used for {days} days, could be asked back, as of {seats.day}\n"
    yield "# A draft. Ask before you take a seat: people are on leave, and GitHub counts no use without telemetry.\n"
    yield "# Nothing was cancelled, and this program can't.\n"
    if not named:
        yield f"# {WITHHELD}\n"
        return
    yield from (f"{seat.login}\t{last_activity(seat)}\n" for seat in asked)


def width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
