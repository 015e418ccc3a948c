"""Figures as plain dicts that name colour tokens, as "var(--data)"; the browser puts the values in (assets/50-pages.js).

Only `bar` and `scatter` traces: a type missing from the page's Plotly bundle would silently be drawn as something else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from dashboard.core.days import Span
from dashboard.core.numbers import Day
from layouts import breaks, words
from layouts.marks import INK, QUIET, SURFACE, Figure, flag, flag_line, gap_words, gaps, moment, weekends

Trace = dict[str, Any]
Number = int | float | None

MOST_BARS = 62
DAY_WIDTH = 86_400_000 * 0.78  # milliseconds: a day less its gap

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
        "hoverformat": "%A %-d %B %Y",
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


def figure(
    traces: Sequence[Trace], span: Span, days: Sequence[Day], counted: breaks.Counted, top: float, **layout: Any
) -> Figure:
    """The traces in the one look: axes up to `top`, weekends, gaps, and GitHub's breaks of what is `counted`."""
    flags = breaks.dated(span, counted)
    narrow = layout.pop("narrow", False)
    margin = TEMPLATE["margin"] | {"t": 20 if flags else 8, "l": _left(top)} | layout.pop("margin", {})
    shapes = [*weekends(span), *gaps(days), *(flag_line(found.day) for found in flags)]
    notes = [
        *layout.pop("annotations", []),
        *([] if narrow else gap_words(days)),
        *(flag(n, found.day) for n, found in enumerate(flags, 1)),
    ]
    return {
        "data": list(traces),
        "layout": TEMPLATE
        | {"margin": margin, "shapes": shapes, "annotations": notes}
        | {"xaxis": TEMPLATE["xaxis"] | x_axis(span, narrow), "yaxis": TEMPLATE["yaxis"] | y_axis(top)}
        | layout,
    }


def x_axis(span: Span, narrow: bool) -> Figure:
    half = timedelta(hours=12)
    ticks = day_ticks(span, 4 if narrow else 7)
    return {
        "range": [moment(span.first, -half), moment(span.last, half)],
        "tickvals": [day.isoformat() for day in ticks],
        "ticktext": [words.short_day(day) for day in ticks],
    }


def day_ticks(span: Span, most: int) -> list[date]:
    """Mondays, every second or more of them if there are too many; in long spans the first of months."""
    days = list(span)
    if len(span) <= 14:
        return days[:: math.ceil(len(days) / most)]
    if len(span) < 5 * 28:
        mondays = [day for day in days if day.weekday() == 0]
        return mondays[:: math.ceil(len(mondays) / most)]
    firsts = [day for day in days if day.day == 1]
    return firsts[:: math.ceil(len(firsts) / most)]


def y_axis(top: float) -> Figure:
    ticks = value_ticks(top)
    return {"range": [0, max(top, ticks[-1])], "tickvals": ticks, "ticktext": [words.tick(tick, top) for tick in ticks]}


def value_ticks(top: float) -> list[int]:
    """Three to five round whole numbers from zero, the last at most `top`."""
    rough = max(top / 4, 1)
    size = 10 ** math.floor(math.log10(rough))
    steps = (size * times for times in (1, 2, 2.5, 5, 10))
    step = next(int(step) for step in steps if step >= rough and step == int(step))
    return list(range(0, int(top) + 1, step))


def headroom(*series: Sequence[Number]) -> float:
    """The top of an axis that leaves room for a label above the highest value."""
    highest = max((v for values in series for v in values if v is not None), default=0)
    return max(highest * 1.08, 4)


def _left(top: float) -> int:
    return 40 if top >= 10_000 else 34


def isodays(days: Sequence[Day]) -> list[str]:
    return [day.day.isoformat() for day in days]


def bars(
    name: str,
    days: Sequence[Day],
    values: Sequence[Number],
    colour: str,
    said: Sequence[str] | None = None,
    **more: Any,
) -> Trace:
    """A bar a day; those that may still change are hatched in the colour they will have."""
    open_days = [day.state == "provisional" for day in days]
    state = [" (may still change)" if is_open else "" for is_open in open_days]
    extra = [f"{s}{t}" for s, t in zip(state, said or [""] * len(days), strict=True)]
    marker: Figure = {"color": colour, "line": {"width": 0}}
    if any(open_days):
        marker |= {"pattern": hatch(open_days, colour), "line": {"color": colour, "width": [int(o) for o in open_days]}}
    return {
        "type": "bar",
        "name": escape(name, quote=False),
        "x": isodays(days),
        "y": list(values),
        "width": DAY_WIDTH,
        "marker": marker,
        "customdata": extra,
        "hovertemplate": "%{fullData.name}: %{y:,}%{customdata}<extra></extra>",
    } | more


def hatch(open_days: Sequence[bool], colour: str) -> Figure:
    return {
        "shape": ["/" if is_open else "" for is_open in open_days],
        "fillmode": "replace",
        "fgcolor": colour,
        "bgcolor": SURFACE,
        "size": 4.5,
        "solidity": 0.45,
    }


def line(
    name: str, days: Sequence[Day], values: Sequence[Number], width: float, colour: str = INK, **more: Any
) -> Trace:
    """Straight, and broken where a value is unknown."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(name, quote=False),
        "x": isodays(days),
        "y": list(values),
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "hovertemplate": "%{fullData.name}: %{y:,}<extra></extra>",
    } | more


def lines(name: str, days: Sequence[Day], values: Sequence[Number], width: float, colour: str = INK) -> list[Trace]:
    """A line whose part that may still change is dotted; single days between gaps are points."""
    final = [value if day.state != "provisional" else None for day, value in zip(days, values, strict=True)]
    moving = [value if _touches_provisional(days, place) else None for place, value in enumerate(values)]
    traces = [line(name, days, final, width, colour)]
    if any(day.state == "provisional" for day in days):
        style = {"line": {"color": colour, "width": width, "dash": "dot"}}
        told = [" (may still change)" if day.state == "provisional" else "" for day in days]
        hover = "%{fullData.name}: %{y:,}%{customdata}<extra></extra>"
        traces.append(line(name, days, moving, width, colour) | style | {"customdata": told, "hovertemplate": hover})
    return traces


def _touches_provisional(days: Sequence[Day], place: int) -> bool:
    """A provisional day, or the last one before it, so that the dotted part joins on."""
    return any(day.state == "provisional" for day in days[place : place + 2])


def before_ticks(days: Sequence[Day], before: Sequence[Number]) -> list[Trace]:
    """The span before as short strokes; none where the day itself is unknown."""
    x: list[str | None] = []
    y: list[Number] = []
    reach = timedelta(hours=24 * 0.42)
    for day, value in zip(days, before, strict=True):
        if value is not None and day.known:
            x += [moment(day.day, -reach), moment(day.day, reach), None]
            y += [value, value, None]
    stroke = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False}
    return [
        stroke | {"name": "halo", "line": {"color": SURFACE, "width": 4}},
        stroke | {"name": "before", "line": {"color": "var(--ink)", "width": 2}},
    ]
