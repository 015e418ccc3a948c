"""How seats are used, what they cost, and by what they can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.ai_credit_pool import MonthOfCredits
from dashboard.core.days import Span
from dashboard.core.licences import (
    Cost,
    Seats,
    Terms,
    by_editor,
    by_plan,
    by_version,
    cost,
    usual_time_to_first_use,
)
from layouts import charts, pieces, words
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.facts import Fact, facts
from layouts.pieces import Tile
from layouts.sentences import Delta
from layouts.tables import Column, Table

UNUSED_DAYS = (14, 30, 60, 90)
PLANS = {"business": "Business", "enterprise": "Enterprise", "unknown": "Plan not said"}


def tiles(found: Seats, terms: Terms, org: str) -> list[Tile]:
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
            words.count(found.unused("never")),
            "",
            _said(f"not for 90 days: {found.unused('long'):,}, unknown: {found.unused('unknown'):,}"),
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
            f"{price.amount:,.0f}",
            f"{price.currency} a month",
            _said(_priced(price, terms)),
            "",
        ),
    ]


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


def cost_card(org: str, found: Seats, terms: Terms, days: int) -> Component:
    unused = found.unused_for(days)
    price, whole = cost(unused, found.billing, terms.prices), cost(found.seats, found.billing, terms.prices)
    table = Table(
        _file(org, found, "unused-seats-cost"),
        [Column("Not used for days"), Column("Seats"), Column(f"Cost a month, {price.currency}")],
        [
            [each, len(some := found.unused_for(each)), cost(some, found.billing, terms.prices).amount]
            for each in sorted({*UNUSED_DAYS, days})
        ],
    )
    choices = html.Div(
        [pieces.asking(f"{each} days", {"unused": str(each)}) for each in UNUSED_DAYS if each != days],
        className="actions",
        style={"margin": "0.75rem 0"},
    )
    shown = [
        facts(
            [
                Fact("Unused seats", words.count(len(unused)), f"of {words.count(found.billing.seats)}"),
                Fact("Their cost", f"{price.currency} {price.amount:,.0f}", f"a month, of {whole.amount:,.0f}"),
            ]
        ),
        choices,
        *pieces.notes([pieces.Note(_prices(terms, price, found.unused("unknown")))]),
    ]
    say = f"Seats not used for {words.days_long(days)} or more, and an estimate of what they cost. Seats assigned since are left out."
    return pieces.card("unused-seats", f"Not used for {words.days_long(days)}", say, "seat-cost", table, shown, "w4")


def _prices(terms: Terms, price: Cost, unknown: int) -> str:
    prices = words.listed([f"{plan} {amount:g}" for plan, amount in terms.prices.by_plan.items()])
    left = f" {words.counted(price.unpriced, 'seat')} of another plan not in it." if price.unpriced else ""
    also = f" Of {words.count(unknown)} more it can’t be told." if unknown else ""
    return f"An estimate, no invoice: {terms.prices.currency} a seat and month as of {words.full_day(terms.prices.since)}, {prices}.{left}{also}"


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
            "seats-by-team",
            "By team",
            f"People with a seat in each team; somebody in two teams is in both.{left}",
            "Team",
            shown,
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
            "seats-by-editor",
            "By editor",
            "Where each seat was last used. Free text at GitHub, so read with care.",
            "Last used in",
            by_editor(found),
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
    return pieces.card("credits-of-the-month", "AI credits this month", say, "credit-pool", table, [bars], "w6")


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


EXPLAINED = (
    ("What counts as activity", "A suggestion in an editor, chat in an editor, on github.com or on a phone, a summary of a pull request, Copilot on the command line. Signing in is none."),
    ("It lags", "GitHub can take 24 hours to know of an activity, and a snapshot is as old as the last refresh."),
    ("Telemetry must be on", "Use in an editor is known from what the editor sends. Where telemetry is switched off or blocked by a proxy, a seat looks unused."),
    ("When a date looks too old", "Have the person update the editor and its Copilot extension, sign in to Copilot again, and see that telemetry is allowed. Then use it, and look again after a day."),
    ("Why it can disagree with usage", "Seats know of github.com and phones, which the usage reports leave out. The reports know of agents and previews that seats leave out. Neither is wrong."),
    ("Never, not for 90 days, unknown", "GitHub forgets an activity after 90 days and then names none, as of a seat never used. Earlier snapshots tell the two apart. Of seats older than the first snapshot that may be impossible."),
)  # fmt: skip


def explained(found: Seats) -> Component:
    told = [part for name, text in EXPLAINED for part in (html.Dt(name), html.Dd(text))]
    return html.Section(
        [html.H2("What seats say, and what they don’t"), html.Dl(told, className="explained")], id="explained"
    )
