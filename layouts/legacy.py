"""What GitHub's old APIs counted, beside the reports of today: two ways of counting, and never one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from dash.development.base_component import Component

from dashboard.core.days import Span
from layouts import charts, figures, marks, pieces, words
from layouts.answers import Legacy
from layouts.axis import HALF_A_DAY, moment
from layouts.marks import INK, QUIET, SECOND, Figure
from layouts.pieces import Key, Note
from layouts.sides import TODAY, Side, sides_of
from layouts.tables import Column, Table
from layouts.weeks import Weeks, mondays

SECTION = ("before", "Before April 2026")
TITLE = "Before April 2026: GitHub’s old metrics API"

CHANGED = "In {month} GitHub’s second metrics API took the place of its first. It counted differently, too."
ENDED = "GitHub closed its old metrics API on 2 April 2026."
BESIDE = "It counted differently, so the two sides can’t be compared."
CUT = "A week that such a change cuts in two is left out."
SINCE = "The charts above mark what has changed since."
NO_WEEK = "None of these days is a working day, and weekends are left out here."

ACCEPTED = "var(--f-completion)"

MOST_MONTHS = 4  # with their years, on a phone
ROOM_FOR_A_NAME = 0.25


def section(subject: str, legacy: Legacy | None) -> list[Component]:
    """None at all where nothing of the old APIs was imported."""
    if not (legacy and legacy.days):
        return []
    sides = sides_of(legacy)
    return [pieces.section(SECTION[0], TITLE, [[_people_card(subject, sides), _completions_card(subject, sides)]])]


def sections(legacy: Legacy | None) -> Sequence[tuple[str, str]]:
    """The same in the navigation."""
    return [SECTION] if legacy and legacy.days else []


# The cards


def _people_card(subject: str, sides: Sequence[Side]) -> Component:
    say = "People who used any Copilot feature on a working day, as the mean of each week."
    series = [[side.active] for side in sides]
    table = _table(subject, "active-users-old", sides, ["Active on a working day"], series)
    traces = [_line("Active", side.active, 2, QUIET if side.old else INK) for side in sides]
    entries = [Key("old API", kind="ln old"), *_of_today(sides, Key(TODAY, kind="ln"))]
    described = f"Active users on a working day, {_range(sides)}."
    drawn = _drawn("active-old", "people", entries, sides, traces, series, described)
    return pieces.card("active-old", "Active users, week by week", say, "old-api", table, drawn, "w6")


def _completions_card(subject: str, sides: Sequence[Side]) -> Component:
    say = "Completions shown, and of these accepted, on a working day, as the mean of each week."
    series = [[side.shown, side.accepted] for side in sides]
    table = _table(subject, "completions-old", sides, ["Shown on a working day", "Accepted on a working day"], series)
    traces = [
        trace
        for side in sides
        for trace in (
            _line("Shown", side.shown, 1.5, SECOND),
            _line("Accepted", side.accepted, 2, QUIET if side.old else ACCEPTED),
        )
    ]
    entries = [
        Key("shown", kind="ln second"),
        Key("accepted, old API", kind="ln old"),
        *_of_today(sides, Key(f"accepted, {TODAY}", kind="ln accepted")),
    ]
    described = f"Completions shown and accepted on a working day, {_range(sides)}."
    drawn = _drawn("completions-old", "a working day", entries, sides, traces, series, described)
    return pieces.card("completions-old", "Code completions, week by week", say, "old-api", table, drawn, "w6")


def _of_today(sides: Sequence[Side], entry: Key) -> list[Key]:
    """Where today's reports have no day yet, nothing is drawn of them."""
    return [] if sides[-1].old else [entry]


def _range(sides: Sequence[Side]) -> str:
    return f"from {words.full_day(sides[0].span.first)} to {words.full_day(sides[-1].span.last)}"


def _table(
    subject: str, name: str, sides: Sequence[Side], measures: Sequence[str], series: Sequence[Sequence[Weeks]]
) -> Table:
    columns = [Column("Week from", "day"), *(Column(measure) for measure in measures), Column("Counted by", "text")]
    rows = [
        [monday, *(weeks[monday] for weeks in found), side.by]
        for side, found in zip(sides, series, strict=True)
        for monday in mondays(side.span)
    ]
    whole = Span(sides[0].span.first, sides[-1].span.last)
    return Table(charts.file_of(subject, name, whole), columns, rows)


# The plot


def _drawn(
    name: str,
    unit: str,
    entries: Sequence[Key],
    sides: Sequence[Side],
    traces: Sequence[figures.Trace],
    series: Sequence[Sequence[Weeks]],
    described: str,
) -> list[Component]:
    values = [list(weeks.values()) for found in series for weeks in found]
    if all(value is None for some in values for value in some):
        return [pieces.state("Nothing to draw", NO_WEEK)]
    figure = _figure(sides, traces, figures.headroom(*values))
    return charts.drawn(name, unit, entries, figure, described, notes(sides))


def notes(sides: Sequence[Side]) -> list[Note]:
    numbered = [Note(_change(later), str(n)) for n, later in enumerate(sides[1:], 1)]
    if sides[-1].old:
        return [*numbered, Note(ENDED), Note(CUT)]
    return [*numbered, Note(f"{CUT} {SINCE}")]


def _change(later: Side) -> str:
    return CHANGED.format(month=_month(later.span.first)) if later.old else f"{ENDED} {BESIDE}"


def _line(name: str, weeks: Weeks, width: float, colour: str) -> figures.Trace:
    """Points as well, so that a week between two unknown ones is seen."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [monday.isoformat() for monday in weeks],
        "y": list(weeks.values()),
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "marker": {"color": colour, "size": 3},
        "hovertemplate": "%{fullData.name}: %{y:,.1f}<extra></extra>",
    }


def _figure(sides: Sequence[Side], traces: Sequence[figures.Trace], top: float) -> Figure:
    span = Span(sides[0].span.first, sides[-1].span.last)
    begins = [side.span.first for side in sides[1:]]
    layout = figures.TEMPLATE
    return {
        "data": list(traces),
        "layout": layout
        | {
            "margin": layout["margin"] | {"t": 20, "l": 40},
            "shapes": [*_tints(sides), *(marks.flag_line(_noon_before(day)) for day in begins)],
            "annotations": [
                *_names(sides),
                *(marks.flag(str(n), _noon_before(day)) for n, day in enumerate(begins, 1)),
            ],
            "xaxis": layout["xaxis"] | _months(span) | {"hoverformat": "Week of %-d %B %Y"},
            "yaxis": layout["yaxis"] | figures.y_axis(top),
        },
    }


def _noon_before(day: date) -> str:
    return moment(datetime.combine(day, time()) - HALF_A_DAY)


def _tints(sides: Sequence[Side]) -> list[Figure]:
    """The ground of what isn't counted as today."""
    ground = {"type": "rect", "layer": "below", "fillcolor": "var(--sunken)", "line": {"width": 0}}
    return [
        ground
        | {"x0": side.span.first.isoformat(), "x1": side.span.last.isoformat(), "y0": 0, "y1": 1, "yref": "paper"}
        for side in sides
        if side.old
    ]


def _names(sides: Sequence[Side]) -> Iterator[Figure]:
    """Who counted, above each side that is long enough for the words."""
    whole = sum(len(side.span) for side in sides)
    for side in (side for side in sides if len(side.span) >= whole * ROOM_FOR_A_NAME):
        yield {
            "name": marks.WIDE_ONLY,
            "x": side.span.first.isoformat(),
            "y": 1,
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": 10 if side is not sides[0] else 0,
            "text": side.by,
            "showarrow": False,
            "font": {"size": 12, "color": "var(--ink-2)"},
        }


def _months(span: Span) -> Figure:
    """First days of months, every second, third ... of them if there are too many, with their years."""
    firsts = [day for day in span if day.day == 1]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60) if len(firsts) <= step * MOST_MONTHS)
    ticks = [day for day in firsts if (day.year * 12 + day.month - 1) % step == 0]
    return {
        "range": [span.first.isoformat(), span.last.isoformat()],
        "tickvals": [day.isoformat() for day in ticks],
        "ticktext": [f"{words.MONTHS[day.month - 1][:3]} {day.year}" for day in ticks],
    }


def _month(day: date) -> str:
    return f"{words.MONTHS[day.month - 1]} {day.year}"
