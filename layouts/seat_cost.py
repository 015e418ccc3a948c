"""Seats not used for a number of days that somebody chooses, and an estimate of what they cost."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.licences import LONGEST_UNUSED, Seats
from dashboard.core.seat_prices import Cost, Terms, cost
from layouts import charts, ids, pieces, words
from layouts.attributes import data
from layouts.facts import Fact, facts
from layouts.tables import Column, Table

UNUSED_DAYS = (14, 30, 60, 90)
LENGTHS: dict[str, Any] = {"min": 1, "max": LONGEST_UNUSED, "list": "usual-lengths"}


def card(org: str, found: Seats, terms: Terms, days: int) -> Component:
    unused = found.unused_for(days)
    price, whole = cost(unused, found.billing, terms.prices), cost(found.seats, found.billing, terms.prices)
    table = Table(
        charts.file_of(org, "unused-seats-cost", Span(found.day, found.day)),
        [Column("Not used for days"), Column("Seats"), Column(f"Cost a month, {price.currency}")],
        [
            [each, len(some := found.unused_for(each)), cost(some, found.billing, terms.prices).amount]
            for each in sorted({*UNUSED_DAYS, days})
        ],
    )
    shown = [
        facts(
            [
                Fact("Unused seats", words.count(len(unused)), f"of {words.count(found.billing.seats)}"),
                Fact(
                    "Their cost",
                    words.money(price.amount, price.currency),
                    f"a month, of {words.money(whole.amount, whole.currency)}",
                ),
            ]
        ),
        _another_number(days),
        *pieces.notes([pieces.Note(_prices(terms, price, found.unused("unknown")))]),
    ]
    say = f"Seats not used for {words.days_long(days)} or more, and an estimate of what they cost. Seats assigned since are left out."
    return pieces.card("unused-seats", f"Not used for {words.days_long(days)}", say, "seat-cost", table, shown, "w4")


def _another_number(days: int) -> Component:
    """Of days; what is in the field becomes `unused` in the address (assets/70-compare.js)."""
    field = dbc.Input(id=ids.UNUSED, name="unused", type="number", value=str(days), required=True, **LENGTHS)
    usual = html.Datalist([html.Option(value=str(each)) for each in UNUSED_DAYS], id=LENGTHS["list"])
    button = html.Button("Show", className="btn btn-secondary", type="submit")
    label = html.Label("Not used for", htmlFor=ids.UNUSED)
    return html.Form([label, field, "days or more", usual, button], className="asked-number", **data(asks=""))


def _prices(terms: Terms, price: Cost, unknown: int) -> str:
    currency = terms.prices.currency
    prices = words.listed([f"{plan} {words.money(amount, currency)}" for plan, amount in terms.prices.by_plan.items()])
    left = f" {words.counted(price.unpriced, 'seat')} of another plan not in it." if price.unpriced else ""
    also = f" Of {words.count(unknown)} more it can’t be told." if unknown else ""
    return f"An estimate, no invoice: for a seat and month as of {words.full_day(terms.prices.since)}, {prices}.{left}{also}"
