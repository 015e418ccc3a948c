"""What stands in a page's place when its figures can't be given."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts import controls, pieces
from layouts.shell import Page


def page(title: str, text: str, picker: Component | None = None) -> Page:
    """For refusals: what happened, why that may be, and the way on."""
    ways = [
        pieces.button_link("Go to your teams", "/teams", "primary"),
        pieces.button_link("Go to the organisation", "/org"),
    ]
    return _page(title, text, ways, picker)


def no_data(name: str, picker: Component | None = None) -> Page:
    text = "No report of this organisation is in the history. The first refresh brings them, and this page with them."
    return _page(f"No data yet of {name}", text, [], picker)


def _page(title: str, text: str, ways: Sequence[Component], picker: Component | None) -> Page:
    actions = [html.Div(list(ways), className="actions")] if ways else []
    state = html.Div([html.H1(title), html.P(text), *actions], className="state whole")
    bar = controls.bare(picker) if picker else None
    return Page(title, title, [html.Div(state, className="chart")], controls=bar)
