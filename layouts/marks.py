"""What a plot says besides its values: weekends, days without a report, GitHub's breaks, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.core.days import ONE_DAY
from dashboard.core.numbers import Day
from layouts.axis import Axis

Figure = dict[str, Any]

INK, SECOND, SOFT = "var(--data)", "var(--data-2)", "var(--data-soft)"
SURFACE, QUIET, MISSING = "var(--surface)", "var(--ink-3)", "var(--missing)"

MOST_BANDS = 100  # days up to which weekends are shaded
WIDE_ONLY = "wide"  # annotations the browser leaves out under 600 px


def closed_days(axis: Axis) -> list[Figure]:
    """Weekends and holidays, shaded; none where only working days are shown, or weeks and months."""
    if len(axis.points) > MOST_BANDS or not axis.by_day or axis.span.only:
        return []
    closed = [day for day in axis.span if day not in axis.working]
    return [_band(axis.begin(first), axis.end(last)) for first, last in runs(closed)]


def runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as pairs of first and last."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == ONE_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _band(begin: str, end: str) -> Figure:
    place = {"x0": begin, "x1": end, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "layer": "below", "fillcolor": "var(--band)", "line": {"width": 0}} | place


def gaps(axis: Axis) -> list[Figure]:
    """Unknown days: an empty dashed frame, nothing drawn across it."""
    inset = timedelta(hours=24 * 0.1)
    return [_frame(axis.begin(first, inset), axis.end(last, inset)) for first, last, _ in _unknown(axis)]


def gap_words(axis: Axis) -> list[Figure]:
    """Upright in a single point, level over several; left out where there is no room."""
    every = len(axis.span)
    return [
        _gap_word(axis.begin(first, _length(first, last) / 2), word, level=(last - first).days >= max(every // 8, 3))
        for first, last, word in _unknown(axis)
        if (last - first).days + 1 >= max(every // 28, 1)
    ]


def _length(first: date, last: date) -> timedelta:
    return last - first + ONE_DAY


def _unknown(axis: Axis) -> list[tuple[date, date, str]]:
    found = []
    for word, is_it in _GAPS:
        places = [place for place, point in enumerate(axis.points) if is_it(point)]
        found += [(axis.first_of(first), axis.last_of(last), word) for first, last in _joined(places)]
    return sorted(found)


def _joined(places: Sequence[int]) -> list[tuple[int, int]]:
    """Those that follow each other, as pairs of first and last."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


_GAPS: tuple[tuple[str, Callable[[Day], bool]], ...] = (
    ("withheld", lambda day: day.state == "suppressed"),
    ("no report", lambda day: not day.known and day.state != "suppressed"),
)


def _frame(begin: str, end: str) -> Figure:
    place = {"x0": begin, "x1": end, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "line": {"color": MISSING, "width": 1, "dash": "3px,3px"}} | place


def _gap_word(middle: str, word: str, level: bool) -> Figure:
    return {
        "name": WIDE_ONLY,
        "x": middle,
        "y": 0.5,
        "yref": "paper",
        "text": word,
        "showarrow": False,
        "textangle": 0 if level else -90,
        "font": {"size": 12, "color": "var(--ink-2)"},
    }


def flag_line(edge: str) -> Figure:
    place = {"x0": edge, "x1": edge, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "line": {"color": QUIET, "width": 1, "dash": "2px,2px"}} | place


def flag(sign: str, edge: str) -> Figure:
    return {
        "x": edge,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": sign,
        "showarrow": False,
        "font": {"size": 11, "color": "var(--ink-2)"},
        "bordercolor": QUIET,
        "borderpad": 2,
        "bgcolor": SURFACE,
    }


def end_label(day: Day, value: float, text: str, **more: Any) -> Figure:
    """Words at the right end of a line, beside the plot."""
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": value, "yanchor": "middle"}
    return (
        {"name": WIDE_ONLY, "text": text, "showarrow": False, "align": "left", "font": {"color": "var(--ink-2)"}}
        | place
        | more
    )
