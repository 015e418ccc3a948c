"""The state of the data: whether it is complete and fresh, what is missing and what to do, and a calendar a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from dash import html
from dash.development.base_component import Component

from dashboard.core.completeness import completeness
from dashboard.core.coverage import Inventory, Legacy
from dashboard.core.days import Span
from dashboard.core.numbers import Freshness
from dashboard.core.reports import KEEPERS
from layouts import calendars, controls, holes, pieces, words
from layouts.attributes import data
from layouts.deltas import Delta
from layouts.pieces import Tile
from layouts.shell import Page

TITLE = "State of the data"
SECTIONS = (("missing", "What is missing"), ("calendars", "Calendars"))
OLD = {"legacy_org": "the organisation", "legacy_team": "its teams"}


def page(found: Inventory, now: datetime, picker: Component | None, others: Sequence[Inventory] = ()) -> Page:
    """Of GitHub's reports, with those of `others` below."""
    known = found.known
    freshness = Freshness(known.first, known.last, found.last_tried) if known else Freshness(None, None, None)
    missing = len(found.missing())
    return Page(
        title=f"{TITLE} of {found.org}",
        said=f"{TITLE} of {found.org}: {words.counted(missing, 'day')} missing",
        body=[
            html.Div(
                [
                    pieces.head(TITLE, answer(found, now, others), pieces.freshness(freshness, [])),
                    *([pieces.tiles(tiles(found, known, now.date()))] if known else []),
                    *([_missing(found)] if found.calendars else []),
                    *([_calendars(found)] if found.calendars or found.snapshots else []),
                    *(_beside(other, now) for other in others),
                    *([_legacy(found.legacy)] if found.legacy else []),
                ],
                **data(org=found.org),
            )
        ],
        controls=controls.bar(picker, None, freshness, "Organisation", found.org) if picker else None,
        sections=(*(SECTIONS if found.calendars else ()), *((other.source, name_of(other)) for other in others)),
    )


def answer(found: Inventory, now: datetime, others: Sequence[Inventory]) -> str:
    told = completeness(found, now, words.full_day)
    below = words.listed([name_of(other) for other in others])
    return f"{told} That is of GitHub; {below} below." if others else told


def tiles(found: Inventory, known: Span, today: date) -> list[Tile]:
    days = found.days()
    counts = Counter(days.values())
    missing = found.missing()
    fetchable = sum(way == "fetch" for way in missing.values())
    return [
        _tile("Newest day", words.short_day(known.last), _ago(known.last, today), _since(known.first)),
        _tile("Final days", words.count(counts["final"]), f"of {len(days):,}", _removed(counts["expired"]), "states"),
        _tile(
            "May still change",
            words.count(counts["provisional"]),
            _unit(counts["provisional"]),
            _awaited(counts["awaited"]),
            "states",
        ),
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


def _awaited(days: int) -> str:
    return f"{words.count(days)} more not published yet" if days else ""


def _unit(days: int) -> str:
    return words.plural(days, "day")


def _fetchable(days: int) -> str:
    return f"{words.count(days)} can still be fetched" if days else ""


def _missing(found: Inventory) -> Component:
    return html.Section([html.H2("What is missing"), holes.card(found.holes)], id="missing")


def _calendars(found: Inventory) -> Component:
    return pieces.section("calendars", "Calendars", calendars.rows_of(found))


def _beside(found: Inventory, now: datetime) -> Component:
    """Another assistant's days: whether they are complete, what is missing, and their calendars."""
    told = html.P(completeness(found, now, words.full_day), className="lede")
    missing = [holes.card(found.holes)] if found.holes else []
    grid = [html.Div(row, className="grid") for row in calendars.rows_of(found)]
    return html.Section([html.H2(name_of(found)), told, *missing, *grid], id=found.source)


def name_of(found: Inventory) -> str:
    return KEEPERS[found.source].name if found.source in KEEPERS else found.source


def _legacy(old: Sequence[Legacy]) -> Component:
    told = [html.P(_old(each), className="muted") for each in old]
    return html.Section([html.H2("From GitHub’s old API"), html.Div(told, className="chart")], id="old-api")


def _old(old: Legacy) -> str:
    whose = OLD.get(old.report, old.report)
    return f"Imported numbers of {whose}: {words.span(old.span)}, {words.days_long(old.days)}."
