"""The parts every page is made of. Class names are those of the stylesheet in dashboard/assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from layouts import definitions, ids, words
from layouts.attributes import aria, data
from layouts.deltas import Delta
from layouts.figures import CONFIG
from layouts.marks import Figure
from layouts.sentences import Sign
from layouts.tables import Table

Children = Component | str | Sequence[Any] | None


def icon(name: str) -> Component:
    return html.Span(className=f"icon icon-{name}", **aria(hidden="true"))


def link(text: Children, href: str, className: str = "", **more: Any) -> Component:  # noqa: N803
    """A view of ours: the browser goes there without loading the page again."""
    return html.A(text, href=href, className=className, **data(view=""), **more)


def swatch(kind: str = "", token: str = "") -> Component:
    style = {"background": f"var({token})"} if token else None
    return html.Span(className=f"sw {kind}".strip(), style=style, **aria(hidden="true"))


# Head, notices


def head(title: str, answer: str, beside: Children = None) -> Component:
    return html.Div(
        [html.Div([html.H1(title), html.P(answer, className="answer")]), html.Div(beside, className="fresh")],
        className="head",
    )


def freshness(fresh: Freshness, signs: Sequence[Sign]) -> list[Any]:
    """How far the data reaches; also the key of the signs in the plots."""
    if fresh.last is None:
        return [html.Div("No data yet")]
    marks: list[Component] = [
        html.Div([swatch(sign.swatch), sign.text] if sign.swatch else sign.text) for sign in signs
    ]
    return [html.Div(["Data to ", html.B(words.long_day(fresh.last))]), *marks]


def notice(text: Children, kind: str = "") -> Component:
    return html.Div(html.Span(text), className=f"notice {kind}".strip(), role="status")


def announcement(text: str) -> Component:
    """Stays away, once it is closed, until it says something else."""
    close = html.Button("Close", className="btn btn-quiet", type="button", **data(close_announcement=""))
    return html.Div(
        [html.Span(text), close],
        id=ids.ANNOUNCEMENT,
        className="notice announcement",
        role="status",
        **data(announcement=text),
    )


# Tiles


@dataclass(frozen=True)
class Tile:
    """`number` in words, `small` its unit or denominator, `spark` an SVG data address, `term` the definition's key;
    the last two may be empty."""

    name: str
    term: str
    number: str
    small: str
    delta: Delta | None
    spark: str


def tiles(shown: Sequence[Tile]) -> Component:
    return html.Dl([_tile(tile) for tile in shown], className="tiles", style={"--n": len(shown)})


def _tile(tile: Tile) -> Component:
    spark = [html.Span(className="spark", style={"maskImage": tile.spark}, **aria(hidden="true"))] if tile.spark else []
    name = html.Dt([what_is(tile.term, tile.name) if tile.term else tile.name, *spark])
    known = tile.number != words.UNKNOWN
    value = html.Dd(
        [f"{tile.number} ", html.Small(tile.small)] if known else tile.number,
        className=f"value {'' if known else 'unknown'}".strip(),
    )
    return html.Div([name, value, *_change(tile.delta)], className="tile")


def _change(delta: Delta | None) -> list[Component]:
    if delta is None:
        return []
    sign = [html.Span(delta.sign, className="dir", **aria(hidden="true"))] if delta.sign else []
    amount: list[Any] = [html.B(delta.amount), " "] if delta.amount else []
    seen = html.Span([*sign, *amount, delta.rest], **aria(hidden="true"))
    return [
        html.Dd(
            [seen, html.Span(delta.sentence, className="visually-hidden")], className="change", title=delta.sentence
        )
    ]


# "What is this?"


def what_is(key: str, label: Children = None, className: str = "term") -> Component:  # noqa: N803
    """A definition that opens in place; Escape closes it."""
    found = definitions.BY_KEY[key]
    name = {} if isinstance(label, str) else aria(label=f"What is this? {found.name}")
    return html.Details(
        [html.Summary(label, className=className, title="What is this?", **name), _definition(found)],
        className="drop",
    )


def _definition(found: definitions.Definition) -> Component:
    facts = [("Counted", found.counted), ("Not counted", found.not_counted), ("Changed", found.changed)]
    told = [part for name, text in facts if text for part in (html.Dt(name), html.Dd(narrow(text)))]
    more = [html.P(narrow(found.more))] if found.more else []
    return html.Div(
        [
            html.B(found.name),
            html.P(narrow(found.text)),
            *([html.Dl(told)] if told else []),
            *more,
            html.P(link("All definitions", f"/help#{found.key}")),
        ],
        className="pop pop-text",
    )


def narrow(text: str) -> str:
    """Prose with the per cent sign kept at its number."""
    return text.replace(" %", f"{words.NARROW}%")


# Chart cards


@dataclass(frozen=True)
class Key:
    """An entry of the key row: its swatch (or a line) and, in bold, its total."""

    text: str
    token: str = ""
    kind: str = ""
    total: str = ""


@dataclass(frozen=True)
class Note:
    """A sentence under the plot; `flag` is its sign in the plot, if it has one."""

    text: str
    flag: str = ""


def card(name: str, title: str, say: str, term: str, table: Table, shown: Sequence[Any], width: str) -> Component:
    """A figure named by its title, with its definition, its numbers as a table and as CSV one key press away."""
    return html.Figure(
        [
            html.Figcaption(_chart_head(name, title, say, term), className="chart-head"),
            html.Div(shown, id=ids.shown(name), className="shown"),
            html.Div(
                id=ids.table(name),
                className="table-wrap as-table",
                hidden=True,
                tabIndex=0,
                role="region",
                **aria(label=f"{title}, as a table"),
            ),
            dcc.Store(id=ids.rows(name), data=table.payload()),
        ],
        id=ids.card(name),
        className=f"chart {width}",
        **aria(labelledby=ids.title(name)),
    )


def _chart_head(name: str, title: str, say: str, term: str) -> list[Component]:
    tools = html.Div(
        [
            what_is(term, icon("help"), "btn btn-quiet btn-icon"),
            _tool(name, "table", "Show as a table", id=ids.table_button(name), **aria(pressed="false")),
            csv_button(name),
        ],
        className="chart-tools",
        role="group",
        **aria(label=f"Tools of {title}"),
    )
    words_ = html.Div(
        [html.H3(title, className="chart-title", id=ids.title(name)), html.P(narrow(say), className="chart-say")]
    )
    return [words_, tools]


def csv_button(name: str) -> Component:
    return _tool(name, "csv", "Download as CSV")


def _tool(name: str, does: str, label: str, **more: Any) -> Component:
    named = {"aria-label": label, f"data-{does}": name, **more}
    return html.Button(icon(does), className="btn btn-quiet btn-icon", type="button", title=label, **named)


def plot(name: str, figure: Figure, described: str) -> Component:
    graph = dcc.Graph(id=ids.graph(name), figure=figure, config=cast(Any, CONFIG), responsive=True)
    return html.Div(graph, className="plot", role="img", **aria(label=described))


def keys(unit: str, entries: Sequence[Key]) -> Component:
    return html.Ul([html.Li(unit, className="unit"), *(_key(entry) for entry in entries)], className="keys")


def _key(entry: Key) -> Component:
    sign = (
        html.Span(className=f"ln {entry.kind[3:]}".strip())
        if entry.kind.startswith("ln")
        else swatch(entry.kind, entry.token)
    )
    return html.Li([sign, entry.text, *([html.B(entry.total)] if entry.total else [])])


MOST_NOTES = 4


def notes(told: Sequence[Note]) -> list[Component]:
    """The first few; the rest unfolds under them."""
    kept = told if len(told) <= MOST_NOTES else told[: MOST_NOTES - 1]
    lists: list[Component] = [
        html.Ul([_note(note) for note in some], className="notes") for some in (kept, told[len(kept) :]) if some
    ]
    if len(lists) < 2:
        return lists
    return [lists[0], html.Details([html.Summary(f"{len(told) - len(kept)} more"), lists[1]], className="more-notes")]


def _note(note: Note) -> Component:
    if not note.flag:
        return html.Li(note.text, className="unnumbered")
    kind = "flag own" if note.flag.isalpha() else "flag"
    return html.Li([html.Span(note.flag, className=kind), note.text])


# States


def state(title: str, text: str, actions: Sequence[Component] = (), kind: str = "") -> Component:
    buttons = [html.Div(list(actions), className="actions")] if actions else []
    return html.Div([html.B(title), html.P(text), *buttons], className=f"state {kind}".strip())


def button_link(text: str, href: str, kind: str = "secondary") -> Component:
    return link(text, href, className=f"btn btn-{kind}")


def asking(text: str, asked: Mapping[str, str]) -> Component:
    """The same view but for what is `asked`, empty to leave it out; the browser keeps the rest of the address."""
    return html.Button(text, className="btn btn-secondary", type="button", **data(ask=urlencode(asked)))


def section(key: str, title: str, grid: Sequence[Sequence[Component]], hidden_title: bool = False) -> Component:
    """A part of the page one can link to: `grid` is its rows of cards."""
    heading = html.H2(title, className="visually-hidden" if hidden_title else None)
    return html.Section([heading, *(html.Div(list(row), className="grid") for row in grid)], id=key)
