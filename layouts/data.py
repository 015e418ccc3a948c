"""The state of the data: whether it is complete and fresh, what is missing and what to do, and a calendar a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from dash import html
from dash.development.base_component import Component

from dashboard.core.completeness import SIGNS, advice, command, completeness, report_name
from dashboard.core.coverage import Hole, Inventory, Legacy
from dashboard.core.days import Span
from dashboard.core.numbers import Freshness
from layouts import calendars, controls, pieces, words
from layouts.attributes import data
from layouts.pieces import Tile
from layouts.sentences import Delta
from layouts.shell import Page

TITLE = "State of the data"
FIRST_HOLES, MOST_HOLES = 5, 25
OLD = {"legacy_org": "the organisation", "legacy_team": "its teams"}


def page(found: Inventory, now: datetime, picker: Component | None) -> Page:
    known = found.known
    freshness = Freshness(known.first, known.last, found.last_tried) if known else Freshness(None, None, None)
    missing = len(found.missing())
    return Page(
        title=f"{TITLE} of {found.org}",
        said=f"{TITLE} of {found.org}: {words.counted(missing, 'day')} missing",
        body=[
            html.Div(
                [
                    pieces.head(TITLE, completeness(found, now, words.full_day), pieces.freshness(freshness, [])),
                    *([pieces.tiles(tiles(found, known, now.date()))] if known else []),
                    _missing(found),
                    *([_calendars(found)] if found.calendars else []),
                    *([_legacy(found.legacy)] if found.legacy else []),
                ],
                **data(org=found.org),
            )
        ],
        controls=controls.bar(picker, None, freshness, "Organisation", found.org) if picker else None,
        sections=(("missing", "What is missing"), ("calendars", "Calendars")),
    )


def tiles(found: Inventory, known: Span, today: date) -> list[Tile]:
    days = found.days()
    counts = Counter(days.values())
    missing = found.missing()
    fetchable = sum(way == "fetch" for way in missing.values())
    return [
        _tile("Newest day", words.short_day(known.last), _ago(known.last, today), _since(known.first)),
        _tile("Final days", words.count(counts["final"]), f"of {len(days):,}", _removed(counts["expired"]), "states"),
        _tile("May still change", words.count(counts["provisional"]), _unit(counts["provisional"]), "", "states"),
        _tile("Missing", words.count(len(missing)), _unit(len(missing)), _fetchable(fetchable), "coverage"),
        _tried(found.last_tried, today),
    ]


def _tile(name: str, number: str, small: str, below: str, term: str = "") -> Tile:
    return Tile(name, term, number, small, Delta("", "", below, below) if below else None, "")


def _tried(at: datetime | None, today: date) -> Tile:
    if at is None:
        return _tile("Last tried", words.UNKNOWN, "", "")
    return _tile(
        "Last tried", f"{at:%H:%M}", "UTC", f"{_ago(at.date(), today).capitalize()}, {words.short_day(at.date())}"
    )


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def _since(first: date) -> str:
    return f"The oldest: {words.short_day(first)} {first.year}"


def _removed(days: int) -> str:
    return f"{words.counted(days, 'day')} removed, as set" if days else ""


def _unit(days: int) -> str:
    return words.plural(days, "day")


def _fetchable(days: int) -> str:
    return f"{words.count(days)} can still be fetched" if days else ""


def _missing(found: Inventory) -> Component:
    inside = [_holes(found.holes[:FIRST_HOLES]), *_older(found.holes[FIRST_HOLES:])] if found.holes else [_nothing()]
    return html.Section([html.H2("What is missing"), html.Div(inside, className="chart holes")], id="missing")


def _older(holes: Sequence[Hole]) -> list[Component]:
    if not holes:
        return []
    shown, left = holes[: MOST_HOLES - FIRST_HOLES], holes[MOST_HOLES - FIRST_HOLES :]
    told = f"The {words.count(len(left))} before them are told by: python -m dashboard coverage"
    rest = [html.P(told)] if left else []
    return [html.Details([html.Summary(f"{words.count(len(holes))} more"), _holes(shown), *rest])]


def _nothing() -> Component:
    return html.P("Nothing: of every day that GitHub has published, each report is here.", className="muted")


def _holes(holes: Sequence[Hole]) -> Component:
    names = ("Days", "Reports", "What happened", "What to do")
    top = html.Tr([html.Th(name, scope="col") for name in names])
    body = html.Tbody([_hole(hole) for hole in holes])
    return html.Div(html.Table([html.Thead(top), body], className="table"), className="table-wrap")


def _hole(hole: Hole) -> Component:
    reports = words.listed([report_name(report) for report in hole.reports])
    tried = f"Last tried on {words.short_day(hole.checked_at)}, {hole.checked_at:%H:%M} UTC" if hole.checked_at else ""
    reason = words.sentence(hole.reason) if hole.reason else ""
    happened = [html.Div(text, className=kind) for text, kind in ((reason, None), (tried, "faint")) if text]
    return html.Tr(
        [
            html.Th([html.Span(_when(hole.span), className="nowrap"), html.Div(_length(hole))], scope="row"),
            html.Td(reports),
            html.Td([html.Div([pieces.swatch(calendars.SWATCHES[hole.sign]), " ", SIGNS[hole.sign]]), *happened]),
            html.Td([html.Div(advice(hole, words.full_day)), *([html.Code(said)] if (said := command(hole)) else [])]),
        ]
    )


def _when(span: Span) -> str:
    return words.span(span) if len(span) > 1 else f"{words.short_day(span.first)} {span.first.year}"


def _length(hole: Hole) -> str:
    return words.days_long(len(hole.span)) if len(hole.span) > 1 else words.WEEKDAYS[hole.span.first.weekday()]


def _calendars(found: Inventory) -> Component:
    cards = [calendars.card(found.org, calendar) for calendar in found.calendars]
    rows = [cards[place : place + 2] for place in range(0, len(cards), 2)]
    return pieces.section("calendars", "Calendars", rows)


def _legacy(old: Sequence[Legacy]) -> Component:
    told = [html.P(_old(each), className="muted") for each in old]
    return html.Section([html.H2("From GitHub’s old API"), html.Div(told, className="chart")], id="old-api")


def _old(old: Legacy) -> str:
    whose = OLD.get(old.report, old.report)
    return f"Imported numbers of {whose}: {words.span(old.span)}, {words.days_long(old.days)}."
