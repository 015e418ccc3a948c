"""Seats: totals for members, each seat for admins and its own person; and seats over time, after Coder's contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from auth.access import Viewer, is_admin, may_see_seats, require_admin, require_organisation
from dashboard.api.parameters import Parameters
from dashboard.core.days import trailing
from dashboard.core.licences import Billing, Seat, Seats
from dashboard.core.own import Person
from dashboard.core.questions import Insights
from dashboard.core.seat_prices import Terms, cost
from dashboard.core.seat_states import folded_states, has_small_states
from dashboard.errors import NotFound

DAYS_BACK = 60  # and today
LONGEST_INTERVAL = 10**9  # seconds: read and, as by Coder, not used


def add_to(api: Blueprint, insights: Insights, viewer: Callable[[], Viewer], now: Callable[[], datetime]) -> None:
    def organisation(asked: str) -> str:
        """The one that is asked for, or the first of the viewer's own."""
        who = viewer()
        return require_organisation(who, asked.lower() or min(who.organisations, default=""))

    def countable(org: str, day: Billing) -> bool:
        """Of too few people, only admins are told how many seats there are."""
        return day.seats >= insights.min_team_size or is_admin(viewer(), org)

    def floor(org: str) -> int:
        """Of the seats in a state, for this viewer."""
        return 1 if is_admin(viewer(), org) else insights.min_cell_size

    @api.get("/orgs/<org>/seats")
    def show_seats(org: str) -> dict[str, Any]:
        _no_parameters()
        login, who = organisation(org), viewer()
        found = insights.seats(login)
        if is_admin(who, login):
            require_admin(who, login)
        shown = found if found and countable(login, found.billing) else None
        named = may_see_seats(who, login, insights.show_names_to)
        return {
            "org": login,
            **totals(shown, insights.terms, floor(login)),
            "seats": listed(shown) if shown and named else None,
        }

    @api.get("/orgs/<org>/seats/<login>")
    def show_seat(org: str, login: str) -> dict[str, Any]:
        _no_parameters()
        where, who = organisation(org), viewer()
        person = Person(where, who.id) if login.lower() == who.login.lower() else None
        if person is None and may_see_seats(who, where, insights.show_names_to):
            require_admin(who, where)
            person = _of_login(insights.seats(where), where, login)
        found = insights.seat(person) if person else None
        if found is None:
            raise NotFound("There is no seat of that name that you can see.")
        return {"org": where, "seat": seat(found)}

    @api.get("/insights/user-status-counts")
    def show_status_counts() -> dict[str, Any]:
        parameters = Parameters(dict(request.args.lists()))
        zone, asked = parameters.zone(now()), parameters.text("org")
        parameters.whole_number("interval", 0, LONGEST_INTERVAL)
        parameters.check()
        here, org = ZoneInfo(zone), organisation(asked)
        span = trailing(now().astimezone(here).date(), DAYS_BACK + 1)
        days = [day for day in insights.seats_by_day(org, span) if countable(org, day)]
        return {"status_counts": status_counts(days, here, floor(org))}


def _no_parameters() -> None:
    Parameters(dict(request.args.lists())).check()


def _of_login(found: Seats | None, org: str, login: str) -> Person | None:
    seats = found.seats if found else ()
    ids = (seat.user_id for seat in seats if (seat.login or "").lower() == login.lower())
    return next((Person(org, user) for user in ids), None)


def totals(found: Seats | None, terms: Terms, floor: int) -> dict[str, Any]:
    """Everything null while there is no snapshot, or too few seats to be counted for this viewer; states also where one
    has fewer seats than `floor`."""
    names = [name for name in Billing.__dataclass_fields__ if name not in ("day", "states", "plan")]
    numbers = {name: getattr(found.billing, name) if found else None for name in names}
    states = dict(found.billing.states) if found and not has_small_states(found.billing, floor) else None
    price = cost(found.seats, found.billing, terms.prices) if found else None
    return {
        "day": found.day.isoformat() if found else None,
        "taken_at": _moment(found.taken_at) if found else None,
        "totals": numbers | {"states": states},
        "active_in_days": {str(days): found.active_within(days) for days in (7, 28, 90)} if found else None,
        "estimated_monthly_cost": {
            **asdict(price),
            "prices": dict(terms.prices.by_plan),
            "prices_since": terms.prices.since.isoformat(),
        }
        if price
        else None,
    }


def listed(found: Seats) -> list[dict[str, Any]]:
    return [seat(each) for each in found.seats]


def seat(found: Seat) -> dict[str, Any]:
    return {
        "user_id": found.user_id,
        "login": found.login,
        "state": found.state,
        "unused": found.unused,
        "assigned_at": _moment(found.assigned_at),
        "last_activity_at": _moment(found.active_at),
        "last_activity_editor": found.editor,
        "last_authenticated_at": _moment(found.authenticated_at),
        "first_activity_at": _moment(found.first_active_at),
        "pending_cancellation_date": _day(found.cancelled_on),
        "plan_type": found.plan,
        "assigning_team": found.team,
        "as_of": found.day.isoformat(),
    }


def status_counts(days: list[Billing], zone: ZoneInfo, floor: int = 1) -> dict[str, list[dict[str, Any]]]:
    """A point of each day with a snapshot, at its midnight in this zone; only states that occur have any, and those of
    fewer seats than `floor` are together in "other"."""
    return {
        state: [{"date": midnight(day.day, zone), "count": count} for day, count in zip(days, counts, strict=True)]
        for state, counts in folded_states(days, floor).items()
    }


def midnight(day: date, zone: ZoneInfo) -> str:
    return datetime.combine(day, time(), zone).isoformat().replace("+00:00", "Z")


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
