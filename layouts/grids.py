"""Tables that can be sorted, searched and chosen from: every one of the product is made here, by AG Grid.

assets/80-grids.js draws the cells, and gives a grid the rows of its store, which its CSV is written from as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import dash_ag_grid
import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component
from dash.fingerprint import build_fingerprint

from layouts import ids, pieces, words
from layouts.attributes import aria, data
from layouts.tables import Column as Head
from layouts.tables import Kind, Table

# Half a megabyte: the browser fetches it with the first page that has a grid, not with every page.
dash_ag_grid._js_dist[0]["async"] = "lazy"

Drawn = Literal["plain", "link", "bar", "band", "change", "spark", "minutes"]
ROW, HEADER = 36, 40  # pixels, as in assets/10-tokens.css
MOST_HIGH = 18  # rows, before the grid scrolls in itself


@dataclass(frozen=True)
class Column:
    """`of` is the place in a row of what the cell is drawn with beside its value: a link's address, a sparkline's top.

    One that isn't `shown` is to be chosen; on a phone only those `on_phone` are there at first. `in_csv` is its name
    where the unit isn't in the cells.
    """

    name: str
    kind: Kind = "number"
    drawn: Drawn = "plain"
    of: int | None = None
    width: int = 110
    shown: bool = True
    on_phone: bool = False
    in_csv: str = ""


@dataclass(frozen=True)
class Choice:
    """A quick filter: the rows at these places."""

    name: str
    places: frozenset[int]


@dataclass(frozen=True)
class Grid:
    """`thing` is what a row is, as "team"; `file` names the CSV. `rows` are in the order of the first sight, which
    `sorted_by` says in words of the grid: a column's place, and whether its largest come first.

    A row may be longer than `columns`, by what its cells are drawn with. `in_file` are the places of the columns of the CSV,
    in order, where it doesn't have those that are shown.
    """

    name: str
    thing: str
    file: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    sorted_by: tuple[int, bool]
    choices: Sequence[Choice] = ()
    term: str = ""
    in_file: Sequence[int] = ()


def script() -> str:
    """Where the browser finds AG Grid; changes with its content."""
    file = Path(dash_ag_grid.__file__).parent / "dash_ag_grid.min.js"
    path = build_fingerprint(file.name, dash_ag_grid.__version__, sha256(file.read_bytes()).hexdigest()[:12])
    return f"/_dash-component-suites/dash_ag_grid/{path}"


SCRIPT = script()


def card(grid: Grid, title: str, below: Sequence[Component] = ()) -> Component:
    """The grid with its tools above; `below`: what its signs mean, and what is not in it and why."""
    return html.Section(
        [
            html.H2(title, className="visually-hidden", id=ids.title(grid.name)),
            html.Div(_tools(grid), className="table-tools"),
            _place(grid),
            *([html.Div(list(below), className="grid-foot")] if below else []),
            dcc.Store(id=ids.rows(grid.name), data=payload(grid)),
        ],
        className="chart grid-card",
        **aria(labelledby=ids.title(grid.name)),
    )


def payload(grid: Grid) -> dict[str, Any]:
    """As a chart's table, with the quick filters each row is in as the last of its cells, a bit each; `all` says how many."""
    heads = [Head(column.in_csv or column.name, column.kind) for column in grid.columns]
    rows = [[*row, _bits(grid, place)] for place, row in enumerate(grid.rows)]
    in_file = {"in_file": list(grid.in_file)} if grid.in_file else {}
    return Table(grid.file, heads, rows).payload() | {"all": _all(grid)} | in_file


def _bits(grid: Grid, place: int) -> int:
    return sum(1 << number for number, choice in enumerate(grid.choices) if place in choice.places)


# What stands above


def _tools(grid: Grid) -> list[Component]:
    csv = html.Button(
        [pieces.icon("csv"), "CSV"],
        className="btn btn-secondary",
        type="button",
        title=f"Download the {_many(grid.thing)} {'' if grid.in_file else 'and columns '}that are shown",
        **data(grid_csv=grid.name),
    )
    what = [pieces.what_is(grid.term, pieces.icon("help"), "btn btn-quiet btn-icon")] if grid.term else []
    return [
        _search(grid),
        *([_choices(grid)] if grid.choices else []),
        html.Span(_all(grid), className="grid-count muted", id=f"count-{grid.name}"),
        html.Div([*what, _column_choice(grid), csv], className="grid-acts"),
    ]


def _all(grid: Grid) -> str:
    """34 teams"""
    return words.counted(len(grid.rows), grid.thing, _many(grid.thing))


def _many(thing: str) -> str:
    return {"person": "people", "repository": "repositories"}.get(thing, f"{thing}s")


def _search(grid: Grid) -> Component:
    label = f"Find a {grid.thing}"
    key = f"find-{grid.name}"
    field = dbc.Input(id=key, type="search", placeholder=label, name="find", className="grid-find", autocomplete="off")
    return html.Div([html.Label(label, htmlFor=key, className="visually-hidden"), field], className="grid-search")


def _choices(grid: Grid) -> Component:
    every = _choice(grid, 0, "All", len(grid.rows))
    named = [_choice(grid, 1 << n, choice.name, len(choice.places)) for n, choice in enumerate(grid.choices)]
    return html.Div([every, *named], className="segments", role="group", **aria(label=f"Which {_many(grid.thing)}"))


def _choice(grid: Grid, bit: int, name: str, rows: int) -> Component:
    inside: list[Any] = [f"{name} ", html.Span(words.count(rows), className="count")]
    pressed = aria(pressed=str(bit == 0).lower())
    return html.Button(inside, type="button", **pressed, **data(grid_choice=grid.name, bit=str(bit)))


def _column_choice(grid: Grid) -> Component:
    boxes = [
        dbc.Checkbox(id=f"column-{grid.name}-{place}", value=column.shown, label=column.name, name=column.name)
        for place, column in enumerate(grid.columns)
        if place  # the first is what the row is
    ]
    return html.Details(
        [
            html.Summary("Columns", className="btn btn-secondary"),
            html.Div(
                boxes, className="pop grid-columns", role="group", **aria(label="Columns"), **data(grid=grid.name)
            ),
        ],
        className="drop",
    )


# The grid


def _place(grid: Grid) -> Component:
    """As high from the first as the grid will be."""
    high = {"minHeight": f"{HEADER + ROW * min(len(grid.rows), MOST_HIGH)}px"}
    return html.Div(_grid(grid), id=f"place-{grid.name}", className="grid-place", style=high, **data(script=SCRIPT))


def _grid(grid: Grid) -> Component:
    low = len(grid.rows) <= MOST_HIGH
    return dash_ag_grid.AgGrid(
        id=f"grid-{grid.name}",
        columnDefs=[_definition(grid, place, column) for place, column in enumerate(grid.columns)],
        rowData=[],
        defaultColDef={
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "suppressMovable": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "comparator": {"function": "unknownLast"},
        },
        dashGridOptions={
            "animateRows": False,
            "suppressColumnMoveAnimation": True,  # else they slide to their places whenever a page is drawn
            "domLayout": "autoHeight" if low else "normal",
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "suppressColumnVirtualisation": True,
            "suppressScrollOnNewData": True,
            "tabToNextCell": {"function": "leaveTheGrid(params)"},
            "localeText": {"noRowsToShow": "None of that name", "noMatchingRows": "None of that name"},
        },
        style={} if low else {"height": f"{HEADER + ROW * MOST_HIGH}px"},
    )


def _definition(grid: Grid, place: int, column: Column) -> dict[str, Any]:
    text = column.kind == "text" and column.drawn != "spark"
    by, largest_first = grid.sorted_by
    return {
        "colId": column.name,
        "field": str(place),
        "headerName": column.name,
        "initialHide": not column.shown,
        "sortable": column.drawn != "spark",
        "sortingOrder": ["asc", "desc"] if text else ["desc", "asc"],
        "initialSort": ("desc" if largest_first else "asc") if place == by else None,
        "minWidth": column.width,
        "flex": column.width,
        "type": None if column.kind == "text" or column.drawn in ("bar", "band") else "rightAligned",
        "initialPinned": "left" if place == 0 else None,
        "lockPinned": True,
        "context": {"onPhone": column.on_phone or place == 0},
        **_drawn(column),
    }


def _drawn(column: Column) -> dict[str, Any]:
    if column.drawn == "plain":
        return {"valueFormatter": {"function": f"inWords(params.value, '{column.kind}')"}}
    return {"cellRenderer": column.drawn, "cellRendererParams": {"of": column.of}}
