"""The glossary: every number's definition in the words of "What is this?", the signs of days, and who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.core.subjects import NamesFor
from layouts import breaks, definitions, ids, names, pieces, words
from layouts.attributes import aria, data
from layouts.pieces import narrow
from layouts.shell import Page

INTRODUCTION = "What each number counts, what it leaves out, and what more of it means and doesn’t mean."
SECTIONS = (
    ("numbers", "Numbers"),
    ("signs", "Signs of days"),
    ("features", "Features"),
    ("who", "Who sees what"),
    ("breaks", "Changes in GitHub’s counting"),
)

# Swatch, what it is called, and what it means.
SIGNS = (
    ("", "Final", "GitHub’s reports of the day are complete and won’t change any more."),
    ("hatch", "May still change", "The newest days: they are read again until they are final. They count already."),
    ("none", "No report", "Nothing is known of the day, which is not zero. It is left out of sums and changes."),
    ("none", "Withheld", "Too few members had a licence that day: figures would be about single people."),
    ("band", "Weekend or holiday", "Not a working day of this organisation. What was done on it counts."),
)
NAMED = {
    "admins": "admins of the organisation",
    "members": "members of the same team, and admins of the organisation",
    "nobody": "nobody, admins included",
}


@dataclass(frozen=True)
class Floor:
    """The deployment's rules: groups and cells of fewer people than these aren't shown, names only to some."""

    team: int
    cell: int
    names_to: NamesFor


def page(floor: Floor) -> Page:
    return Page(
        title="What the numbers mean",
        said="What the numbers mean",
        body=[
            pieces.head("What the numbers mean", INTRODUCTION),
            _find(),
            _section(0, html.Div([_entry(found) for found in definitions.ALL], className="glossary")),
            _section(1, _signs()),
            _section(2, _features()),
            _section(3, _who(floor)),
            _section(4, _breaks()),
        ],
        sections=SECTIONS,
    )


def _section(place: int, content: Component) -> Component:
    key, title = SECTIONS[place]
    return html.Section([html.H2(title), content], id=key)


def _find() -> Component:
    field = dbc.Input(id=ids.FIND, type="search", autocomplete="off")
    return html.Div(
        [html.Label("Find a word", htmlFor=ids.FIND), field, html.P(id=ids.FOUND, role="status")],
        className="find",
        role="search",
    )


def _entry(found: definitions.Definition) -> Component:
    facts = [
        ("Counted", found.counted),
        ("Not counted", found.not_counted),
        ("Changed", found.changed),
        ("More of it", found.more),
    ]
    told = [part for name, text in facts if text for part in (html.Dt(name), html.Dd(narrow(text)))]
    inside = [html.H3(found.name), html.P(narrow(found.text)), *([html.Dl(told)] if told else [])]
    return html.Article(inside, id=found.key, **data(entry=""))


def _signs() -> Component:
    return _table(("Sign", "Meaning"), [([pieces.swatch(kind), name], text) for kind, name, text in SIGNS], "legend")


def _features() -> Component:
    rows = [
        ([pieces.swatch(token=feature.token), feature.shown], html.Code(value))
        for value, feature in names.FEATURES.items()
    ]
    return _table(("Feature", "GitHub’s value"), rows, "features")


def _who(floor: Floor) -> Component:
    rows = [
        ("Totals of the organisation", "its members"),
        ("A team", "its members, and admins of the organisation"),
        ("Names of people", NAMED[floor.names_to]),
        ("One’s own usage", "that person alone"),
        ("The state of the data", "admins of the organisation"),
        ("A small team", f"nobody, with fewer than {_people(floor.team)} licensed, or fewer who were ever active"),
        *_cells(floor),
    ]
    return _table(("What", "Who sees it"), rows, "legend")


def _cells(floor: Floor) -> list[tuple[str, str]]:
    if floor.cell <= 1:
        return []
    return [("A row of a breakdown", f"everybody; with fewer than {_people(floor.cell)} it is part of “Other”")]


def _people(number: int) -> str:
    return words.counted(number, "person", "people")


def _breaks() -> Component:
    """As they are told under the charts."""
    found = sorted(breaks.BREAKS, key=lambda each: each.day)
    return _table(("When", "What changed"), [(_when(each), each.what) for each in found], "legend")


def _when(found: breaks.Break) -> str:
    """28 July 2026, or July to November 2026"""
    if found.until is None:
        return words.full_day(found.day)
    return f"{words.MONTHS[found.day.month - 1]} to {words.MONTHS[found.until.month - 1]} {found.until.year}"


def _table(heads: Sequence[str], rows: Sequence[tuple[Any, Any]], kind: str) -> Component:
    top = html.Tr([html.Th(name, scope="col") for name in heads])
    body = [html.Tr([html.Th(first, scope="row"), html.Td(second)], **data(entry="")) for first, second in rows]
    table = html.Table([html.Thead(top), html.Tbody(body)], className="table")
    return html.Div(
        html.Div(table, className="table-wrap", tabIndex=0, role="region", **aria(label=heads[0])),
        className=f"chart {kind}",
    )
