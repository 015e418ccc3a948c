"""Seats, out of the newest snapshot and beside the usage reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.core.days import Span
from dashboard.core.licences import Billing, Seat, Seats, TeamSeats, Unlicensed
from dashboard.core.own import Person
from dashboard.core.seat_rows import STATES
from dashboard.core.seats import FORGOTTEN_AFTER, IDLE_AFTER
from dashboard.core.subjects import Team
from dashboard.insights.answers import Ask, Row
from dashboard.insights.questions import seats as questions


def billing_by_day(ask: Ask, org: str, span: Span) -> list[Billing]:
    return [_billing(row) for row in ask(questions.BILLING, org=org, first=span.first, last=span.last)]


def seats(ask: Ask, org: str, compared: Span | None, teams: Sequence[Team]) -> Seats | None:
    """None while no snapshot was taken. Usage is `compared` over these days."""
    newest = ask(questions.NEWEST, org=org)[0]
    day = newest["day"]
    if day is None:
        return None
    (billing,) = billing_by_day(ask, org, Span(day, day))
    rows, used = _usage(ask, org, compared)
    found = [
        _seat(row, day, rows.get(row["user_id"]), used.get(row["user_id"]))
        for row in ask(questions.SEATS, org=org, day=day)
    ]
    former = {row["user_id"]: row["seat_until"] for row in ask(questions.FORMER, org=org, day=day)} if compared else {}
    holders = {seat.user_id for seat in found}
    others = [_unlicensed(row, used, former) for row in rows.values() if row["user_id"] not in holders]
    return Seats(
        billing,
        newest["taken_at"],
        newest["since"],
        found,
        _latest_first(others),
        compared,
        _teams(ask, org, day, teams),
    )


def seat(ask: Ask, person: Person) -> Seat | None:
    """Of the newest snapshot; None where they have none there, or there is none."""
    day = ask(questions.NEWEST, org=person.org)[0]["day"]
    rows = ask(questions.SEAT, org=person.org, day=day, person=person.id) if day else []
    return _seat(rows[0], day) if rows else None


def _billing(row: Row) -> Billing:
    left = dict(row)
    states: Any = {state: left.pop(f"seats_{state}") or 0 for state in STATES}
    return Billing(**left, states=states)


def _usage(ask: Ask, org: str, compared: Span | None) -> tuple[Mapping[int, Row], Mapping[int, date]]:
    """By person, their last row in these days, and the last day they were active in all of the history."""
    if compared is None:
        return {}, {}
    rows = {row["user_id"]: row for row in ask(questions.ROWS, org=org, first=compared.first, last=compared.last)}
    return rows, {row["user_id"]: last_of(row["month"], row["days"]) for row in ask(questions.USED, org=org)}


def last_of(month: date, days: int) -> date:
    """The last of a set of days of a month, in which bit n is the n-th."""
    return month + timedelta(days=days.bit_length() - 2)


def _seat(row: Row, day: date, usage: Row | None = None, used_on: date | None = None) -> Seat:
    left = dict(row)
    watched = left.pop("watched_since")
    forgotten = not row["active_at"] and not _surely_never(row["assigned_at"], watched)
    return Seat(day=day, **left, forgotten=forgotten, used_on=used_on, row_on=usage["row_on"] if usage else None)


def _surely_never(assigned: datetime | None, watched: date) -> bool:
    """As core/seats.py has it."""
    return assigned is not None and watched - assigned.date() < FORGOTTEN_AFTER


def _unlicensed(row: Row, used: Mapping[int, date], former: Mapping[int, date]) -> Unlicensed:
    user = row["user_id"]
    return Unlicensed(user, row["login"], row["row_on"], used.get(user), former.get(user))


def _latest_first(people: Sequence[Unlicensed]) -> list[Unlicensed]:
    return sorted(people, key=lambda person: (-person.row_on.toordinal(), person.login or ""))


def _teams(ask: Ask, org: str, day: date, teams: Sequence[Team]) -> list[TeamSeats]:
    names = {team.id: team.name for team in teams}
    rows = ask(questions.TEAMS, org=org, day=day, idle=day - timedelta(days=IDLE_AFTER))
    found = [
        TeamSeats(row["id"], names.get(row["id"], f"team {row['id']}"), row["people"], row["active"]) for row in rows
    ]
    return sorted(found, key=lambda team: (-team.people, team.name.lower()))
