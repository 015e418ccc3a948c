"""The choice of what is compared: each choice is a link to the address that has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.core.comparison import MOST_SIDES
from dashboard.core.days import Span
from layouts import ids, words
from layouts.attributes import aria, data
from layouts.pieces import icon, link
from layouts.view import View

MOST_OFFERED = 300
BEFORE = "before"
A_YEAR = timedelta(days=364)  # so that weekdays stand beside their like


@dataclass(frozen=True)
class Choice:
    """A team or an organisation, by what the address calls it."""

    key: str
    name: str


@dataclass(frozen=True)
class Offer:
    """What is compared now, what may be added, and, of one alone, the `other` span it is set against."""

    chosen: Sequence[Choice]
    others: Sequence[Choice]
    other: Span | None = None
    first: date | None = None

    @property
    def said(self) -> str:
        names = words.listed([choice.name for choice in self.chosen])
        return f"{names}, two spans" if self.other else names


def chooser(view: View, offer: Offer) -> Component:
    summary = html.Summary(
        [html.Span("Compared", className="k"), html.B(offer.said, className="chosen"), icon("down")], className="field"
    )
    parts = [_chosen(view, offer), *_another(view, offer), *_spans(view, offer)]
    return html.Div(
        html.Details([summary, html.Div(parts, className="pop pop-compare")], className="drop", id=ids.COMPARED),
        className="comparing",
    )


def _chosen(view: View, offer: Offer) -> Component:
    rows = [
        html.Li([html.Span(choice.name), *([_remove(view, offer, choice)] if len(offer.chosen) > 1 else [])])
        for choice in offer.chosen
    ]
    return html.Ul(rows, className="chosen-list", **aria(label="Compared now"))


def _remove(view: View, offer: Offer, gone: Choice) -> Component:
    rest = [choice.key for choice in offer.chosen if choice != gone]
    return link("Remove", _search(view, rest), **aria(label=f"Remove {gone.name}"))


def _another(view: View, offer: Offer) -> list[Component]:
    if len(offer.chosen) >= MOST_SIDES:
        return [html.P(f"{MOST_SIDES} are the most that can be compared.", className="muted")]
    if not offer.others:
        return []
    keys = [choice.key for choice in offer.chosen]
    links = [
        html.Li(link(choice.name, _search(view, [*keys, choice.key]), "preset"))
        for choice in offer.others[:MOST_OFFERED]
    ]
    field = dbc.Input(id=ids.COMPARED_SEARCH, type="search", autocomplete="off")
    return [
        html.Label("Add", htmlFor=ids.COMPARED_SEARCH),
        html.Div(field, **data(filter=ids.COMPARED_OFFERED)),
        html.Ul(links, id=ids.COMPARED_OFFERED, className="presets offered"),
        *_more(len(offer.others) - MOST_OFFERED),
    ]


def _more(number: int) -> list[Component]:
    if number <= 0:
        return []
    return [html.P(f"{words.count(number)} more: each can be added from its own page.", className="muted")]


def _spans(view: View, offer: Offer) -> list[Component]:
    """One subject alone, in another span of the same length."""
    if len(offer.chosen) != 1:
        return []
    length, key = words.days_long(len(view.span)), [offer.chosen[0].key]
    year_ago = view.span.first - A_YEAR
    presets = [link(f"The {length} before", _search(view, key, BEFORE), "preset")]
    if offer.first and year_ago >= offer.first:
        presets.append(link("The same weekdays a year before", _search(view, key, str(year_ago)), "preset"))
    return [
        html.B("Against another span"),
        html.Nav(presets, className="presets", **aria(label="Other spans")),
        _form(view, offer),
    ]


def _form(view: View, offer: Offer) -> Component:
    """A native date field; its value becomes `against` in the address (assets/70-compare.js)."""
    since = {"min": str(offer.first)} if offer.first else {}
    begins = {"value": str(offer.other.first)} if offer.other else {}
    label = f"Or the {words.days_long(len(view.span))} from"
    field = dbc.Input(id=ids.AGAINST, name="against", type="date", required=True, **since, **begins)
    button = html.Button("Show", className="btn btn-secondary", type="submit")
    return html.Form([html.Label(label, htmlFor=ids.AGAINST), field, button], className="dates-form", **data(asks=""))


def _search(view: View, keys: Sequence[str], against: str = "") -> str:
    return view.with_page(**{"with": ",".join(keys)}, against=against).search or "?"
