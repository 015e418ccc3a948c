"""Lists of seats, for those who may see names: each of them, and those that don't agree with the usage reports."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.licences import Seat, Seats, Unlicensed, why_without_seat, why_without_usage
from dashboard.core.seat_list import last_activity, stamp, state_in_words, surface_of
from dashboard.core.seat_prices import plan_of
from layouts import charts, grids, words
from layouts.grids import Choice, Column, Grid

COLUMNS = (
    Column("Login", "text", width=150, in_csv="login"),
    Column("State", "text", width=120, on_phone=True, in_csv="state"),
    Column("Last activity", "text", width=150, on_phone=True, in_csv="last_activity_in_words"),
    Column("Days since", width=90, in_csv="idle_days"),
    Column("With", "text", width=190, in_csv="last_surface_used"),
    Column("Last day in usage reports", "day", width=140, in_csv="last_day_in_usage_reports"),
    Column("Assigned", "day", width=130, in_csv="assigned"),
    Column("Days to first use", width=90, shown=False, in_csv="days_to_first_use"),
    Column("Through team", "text", width=120, in_csv="assigning_team"),
    Column("Plan", "text", width=100, shown=False, in_csv="plan"),
    Column("Ends", "day", width=110, shown=False, in_csv="pending_cancellation_date"),
    Column("Last activity at", "text", width=170, shown=False, in_csv="last_activity_at"),
    Column("Last signed in at", "text", width=170, shown=False, in_csv="last_authenticated_at"),
    Column("Snapshot at", "text", width=170, shown=False, in_csv="report_time"),
)
DAYS_SINCE = 3
# The CSV begins with GitHub's own columns (Settings, Copilot, Access, "Get activity report").
GITHUBS = ("report_time", "login", "last_authenticated_at", "last_activity_at", "last_surface_used")
IN_CSV = [column.in_csv for column in COLUMNS]
IN_FILE = [IN_CSV.index(name) for name in (*GITHUBS, *(name for name in IN_CSV if name not in GITHUBS))]


def lists(org: str, found: Seats) -> list[Component]:
    return [_seats(org, found), *_disagreement(org, found)]


def _seats(org: str, found: Seats) -> Component:
    seats = found.unused_for(0) + [seat for seat in found.seats if seat.idle_days() is None]
    by_state = {
        name: frozenset(n for n, seat in enumerate(seats) if seat.state == state)
        for name, state in (("Idle", "idle"), ("Never used", "never_used"), ("Ending", "pending_cancellation"), ("Unknown", "unknown"))
    }  # fmt: skip
    grid = Grid(
        "seats",
        "seat",
        charts.file_of(org, "seats", Span(found.day, found.day)),
        COLUMNS,
        [_row(found, seat) for seat in seats],
        (DAYS_SINCE, True),
        [Choice(name, places) for name, places in by_state.items() if places],
        "seat-unused",
        IN_FILE,
    )
    note = html.Div(
        f"“Before” is before {words.full_day(found.day)}. Days are since the last known activity; of a seat never used, since it was assigned. The CSV has the columns of GitHub’s "
        "own activity report, then these."
    )
    return grids.card(grid, "Each seat", [note])


def _row(found: Seats, seat: Seat) -> list[Any]:
    return [
        seat.login or f"user {seat.user_id}",
        state_in_words(seat.state),
        last_activity(seat),
        seat.idle_days(),
        surface_of(seat.editor),
        seat.used_on,
        seat.assigned_at.date() if seat.assigned_at else None,
        seat.days_to_first_use,
        seat.team or "",
        plan_of(seat, found.billing),
        seat.cancelled_on,
        stamp(seat.active_at) or "",
        stamp(seat.authenticated_at) or "",
        stamp(found.taken_at) or "",
    ]


def _disagreement(org: str, found: Seats) -> list[Component]:
    compared = found.compared
    if compared is None:
        return [html.P("No usage report has come yet, so seats can’t be set beside usage.", className="lede")]
    rows = [_without_usage(seat, compared) for seat in found.without_usage()]
    rows += [_without_seat(person) for person in found.unlicensed]
    days = words.span(compared, found.day.year)
    say = f"Usage of {days}, the newest {words.days_long(len(compared))} of the reports, beside the seats of {words.full_day(found.day)}."
    if not rows:
        return [html.P(f"Every seat has usage, and all usage has a seat. {say}", className="lede")]
    seats = frozenset(n for n, row in enumerate(rows) if row[1] == SEAT_ALONE)
    grid = Grid(
        "seats-and-usage",
        "person",
        charts.file_of(org, "seats-without-usage", compared),
        DISAGREE,
        rows,
        (1, False),
        [Choice(SEAT_ALONE, seats), Choice(USAGE_ALONE, frozenset(range(len(rows))) - seats)],
        "seats-and-usage",
    )
    return [
        html.H3("Where seats and usage disagree"),
        grids.card(grid, "Where seats and usage disagree", [html.Div(say)]),
    ]


SEAT_ALONE, USAGE_ALONE = "Seat without usage", "Usage without seat"
DISAGREE = (
    Column("Login", "text", width=150),
    Column("What", "text", width=150),
    Column("Likely reason", "text", width=420, on_phone=True),
    Column("Last activity of the seat", "text", width=150),
    Column("Last day in usage reports", "day", width=150),
    Column("Seat until", "day", width=120, shown=False),
)


def _without_usage(seat: Seat, compared: Span) -> list[Any]:
    why = why_without_usage(seat, compared)
    return [seat.login or f"user {seat.user_id}", SEAT_ALONE, why, last_activity(seat), seat.used_on, None]


def _without_seat(person: Unlicensed) -> list[Any]:
    until = person.seat_until
    why = f"had a seat until {words.full_day(until)}" if until else why_without_seat(person)
    return [person.login or f"user {person.user_id}", USAGE_ALONE, why, "", person.row_on, person.seat_until]
