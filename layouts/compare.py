"""Two to six teams, a team and its organisation, or two spans of one of them, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dash import html
from dash.development.base_component import Component

from dashboard.core.almanac import Almanac
from dashboard.core.comparison import HEADS, Head, Side, differ_much, head_of
from dashboard.core.numbers import Freshness
from layouts import assistants, charts, compared, controls, measures, names, pieces, words
from layouts.attributes import aria
from layouts.compared import Offer
from layouts.multiples import Drawing, row
from layouts.sentences import Sign, all_licensed, of_days
from layouts.shell import Page
from layouts.tables import Column, Table
from layouts.view import View

SECTIONS = (("measures", "Measures"), ("all-numbers", "All numbers"))
UNEQUAL = (
    "The largest of these groups is more than twice the smallest. Numbers of people grow with the group: compare the "
    "shares, and what is divided by its people."
)


def page(
    view: View, fresh: Freshness, offer: Offer, sides: Sequence[Side], almanac: Almanac, told: Sequence[str]
) -> Page:
    """`told` is what was left out of the comparison."""
    name = words.listed([choice.name for choice in offer.chosen])
    length = words.days_long(len(view.span))
    answer = (
        f"{'; '.join(_use(side, names.ASSISTANTS[view.assistant], place == 0) for place, side in enumerate(sides))}."
    )
    drawing = Drawing(
        sides,
        head_of(sides),
        _file(name, sides),
        view.grouping,
        almanac.working,
        [n for n in almanac.notes if not n.team],
        view.assistant != "augment",
    )
    return Page(
        title=f"{name}, {length}",
        said=f"{name}, {length}: {answer}",
        body=[
            pieces.head(name, answer, pieces.freshness(fresh, _signs(sides, fresh.first))),
            *([pieces.notice(UNEQUAL)] if differ_much(sides) else []),
            pieces.section(
                "measures",
                "Measures",
                [[row(measure, drawing)] for measure in measures.known_of(sides)],
                hidden_title=True,
            ),
            pieces.section("all-numbers", "All numbers", [[_numbers(drawing)]], hidden_title=True),
            *assistants.left_out(view.assistant),
        ],
        controls=controls.bar(compared.chooser(view, offer), view, fresh, name, compared=False),
        notices=[*view.notices, *told],
        sections=SECTIONS,
    )


def _file(name: str, sides: Sequence[Side]) -> str:
    others = sorted({side.span.first for side in sides} - {sides[0].span.first})
    return "-and-".join([charts.file_of(name, "compared", sides[0].span), *map(str, others)])


def _use(side: Side, called: str, first: bool) -> str:
    """Red: 18 of 24 licensed members used Copilot"""
    now, did = side.totals, f" used {called}" if first else ""
    if now.active_users is None:
        return f"{side.name}: who used {called} is unknown"
    if all_licensed(now):
        members = " licensed members" if first else ""
        return f"{side.name}: {words.count(now.active_users)} of {words.count(now.licensed_members)}{members}{did}"
    return f"{side.name}: {words.counted(now.active_users, 'person', 'people')}{did}"


def _signs(sides: Sequence[Side], first: date | None) -> list[Sign]:
    """What is true of the days of all is said once, the rest of whom it is true."""
    of: dict[Sign, list[str]] = {}
    for side in sides:
        for sign in of_days(side.days, first):
            of.setdefault(sign, []).append(side.name)
    return [
        sign if len(names) == len(sides) else replace(sign, text=f"{sign.text} ({words.listed(names)})")
        for sign, names in of.items()
    ]


Kind = Literal["number", "mean", "share"]
Value = int | float | None


@dataclass(frozen=True)
class Row:
    """One number of every side, in their order."""

    name: str
    values: Sequence[Value]
    kind: Kind = "number"

    def in_file(self, place: int) -> Value:
        value = self.values[place]
        return round(value, 2) if value is not None and self.kind == "mean" else value


def _numbers(drawing: Drawing) -> Component:
    """Every number of every side: read across on the page, one row a side in the file."""
    rows = _rows(drawing.sides)
    columns = [
        *(Column("Of", "text"), Column("From", "day"), Column("To", "day")),
        *(Column(row.name, "share" if row.kind == "share" else "number") for row in rows),
    ]
    cells = [
        [side.name, side.span.first, side.span.last, *(row.in_file(place) for row in rows)]
        for place, side in enumerate(drawing.sides)
    ]
    table = Table(f"{drawing.file}-numbers", columns, cells)
    say = "Sums and distinct people of the whole span. Each of them is what the page of the team or organisation says."
    return pieces.card("numbers", "All numbers", say, "compare", table, [_read_across(drawing.sides, rows)], "w12")


def _rows(sides: Sequence[Side]) -> list[Row]:
    """Those that any side knows."""
    totals = [side.totals for side in sides]
    counters = [found.counters for found in totals]
    rows = [
        Row("Days known", [found.days_counted for found in totals]),
        Row("Licensed members", [found.licensed_members for found in totals]),
        Row("Active users", [found.active_users for found in totals]),
        Row("Adoption", [found.adoption for found in totals], "share"),
        *_counted(sides, "Interactions", "interactions"),
        Row("Completions shown", [found.completions_shown for found in counters]),
        Row("Completions accepted", [found.completions_accepted for found in counters]),
        Row("Acceptance rate", [found.acceptance_rate for found in counters], "share"),
        *_counted(sides, "Lines added", "loc_added"),
        *_counted(sides, "Lines deleted", "loc_deleted"),
        *_counted(sides, "AI credits", "ai_credits"),
    ]
    return [row for row in rows if any(value is not None for value in row.values)]


def _counted(sides: Sequence[Side], name: str, counter: str) -> list[Row]:
    """A sum, and for each licensed member and each active user."""
    sums = [getattr(side.totals.counters, counter) for side in sides]
    return [Row(name, sums), *(_per(sides, name, sums, head) for head in HEADS)]


def _per(sides: Sequence[Side], name: str, sums: Sequence[float | None], head: Head) -> Row:
    means = [side.per(head, count) for side, count in zip(sides, sums, strict=True)]
    return Row(f"{name} for each {head}", means, "mean")


def _read_across(sides: Sequence[Side], rows: Sequence[Row]) -> Component:
    heads = [html.Th("Number", scope="col"), *(html.Th(side.name, scope="col", className="num") for side in sides)]
    body = [
        html.Tr(
            [
                html.Th(row.name, scope="row"),
                *(html.Td(_said(row.kind, value), className="num") for value in row.values),
            ]
        )
        for row in rows
    ]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="table")
    label = aria(label="All numbers, side by side")
    return html.Div(table, className="table-wrap", tabIndex=0, role="region", **label)


def _said(kind: Kind, value: Value) -> str:
    if kind == "share":
        return words.per_cent(value)
    return words.mean(value) if kind == "mean" or not isinstance(value, int) else words.count(value)
