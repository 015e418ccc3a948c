"""What stands in a page's place when its figures can't be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from layouts import controls, legacy, names, pieces
from layouts.answers import Legacy
from layouts.shell import Page
from layouts.view import View

NEVER = Freshness(None, None, None)
NO_REPORT = "No report of this organisation is in the history. The first refresh brings them, and this page with them."
NO_DAY = "The history has no day that could be shown here of {whose}. Choose another assistant above."


def page(title: str, text: str, picker: Component | None = None) -> Page:
    """For refusals: what happened, why that may be, and the way on."""
    ways = [
        pieces.button_link("Go to your teams", "/teams", "primary"),
        pieces.button_link("Go to the organisation", "/org"),
    ]
    return _page(title, text, ways, controls.bare(picker) if picker else None)


def no_data(name: str, picker: Component | None = None, view: View | None = None, old: Legacy | None = None) -> Page:
    """The choice of an assistant stays, where there is one: another may have some. So does what `old` APIs counted."""
    text, bar = NO_REPORT, controls.bare(picker) if picker else None
    if view and len(view.offered) > 1:
        whose = names.ASSISTANTS[view.assistant]
        text, bar = NO_DAY.format(whose=whose), controls.bar(picker, view, NEVER, name, whose)
    found = _page(f"No data yet of {name}", text, [], bar)
    below = legacy.section(name, old)
    return replace(found, body=[*found.body, *below], sections=legacy.sections(old))


def _page(title: str, text: str, ways: Sequence[Component], bar: Component | None) -> Page:
    actions = [html.Div(list(ways), className="actions")] if ways else []
    state = html.Div([html.H1(title), html.P(text), *actions], className="state whole")
    return Page(title, title, [html.Div(state, className="chart")], controls=bar)
