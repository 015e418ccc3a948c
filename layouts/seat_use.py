"""How seats are used, and by what they can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.ai_credit_pool import MonthOfCredits
from dashboard.core.days import Span
from dashboard.core.licences import Seats, usual_time_to_first_use
from dashboard.core.seat_parts import by_editor, by_plan, by_version
from dashboard.core.seat_prices import Cost, Terms, cost
from layouts import charts, pieces, words
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.deltas import Delta
from layouts.pieces import Tile
from layouts.tables import Column, Table

PLANS = {"business": "Business", "enterprise": "Enterprise", "unknown": "Plan not said"}


def tiles(found: Seats, terms: Terms, org: str, told_from: int = 1) -> list[Tile]:
    """Of seats not in use only numbers of `told_from` and more are told."""
    billing, limit = found.billing, terms.limit(org)
    total = billing.seats if billing.total is None else billing.total
    of_limit = f"of {words.count(limit)}" if limit else ""
    price = cost(found.seats, billing, terms.prices)
    return [
        Tile("Seats", "seats", words.count(total), of_limit, _said(_added(found)), ""),
        Tile(
            "Active in 28 days",
            "seat-states",
            words.count(found.active_within(28)),
            _share(found.active_within(28), total),
            _said(f"7 days: {found.active_within(7):,}, 90 days: {found.active_within(90):,}"),
            "",
        ),
        Tile(
            "Never used",
            "seat-unused",
            _few(found.unused("never"), told_from),
            "",
            _said(
                f"not for 90 days: {_few(found.unused('long'), told_from)}, "
                f"unknown: {_few(found.unused('unknown'), told_from)}"
            ),
            "",
        ),
        Tile(
            "Ending",
            "seats",
            words.count(found.billing.pending_cancellation or found.billing.states.get("pending_cancellation", 0)),
            "with the cycle",
            _said(f"invited: {words.count(billing.pending_invitation)}"),
            "",
        ),
        Tile(
            "Estimated cost",
            "seat-cost",
            words.money(price.amount, price.currency),
            "a month",
            _said(_priced(price, terms)),
            "",
        ),
    ]


def _few(number: int, told_from: int) -> str:
    return f"fewer than {told_from}" if 0 < number < told_from else words.count(number)


def _said(text: str) -> Delta:
    return Delta("", "", text, text)


def _share(part: int, whole: int) -> str:
    return words.per_cent(part / whole) if whole else ""


def _added(found: Seats) -> str:
    return f"{words.count(found.billing.added_this_cycle)} added this cycle"


def _priced(price: Cost, terms: Terms) -> str:
    unpriced = f"without {words.counted(price.unpriced, 'seat')}, " if price.unpriced else ""
    return f"{unpriced}by prices of {words.full_day(terms.prices.since)}"


def cycle_card(org: str, found: Seats) -> Component:
    """GitHub's own counts."""
    billing = found.billing
    rows = [
        ("Seats", billing.total),
        ("Active this cycle", billing.active_this_cycle),
        ("Inactive this cycle", billing.inactive_this_cycle),
        ("Added this cycle", billing.added_this_cycle),
        ("Invitation pending", billing.pending_invitation),
        ("Cancellation pending", billing.pending_cancellation),
        *([("Without a person", found.billing.without_assignee)] if found.billing.without_assignee else []),
    ]
    say = f"As GitHub counts them, on {words.full_day(found.day)}. A cycle is the billing month."
    return _bar_card(org, found, "seats-this-cycle", "In this billing cycle", say, "seats", "Seats that are", rows)


def last_use_card(org: str, found: Seats) -> Component:
    rows: list[tuple[str, int | None]] = [
        *((f"Last {days} days", found.active_within(days)) for days in (7, 28, 90)),
        ("Not for 90 days", found.unused("long")),
        ("Never", found.unused("never")),
        ("Unknown: one of these two", found.unused("unknown")),
    ]
    say = "Seats by their last use. GitHub forgets it after 90 days; earlier snapshots tell never from not for long."
    return _bar_card(org, found, "last-use", "Last used", say, "seat-unused", "Used", rows)


def first_use_card(org: str, found: Seats) -> Component:
    days = found.first_uses()
    steps = (("Same day", 0), ("Within a week", 7), ("Within 28 days", 28))
    rows: list[tuple[str, int | None]] = [(name, sum(each <= most for each in days)) for name, most in steps]
    rows.append(("Later", sum(each > 28 for each in days)))
    median = usual_time_to_first_use(days)
    usual = f" Half of them within {words.days_long(int(median))}." if median is not None else ""
    say = f"From assignment to first use, of the {words.counted(len(days), 'seat')} of which snapshots saw it.{usual}"
    return _bar_card(org, found, "first-use", "Time to first use", say, "first-use", "First used", rows)


def by_cards(org: str, found: Seats, floor: int) -> list[Component]:
    shown = [(team.name, team.people) for team in found.teams if team.people >= floor]
    small = len(found.teams) - len(shown)
    left = f" {words.counted(small, 'team')} with fewer than {floor} left out." if small else ""
    return [
        _ranked(
            org,
            found,
            "seats-by-editor",
            "By editor",
            "Where each seat was last used. Free text at GitHub, so read with care.",
            "Last used in",
            by_editor(found),
        ),
        _ranked(
            org,
            found,
            "seats-by-plan",
            "By plan",
            "A seat that doesn’t say its plan has the subscription’s.",
            "Plan",
            [(PLANS.get(plan, plan), number) for plan, number in by_plan(found)],
        ),
        _ranked(
            org,
            found,
            "seats-by-team",
            "By team",
            f"People with a seat in each team; somebody in two teams is in both.{left}",
            "Team",
            shown,
        ),
        _ranked(
            org,
            found,
            "seats-by-version",
            "By version",
            "The editor’s version at the last use.",
            "Version",
            by_version(found),
        ),
    ]


def credits_card(org: str, month: MonthOfCredits) -> Component:
    used, forecast = round(month.used), round(month.forecast)
    most = max(forecast, month.pool or 0, 1)
    pool = [("Pool", month.pool)] if month.pool else []
    rows = [("Used so far", used), ("By the month’s end", forecast), *pool]
    table = Table(
        charts.file_of(org, "ai-credits-of-the-month", month.span),
        [Column("AI credits", "text"), Column("Number")],
        [list(row) for row in rows],
    )
    bars = bar_list(
        [Row(name, (number or 0) / most, words.count(number)) for name, number in rows], "AI credits", "Number", False
    )
    say = f"In {words.MONTHS[month.span.first.month - 1]}: {words.days_long(month.days_known)} known. The forecast takes the others to be like them. Credits are not money."
    return pieces.card("credits-of-the-month", "AI credits this month", say, "credit-pool", table, [bars], "w12")


def _ranked(
    org: str, found: Seats, name: str, title: str, say: str, thing: str, rows: Sequence[tuple[str, int]]
) -> Component:
    kept: list[tuple[str, int | None]] = list(rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        say = f"{say} {words.count(len(rows) - MOST_ROWS)} more are in the table."
    table = Table(_file(org, found, name), [Column(thing, "text"), Column("Seats")], [list(row) for row in rows])
    return _card(name, title, say, "seats", table, thing, kept, "w6")


def _bar_card(
    org: str,
    found: Seats,
    name: str,
    title: str,
    say: str,
    term: str,
    thing: str,
    rows: Sequence[tuple[str, int | None]],
) -> Component:
    table = Table(_file(org, found, name), [Column(thing, "text"), Column("Seats")], [list(row) for row in rows])
    return _card(name, title, say, term, table, thing, rows, "w4")


def _card(
    name: str,
    title: str,
    say: str,
    term: str,
    table: Table,
    thing: str,
    rows: Sequence[tuple[str, int | None]],
    width: str,
) -> Component:
    most = max((number or 0 for _, number in rows), default=0) or 1
    bars = bar_list([_row(text, number, most) for text, number in rows], thing, "Seats", False)
    shown = html.Div(bars, className="long-names") if rows else pieces.state("Nothing to show", "No seat says it.")
    return pieces.card(name, title, say, term, table, [shown], width)


def _row(name: str, number: int | None, most: int) -> Row:
    return Row(name, 0, "", withheld=words.UNKNOWN) if number is None else Row(name, number / most, words.count(number))


def _file(org: str, found: Seats, name: str) -> str:
    return charts.file_of(org, name, Span(found.day, found.day))
