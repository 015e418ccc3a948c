"""What a plot says besides its values: weekends, days without a report, GitHub's breaks, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import Day

Figure = dict[str, Any]

INK, SECOND, SOFT = "var(--data)", "var(--data-2)", "var(--data-soft)"
SURFACE, QUIET, MISSING = "var(--surface)", "var(--ink-3)", "var(--missing)"

MOST_BANDS = 100  # days up to which weekends are shaded
WIDE_ONLY = "wide"  # annotations the browser leaves out under 600 px


def moment(day: date, by: timedelta) -> str:
    """A time of day as Plotly reads it; `by` is less than a day."""
    if by < timedelta(0):
        day, by = day - ONE_DAY, by + ONE_DAY
    minutes = round(by.total_seconds() / 60)
    return f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"


def weekends(span: Span) -> list[Figure]:
    if len(span) > MOST_BANDS:
        return []
    return [_band(first, last) for first, last in runs([day for day in span if day.weekday() > 4])]


def runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as pairs of first and last."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == ONE_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _band(first: date, last: date) -> Figure:
    half = timedelta(hours=12)
    place = {"x0": moment(first, -half), "x1": moment(last, half), "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "layer": "below", "fillcolor": "var(--band)", "line": {"width": 0}} | place


def gaps(days: Sequence[Day]) -> list[Figure]:
    """Unknown days: an empty dashed frame, nothing drawn across it."""
    return [_frame(first, last) for first, last, _ in _unknown(days)]


def gap_words(days: Sequence[Day]) -> list[Figure]:
    """Upright in a single day, level over several; left out where there is no room."""
    room = max(len(days) // 28, 1)
    return [_gap_word(first, last, word) for first, last, word in _unknown(days) if (last - first).days + 1 >= room]


def _unknown(days: Sequence[Day]) -> list[tuple[date, date, str]]:
    found = []
    for word, is_it in _GAPS:
        found += [(first, last, word) for first, last in runs([day.day for day in days if is_it(day)])]
    return sorted(found)


_GAPS: tuple[tuple[str, Callable[[Day], bool]], ...] = (
    ("withheld", lambda day: day.state == "suppressed"),
    ("no report", lambda day: not day.known and day.state != "suppressed"),
)


def _frame(first: date, last: date) -> Figure:
    reach = timedelta(hours=24 * 0.4)
    place = {"x0": moment(first, -reach), "x1": moment(last, reach), "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "line": {"color": MISSING, "width": 1, "dash": "3px,3px"}} | place


def _gap_word(first: date, last: date, word: str) -> Figure:
    length = (last - first).days + 1
    middle = moment(first + timedelta(days=(length - 1) // 2), timedelta(hours=12 if length % 2 == 0 else 0))
    return {
        "name": WIDE_ONLY,
        "x": middle,
        "y": 0.5,
        "yref": "paper",
        "text": word,
        "showarrow": False,
        "textangle": -90 if length < 4 else 0,
        "font": {"size": 12, "color": "var(--ink-2)"},
    }


def flag_line(day: date) -> Figure:
    edge = moment(day, timedelta(hours=-12))
    place = {"x0": edge, "x1": edge, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "line": {"color": QUIET, "width": 1, "dash": "2px,2px"}} | place


def flag(number: int, day: date) -> Figure:
    return {
        "x": moment(day, timedelta(hours=-12)),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": str(number),
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
