"""Bar lists: tables that draw themselves. The track is the whole; a tick mark is the span before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.attributes import aria, data

MOST_ROWS = 8


@dataclass(frozen=True)
class Row:
    """`part` and `was` are 0 to 1 of the track; `now` and `before` say them. `token` colours features alone.

    `withheld` takes the place of all of them where the number can't be shown. `href` is the view that a row leads to,
    and `current` whether it is the one that is shown.
    """

    name: str
    part: float
    now: str
    was: float | None = None
    before: str = ""
    token: str = ""
    withheld: str = ""
    href: str = ""
    current: bool = False


def bar_list(rows: Sequence[Row], thing: str, measure: str, compare: bool, beside: str = "") -> Component:
    """`thing` is what a row is, as "Feature"; `measure` what its number counts, as "People".

    `before` of a row is of the span before, or what `beside` names.
    """
    named: list[Any] = [beside] if beside else [html.Span(className="tick-key"), "Before"]
    before = [html.Th(named, className="num", scope="col")] if compare or beside else []
    top = html.Tr(
        [
            html.Th(thing, scope="col"),
            html.Th(html.Span("Bar", className="visually-hidden"), scope="col"),
            html.Th(measure, className="num", scope="col"),
            *before,
        ]
    )
    return html.Table(
        [html.Thead(top), html.Tbody([_row(row, compare or bool(beside)) for row in rows])], className="bars"
    )


def _row(row: Row, compare: bool) -> Component:
    if row.withheld:
        return html.Tr([_name(row), html.Td(row.withheld, colSpan=3 if compare else 2, className="withheld")])
    style: dict[str, Any] = {"--v": round(min(row.part, 1), 4)} | ({"--c": f"var({row.token})"} if row.token else {})
    tick = (
        [html.Span(className="tick", style={"--was": round(min(row.was, 1), 4)})]
        if compare and row.was is not None
        else []
    )
    fill = [html.Span(className="fill", style=style)] if row.part > 0 else []  # the least that is drawn is not nothing
    track = html.Span([*fill, *tick], className="track", **aria(hidden="true"))
    before = [html.Td(row.before, className="num was")] if compare else []
    return html.Tr([_name(row), html.Td(track), html.Td(row.now, className="num first"), *before])


def _name(row: Row) -> Component:
    if not row.href:
        return html.Th(row.name, scope="row", title=row.name)
    current = aria(current="true") if row.current else {}
    return html.Th(html.A(row.name, href=row.href, **current, **data(view="")), scope="row", title=row.name)
