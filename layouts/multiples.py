"""Small multiples: a measure is a row, each group or span of it a column, and all of a row are drawn to one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.core.almanac import Note as DeployersNote
from dashboard.core.comparison import Head, Side
from dashboard.core.days import USUAL_WEEK, WorkingDays
from dashboard.core.periods import Grouping
from dashboard.core.subjects import Organisation
from layouts import breaks, charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.figures import Figure, Number
from layouts.measures import Measure
from layouts.pieces import Note
from layouts.tables import Column, Table

PARTS = {0: "0", 0.5: f"50{words.NARROW}%", 1: f"100{words.NARROW}%"}
WHEN: dict[Grouping, str] = {"day": "on a day", "week": "in a week", "month": "in a month"}
FINE_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)


@dataclass(frozen=True)
class Drawing:
    """What all rows share: `head` is whom counts are divided by, `file` the beginning of their files' names."""

    sides: Sequence[Side]
    head: Head
    file: str
    grouping: Grouping = "day"
    working: WorkingDays = USUAL_WEEK
    notes: Sequence[DeployersNote] = ()
    githubs: bool = True

    def axis(self, side: Side) -> Axis:
        here = [note for note in self.notes if side.span.first <= note.day <= side.span.last]
        return Axis(side.span, side.points, self.grouping, self.working, here, self.githubs)


def row(measure: Measure, drawing: Drawing) -> Component:
    values = [[measure.at(side, drawing.head, point) for point in side.points] for side in drawing.sides]
    scale = y_axis(measure, values)
    cells = [_cell(measure, drawing, place, side, values[place], scale) for place, side in enumerate(drawing.sides)]
    shown = [
        html.Div(cells, className="multiples", style={"--n": len(cells)}),
        *pieces.notes(_notes(measure, drawing)),
    ]
    say = measure.say.format(head=drawing.head, point=charts.A_POINT[drawing.grouping], when=WHEN[drawing.grouping])
    return pieces.card(measure.name, measure.title, say, measure.term, _table(measure, drawing, values), shown, "w12")


def y_axis(measure: Measure, values: Sequence[Sequence[Number]]) -> Figure:
    """One for the whole row."""
    if measure.is_share:
        return {"range": [0, 1.04], "tickvals": list(PARTS), "ticktext": list(PARTS.values())}
    top = max((value for found in values for value in found if value is not None), default=0) * 1.08
    return figures.y_axis(top) if top >= 4 else _fine_axis(top)


def _fine_axis(top: float) -> Figure:
    """For means of a few or less."""
    step = next(step for step in FINE_STEPS if top <= step * 4)
    ticks = [step * n for n in range(math.floor(max(top, step) / step + 1e-9) + 1)]
    return {"range": [0, max(top, step)], "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}


def _cell(
    measure: Measure, drawing: Drawing, place: int, side: Side, values: Sequence[Number], scale: Figure
) -> Component:
    number, small = measure.whole(side, drawing.head), measure.small(side, drawing.head)
    said = measure.said(number)
    told = html.P([html.B(said), f" {small}" if number is not None else ""], className="multiple-number")
    drawn = (
        pieces.plot(f"{measure.name}-{place}", _figure(measure, drawing, side, values, scale), f"{side.name}: {said}")
        if any(value is not None for value in values)
        else html.P(measure.unknown(side), className="multiple-empty")
    )
    return html.Div([html.H4(side.name), told, drawn], className="multiple")


def _figure(measure: Measure, drawing: Drawing, side: Side, values: Sequence[Number], scale: Figure) -> Figure:
    axis = drawing.axis(side) if measure.is_share else drawing.axis(side).where_known(values)
    colour = marks.SECOND if isinstance(side.subject, Organisation) else marks.INK
    few = len(side.points) <= figures.MOST_BARS and not measure.is_share
    traces = (
        [figures.bars(measure.title, axis, values, colour)]
        if few
        else figures.lines(measure.title, axis, values, 1.5, colour)
    )
    hover = f"{measure.title}: %{{y:{measure.hover}}}%{{customdata}}<extra></extra>"
    for trace in traces:
        trace |= {"hovertemplate": hover, "customdata": [figures.words_of(point) for point in side.points]}
    drawn = figures.figure(traces, axis, measure.counted, 4, narrow=True)
    x = drawn["layout"]["xaxis"]
    drawn["layout"]["yaxis"] = figures.TEMPLATE["yaxis"] | scale
    drawn["layout"]["margin"] = drawn["layout"]["margin"] | {"l": 40}
    drawn["layout"]["xaxis"] |= {"tickvals": x["tickvals"][::2], "ticktext": x["ticktext"][::2]}
    return drawn


def _notes(measure: Measure, drawing: Drawing) -> list[Note]:
    """The sentences of the flags, once for each span; the same groups' flags have the same signs."""
    told: dict[Note, None] = {}
    for axis in map(drawing.axis, drawing.sides):
        found = breaks.dated(axis.span, measure.counted) if axis.githubs else ()
        said = [*(one.sentence for one in found), *map(charts.said_by_deployer, axis.notes)]
        signs = [sign for sign, _ in figures.flags_of(axis, measure.counted)]
        told |= dict.fromkeys(Note(text, sign) for text, sign in zip(said, signs, strict=False))
        told |= dict.fromkeys(
            Note(one.sentence) for one in (breaks.lasting(axis.span, measure.counted) if axis.githubs else ())
        )
    return list(told)


def _table(measure: Measure, drawing: Drawing, values: Sequence[Sequence[Number]]) -> Table:
    """A row for each point of each side: two spans have different days."""
    columns = [
        Column("Of", "text"),
        charts.POINT[drawing.grouping],
        Column(measure.column.format(head=drawing.head), "share" if measure.is_share else "number"),
        Column("State", "text"),
    ]
    rows = [
        [side.name, point.day, measure.rounded(value), charts.state_of(point)]
        for side, of_side in zip(drawing.sides, values, strict=True)
        for point, value in zip(side.points, of_side, strict=True)
    ]
    return Table(f"{drawing.file}-{measure.name}", columns, rows)
