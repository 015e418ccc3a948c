"""A report's calendar: every day of it as a square in the sign of its state. assets/60-calendar.js draws it from the days
of the card's CSV: a component a day would take the browser many seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.core.coder_rows import DEPLOYMENT_REPORT, SESSIONS_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.completeness import SIGNS, report_name
from dashboard.core.coverage import Calendar, Inventory, Sign, Square
from dashboard.core.reports import GITHUB, KEEPERS
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT
from layouts import ids, pieces, words
from layouts.attributes import aria, data
from layouts.pieces import Key
from layouts.tables import Column, Table

HOLDS = {
    USERS_REPORT: "What each person did on the day",
    MEMBERS_REPORT: "Who was in which team on the day",
    ORG_REPORT: "GitHub’s own totals of the day",
    REPOS_REPORT: "Each repository with a pull request on the day; none of a quiet day",
    SEATS_REPORT: "Who had a seat on the day, and when it was last used",
    WORKSPACES_REPORT: "Who worked in workspaces on the day, and how long",
    DEPLOYMENT_REPORT: "Accounts, apps and templates of the day",
    SPEND_REPORT: "Tokens and cost of the day by person and model",
    SESSIONS_REPORT: "Sessions and prompts of the day by person, without their text",
}
LOST = "A day without a snapshot stays without one: GitHub has the seats of now alone."
SWATCHES: dict[Sign, str] = {
    "final": "",
    "provisional": "hatch",
    "not_available": "none",
    "failed": "failed",
    "expired": "expired",
    "awaited": "awaited",
    "unasked": "unasked",
}
COLUMNS = (
    Column("Day", "day"),
    Column("State", "text"),
    Column("Rows"),
    Column("Reason", "text"),
    Column("Last tried, UTC", "text"),
)


def rows_of(found: Inventory) -> list[list[Component]]:
    """A card for each of its reports, two in a row."""
    cards = [card(found, calendar) for calendar in (*found.calendars, *([found.snapshots] if found.snapshots else []))]
    return [cards[place : place + 2] for place in range(0, len(cards), 2)]


def card(found: Inventory, calendar: Calendar) -> Component:
    name = name_of(found, calendar)
    table = Table(f"coverage-{found.org}-{name}", COLUMNS, [_row(square) for square in calendar.squares])
    return html.Figure(
        [
            html.Figcaption(_head(found, calendar), className="chart-head"),
            pieces.keys("a square a day", list(_keys(calendar))),
            html.Div(className="calendar", **data(calendar=name, term=report_name(calendar.report))),
            dcc.Store(id=ids.rows(name), data=table.payload()),
        ],
        id=ids.card(name),
        className="chart w6",
        **aria(labelledby=ids.title(name)),
    )


def name_of(found: Inventory, calendar: Calendar) -> str:
    """Another assistant has reports of the names of GitHub's."""
    return calendar.report if found.source == "github" else f"{found.source}-{calendar.report}"


def _row(square: Square) -> list[object]:
    entry = square.entry
    if entry is None:
        return [square.day, SIGNS[square.sign], None, "", ""]
    return [square.day, SIGNS[square.sign], entry.rows, entry.reason, f"{entry.checked_at:%Y-%m-%d %H:%M}"]


def _head(found: Inventory, calendar: Calendar) -> list[Component]:
    name, title = name_of(found, calendar), report_name(calendar.report)
    tools = html.Div(
        [pieces.what_is("coverage", pieces.icon("help"), "btn btn-quiet btn-icon"), pieces.csv_button(name)],
        className="chart-tools",
        role="group",
        **aria(label=f"Tools of {title}"),
    )
    return [
        html.Div(
            [
                html.H3(title, className="chart-title", id=ids.title(name)),
                html.P(_say(found, calendar), className="chart-say"),
            ]
        ),
        tools,
    ]


def _say(found: Inventory, calendar: Calendar) -> str:
    holds = HOLDS.get(calendar.report, calendar.report)
    if not calendar.begun:
        return f"{holds}. {KEEPERS.get(found.source, GITHUB).name} has never had one."
    since = f"{holds}, since {words.full_day(calendar.squares[0].day)}."
    return f"{since} {LOST}" if calendar.report == SEATS_REPORT else since


def _keys(calendar: Calendar) -> Iterator[Key]:
    counts = Counter(square.sign for square in calendar.squares)
    for sign, kind in SWATCHES.items():
        if counts[sign]:
            yield Key(SIGNS[sign], kind=kind, total=words.count(counts[sign]))
