"""Figures as plain dicts that name colour tokens, as "var(--data)"; the browser puts the values in (assets/50-pages.js).

Only `bar` and `scatter` traces: a type missing from the page's Plotly bundle would silently be drawn as something else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from html import escape
from itertools import repeat
from string import ascii_lowercase
from typing import Any

from dashboard.core.days import ONE_DAY
from dashboard.core.numbers import Day
from dashboard.core.periods import Grouping, beginning, ending
from layouts import breaks, ticks, words
from layouts.axis import Axis
from layouts.marks import INK, QUIET, SURFACE, Figure, closed_days, flag, flag_line, gap_words, gaps

Trace = dict[str, Any]
Number = int | float | None

MOST_BARS = 62
FLAG = 17  # pixels
DAY = 86_400_000  # milliseconds
DAY_WIDTH = DAY * 0.78  # less its gap
PERIODS: dict[Grouping, Figure] = {  # a Monday, and the first of a month
    "day": {},
    "week": {"xperiod": 7 * DAY, "xperiod0": "2026-01-05", "xperiodalignment": "middle"},
    "month": {"xperiod": "M1", "xperiod0": "2026-01-01", "xperiodalignment": "middle"},
}

TEMPLATE: Figure = {
    "font": {"family": "var(--font)", "size": 12, "color": "var(--ink-2)"},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 34, "r": 8, "t": 8, "b": 22},
    "showlegend": False,
    "dragmode": False,
    "hovermode": "x unified",
    "barmode": "stack",
    "bargap": 0.22,
    "separators": ".,",
    "hoverlabel": {
        "bgcolor": SURFACE,
        "bordercolor": "var(--line-strong)",
        "font": {"size": 13, "color": "var(--ink)"},
    },
    "xaxis": {
        "type": "date",
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": "var(--line-strong)",
        "ticks": "",
        "fixedrange": True,
        "tickformat": "%-d %b",
        "tickfont": {"color": QUIET},
        "spikethickness": -1,
        "spikedash": "solid",
        "spikecolor": QUIET,
        "tickangle": 0,
    },
    "yaxis": {
        "gridcolor": "var(--line)",
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"color": QUIET},
    },
}
CONFIG = {"displayModeBar": False, "responsive": True}


def figure(traces: Sequence[Trace], axis: Axis, counted: breaks.Counted, top: float, **layout: Any) -> Figure:
    """The traces in the one look: axes up to `top`, closed days, gaps, GitHub's breaks of what is `counted`, and notes."""
    flags = flags_of(axis, counted)
    narrow = layout.pop("narrow", False)
    margin = TEMPLATE["margin"] | {"t": 20 if flags else 8, "l": _left(top)} | layout.pop("margin", {})
    edges = {sign: axis.middle(day) if sign.isalpha() else axis.begin(day) for sign, day in flags}
    shapes = [*closed_days(axis), *gaps(axis), *(flag_line(edge) for edge in edges.values())]
    notes = [
        *layout.pop("annotations", []),
        *([] if narrow else gap_words(axis)),
        *beside_each_other([flag(sign, edge) for sign, edge in edges.items()], axis, narrow),
    ]
    return {
        "data": list(traces),
        "layout": TEMPLATE
        | {"margin": margin, "shapes": shapes, "annotations": notes}
        | {"xaxis": TEMPLATE["xaxis"] | x_axis(axis, narrow), "yaxis": TEMPLATE["yaxis"] | y_axis(top)}
        | layout,
    }


def beside_each_other(flags: Sequence[Figure], axis: Axis, narrow: bool) -> list[Figure]:
    """Flags of days that are close together, none over another; `xshift_phone` is for paint() of assets/50-pages.js."""
    ordered = sorted(flags, key=lambda found: found["x"])
    places = [datetime.fromisoformat(found["x"]) for found in ordered]
    moved = zip(ordered, shifts(places, axis, 300 if narrow else 600), shifts(places, axis, 260), strict=True)
    return [found | {"xshift": shift, "xshift_phone": on_phone} for found, shift, on_phone in moved]


def shifts(places: Sequence[datetime], axis: Axis, width: int) -> list[int]:
    """How many pixels each of `places`, in order, gives way in a plot of about `width`: to the right of the one before it,
    and back from the plot's end."""
    length = axis.last - axis.first + ONE_DAY
    pixels = [(at - datetime.combine(axis.first, time())) / length * width for at in places]
    found: list[float] = []
    for at in pixels:
        found.append(max(at, found[-1] + FLAG) if found else at)
    free = width - FLAG / 2 + 4
    for place in reversed(range(len(found))):
        found[place] = min(found[place], free)
        free = found[place] - FLAG
    return [round(now - at) for now, at in zip(found, pixels, strict=True)]


def flags_of(axis: Axis, counted: breaks.Counted) -> list[tuple[str, date]]:
    """The sign and day of each flag: GitHub's breaks are numbered, before their day; the deployer's notes are lettered, on
    theirs."""
    numbered = [
        (str(n), found.day) for n, found in enumerate(breaks.dated(axis.span, counted) if axis.githubs else (), 1)
    ]
    return [*numbered, *zip(ascii_lowercase, (note.day for note in axis.notes), strict=False)]


def x_axis(axis: Axis, narrow: bool) -> Figure:
    days = ticks_of(axis, 4 if narrow else 7)
    return {
        "range": [axis.begin(axis.first), axis.end(axis.last)],
        "tickvals": [_tick_place(axis, day) for day in days],
        "ticktext": [_tick_text(day, axis.grouping) for day in days],
        "hoverformat": HOVER[axis.grouping],
        "rangebreaks": [{"values": [day.isoformat() for day in sorted(axis.left_out)]}] if axis.left_out else [],
    }


def _tick_place(axis: Axis, day: date) -> str:
    """Under the middle of a bar, but for a second: exactly on a point, its words would be the hover's."""
    first = beginning(day, axis.grouping)
    half = timedelta(0) if axis.by_day else (ending(day, axis.grouping) - first + ONE_DAY) / 2
    return (datetime.combine(first, time(second=1)) + half).isoformat()


HOVER: dict[Grouping, str] = {
    "day": "%A %-d %B %Y",
    "week": "Week from %A %-d %B %Y",
    "month": "%B %Y",
}


def ticks_of(axis: Axis, most: int) -> list[date]:
    if axis.by_day:
        return ticks.of_days(axis.span, most)
    firsts = [point.day for point in axis.points]
    return firsts[:: math.ceil(len(firsts) / most)]


def _tick_text(day: date, grouping: Grouping) -> str:
    return words.short_month(day) if grouping == "month" else words.short_day(day)


def y_axis(top: float) -> Figure:
    values = ticks.of_values(top)
    return {
        "range": [0, max(top, values[-1])],
        "tickvals": values,
        "ticktext": [words.tick(tick, top) for tick in values],
    }


def headroom(*series: Sequence[Number]) -> float:
    """The top of an axis that leaves room for a label above the highest value."""
    highest = max((v for values in series for v in values if v is not None), default=0)
    return max(highest * 1.08, 4)


def _left(top: float) -> int:
    return 40 if top >= 10_000 else 34


def places(axis: Axis) -> Trace:
    """Where the points are: a week or month takes the whole of its time."""
    return {"x": [point.day.isoformat() for point in axis.points]} | PERIODS[axis.grouping]


def bars(
    name: str, axis: Axis, values: Sequence[Number], colour: str, said: Sequence[str] | None = None, **more: Any
) -> Trace:
    """A bar a point; those that may still change are hatched in the colour they will have."""
    open_ones = [point.state == "provisional" for point in axis.points]
    extra = [f"{words_of(point)}{text}" for point, text in zip(axis.points, said or repeat(""), strict=False)]
    marker: Figure = {"color": colour, "line": {"width": 0}}
    if any(open_ones):
        marker |= {"pattern": hatch(open_ones, colour), "line": {"color": colour, "width": [int(o) for o in open_ones]}}
    return {
        "type": "bar",
        "name": escape(name, quote=False),
        "y": list(values),
        "marker": marker,
        "customdata": extra,
        "hovertemplate": "%{fullData.name}: %{y:,}%{customdata}<extra></extra>",
        **places(axis),
        **({"width": DAY_WIDTH} if axis.by_day else {}),
    } | more


def words_of(point: Day) -> str:
    """What the hover says of a point that isn't final and whole."""
    told = ["may still change"] if point.state == "provisional" else []
    if point.known and point.days_known < point.days_in_all:
        told.append(f"{point.days_known} of its {point.days_in_all} days counted")
    return f" ({', '.join(told)})" if told else ""


def hatch(open_ones: Sequence[bool], colour: str) -> Figure:
    return {
        "shape": ["/" if is_open else "" for is_open in open_ones],
        "fillmode": "replace",
        "fgcolor": colour,
        "bgcolor": SURFACE,
        "size": 4.5,
        "solidity": 0.45,
    }


def line(name: str, axis: Axis, values: Sequence[Number], width: float, colour: str = INK, **more: Any) -> Trace:
    """Straight, and broken where a value is unknown."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(name, quote=False),
        "y": list(values),
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "hovertemplate": "%{fullData.name}: %{y:,}<extra></extra>",
        **places(axis),
    } | more


def lines(name: str, axis: Axis, values: Sequence[Number], width: float, colour: str = INK) -> list[Trace]:
    """A line whose part that may still change is dotted; single points between gaps are points."""
    points = axis.points
    final = [value if point.state != "provisional" else None for point, value in zip(points, values, strict=True)]
    moving = [value if _touches_provisional(points, place) else None for place, value in enumerate(values)]
    traces = [line(name, axis, final, width, colour)]
    if any(point.state == "provisional" for point in points):
        style = {"line": {"color": colour, "width": width, "dash": "dot"}}
        told = [" (may still change)" if point.state == "provisional" else "" for point in points]
        hover = "%{fullData.name}: %{y:,}%{customdata}<extra></extra>"
        traces.append(line(name, axis, moving, width, colour) | style | {"customdata": told, "hovertemplate": hover})
    return traces


def _touches_provisional(points: Sequence[Day], place: int) -> bool:
    """A provisional one, or the last one before it, so that the dotted part joins on."""
    return any(point.state == "provisional" for point in points[place : place + 2])


def before_ticks(axis: Axis, before: Sequence[Number]) -> list[Trace]:
    """The span before as short strokes; none where the point itself is unknown."""
    x: list[str | None] = []
    y: list[Number] = []
    for place, (point, value) in enumerate(zip(axis.points, before, strict=True)):
        if value is not None and point.known:
            first, last = axis.first_of(place), axis.last_of(place)
            inset = 0.08 * (last - first + ONE_DAY)
            x += [axis.begin(first, inset), axis.end(last, inset), None]
            y += [value, value, None]
    stroke = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False}
    return [
        stroke | {"name": "halo", "line": {"color": SURFACE, "width": 4}},
        stroke | {"name": "before", "line": {"color": "var(--ink)", "width": 2}},
    ]
