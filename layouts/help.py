"""The glossary: every number's definition, in the words of "What is this?"."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import definitions, names, pieces
from layouts.pieces import narrow
from layouts.shell import Page

INTRODUCTION = "What each number counts, what it leaves out, and what more of it means and doesn’t mean."


def page() -> Page:
    return Page(
        title="What the numbers mean",
        said="What the numbers mean",
        body=[
            pieces.head("What the numbers mean", INTRODUCTION),
            html.Section(
                [html.H2("Numbers"), html.Div([_entry(d) for d in definitions.ALL], className="glossary")], id="numbers"
            ),
            html.Section([html.H2("Features"), _features()], id="features"),
        ],
        sections=(("numbers", "Numbers"), ("features", "Features")),
    )


def _entry(found: definitions.Definition) -> Component:
    facts = [
        ("Counted", found.counted),
        ("Not counted", found.not_counted),
        ("Changed", found.changed),
        ("More of it", found.more),
    ]
    told = [part for name, text in facts if text for part in (html.Dt(name), html.Dd(narrow(text)))]
    return html.Article(
        [html.H3(found.name), html.P(narrow(found.text)), *([html.Dl(told)] if told else [])], id=found.key
    )


def _features() -> Component:
    rows = [
        html.Tr([html.Th([pieces.swatch(token=f.token), " ", f.shown], scope="row"), html.Td(html.Code(value))])
        for value, f in names.FEATURES.items()
    ]
    top = html.Tr([html.Th("Feature", scope="col"), html.Th("GitHub’s value", scope="col")])
    return html.Div(
        html.Div(html.Table([html.Thead(top), html.Tbody(rows)], className="table"), className="table-wrap"),
        className="chart features",
    )
