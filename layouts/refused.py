"""What stands in a page's place when its figures can't be given."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from layouts import controls, names, pieces
from layouts.shell import Page
from layouts.view import View

NEVER = Freshness(None, None, None)


def page(title: str, text: str, picker: Component | None = None) -> Page:
    """For refusals: what happened, why that may be, and the way on."""
    ways = [
        pieces.button_link("Go to your teams", "/teams", "primary"),
        pieces.button_link("Go to the organisation", "/org"),
    ]
    return _page(title, text, ways, controls.bare(picker) if picker else None)


def no_data(name: str, picker: Component | None = None, view: View | None = None) -> Page:
    """The choice of an assistant stays, where there is one: another may have some."""
    if view is None or len(view.offered) < 2:
        text = (
            "No report of this organisation is in the history. The first refresh brings them, and this page with them."
        )
        return _page(f"No data yet of {name}", text, [], controls.bare(picker) if picker else None)
    whose = names.ASSISTANTS[view.assistant]
    text = f"The history has no day that could be shown here of {whose}. Choose another assistant above."
    return _page(f"No data yet of {name}", text, [], controls.bar(picker, view, NEVER, name, whose))


def _page(title: str, text: str, ways: Sequence[Component], bar: Component | None) -> Page:
    actions = [html.Div(list(ways), className="actions")] if ways else []
    state = html.Div([html.H1(title), html.P(text), *actions], className="state whole")
    return Page(title, title, [html.Div(state, className="chart")], controls=bar)
