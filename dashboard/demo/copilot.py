"""The Copilot endpoints: reports as signed links, the files behind them, and seats."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from dashboard.core.days import parse_day
from dashboard.core.rows import REPORTS
from dashboard.demo import shapes
from dashboard.demo.answers import (
    API,
    NOT_FOR_INTEGRATIONS,
    Problem,
    caller,
    found,
    json_answer,
    no_content,
    not_found,
    paged,
    require_open,
    stand,
)
from dashboard.demo.rest import membership_of
from dashboard.demo.seat_facts import assigned, editor_of, ends, plan_of
from dashboard.demo.things import METRICS, SEATS, NoReport, Organisation, Person, Published, Seat
from dashboard.demo.tokens import InstallationToken

blueprint = Blueprint("copilot", __name__)
Row = dict[str, Any]
NOT_AN_ADMIN = "Insufficient permissions. This action requires admin, or relevant organization role access."
POLICY_OFF = "The 'Copilot usage metrics' policy must be enabled to use this API"
LATEST_REPORTS = ("organization-28-day", "users-28-day")
LATEST = "latest"


def require_owner(login: str, permission: str) -> Organisation:
    """An installation of this organisation with `permission`, or a token of one of its owners."""
    token = caller()
    org = found(stand().world.organisation(login))
    if isinstance(token, InstallationToken):
        if token.org is not org or permission not in token.permissions:
            raise Problem(403, NOT_FOR_INTEGRATIONS)
        return org
    membership = membership_of(org, token.person)
    if membership is None:
        raise not_found()
    require_open(org, token)
    if membership.role != "admin" or not token.allows("read:org", "admin:org", "manage_billing:copilot"):
        raise Problem(403, NOT_AN_ADMIN)
    return org


# -- reports


@blueprint.get(f"{API}/orgs/<login>/copilot/metrics/reports/<report>")
def day_report(login: str, report: str) -> Response:
    if report not in REPORTS:
        raise not_found()
    org = require_metrics(login)
    day = asked_day()
    return answer_with_links(org, report, day, {"report_day": day.isoformat()})


@blueprint.get(f"{API}/orgs/<login>/copilot/metrics/reports/<report>/latest")
def latest_report(login: str, report: str) -> Response:
    if report not in LATEST_REPORTS:
        raise not_found()
    org = require_metrics(login)
    last = stand().world.today - timedelta(days=2)
    window = {"report_start_day": (last - timedelta(days=27)).isoformat(), "report_end_day": last.isoformat()}
    return answer_with_links(org, report, None, window)


def require_metrics(login: str) -> Organisation:
    org = require_owner(login, METRICS)
    if not org.metrics_policy:
        raise Problem(403, POLICY_OFF)
    return org


def asked_day() -> date:
    try:
        return parse_day(request.args["day"])
    except (KeyError, ValueError):
        raise Problem(422, "Invalid request. The parameter `day` is required, as YYYY-MM-DD.") from None


def answer_with_links(org: Organisation, report: str, day: date | None, window: Row) -> Response:
    outcome = stand().world.report(org, report, day)
    if isinstance(outcome, NoReport):
        return no_report(outcome, day, window)
    links = [signed_link(org, report, day, number) for number in range(len(outcome.shards))]
    return json_answer({"download_links": links, **window})


def no_report(outcome: NoReport, day: date | None, window: Row) -> Response:
    """GitHub has three ways to say it, and a list of links may be empty, too."""
    match outcome.shape:
        case "204":
            return no_content()
        case "404":
            raise Problem(404, f"No report available for this organization on {day or LATEST}")
        case "string":
            return json_answer("No report available for this day")
        case "empty":
            return json_answer({"download_links": [], **window})


# -- files: signed, short-lived, and not for those who bring a token


def signed_link(org: Organisation, report: str, day: date | None, number: int) -> str:
    path = f"/files/{org.id}/{report}/{day or LATEST}/part-{number:05d}.json"
    expires = int(time.time()) + stand().world.link_seconds
    return f"{shapes.web(path)}?{urlencode({'se': expires, 'sp': 'r', 'sig': signature(path, expires)})}"


def signature(path: str, expires: int) -> str:
    return hmac.new(stand().signing_key, f"{path}?{expires}".encode(), hashlib.sha256).hexdigest()


@blueprint.get("/files/<int:org_id>/<report>/<day>/part-<int:number>.json")
def file(org_id: int, report: str, day: str, number: int) -> Response:
    expires = request.args.get("se", 0, type=int)
    right = hmac.compare_digest(signature(request.path, expires).encode(), request.args.get("sig", "").encode())
    if "Authorization" in request.headers or not right or expires < time.time():
        return storage_refusal()
    org = next(org for org in stand().world.organisations.values() if org.id == org_id)
    outcome = stand().world.report(org, report, None if day == LATEST else parse_day(day))
    if not isinstance(outcome, Published) or number >= len(outcome.shards):
        return storage_refusal(404, "BlobNotFound")
    return Response(outcome.shards[number], content_type="application/octet-stream")


def storage_refusal(status: int = 403, code: str = "AuthenticationFailed") -> Response:
    """As the storage host puts it: XML, not JSON."""
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>Server failed to answer.</Message></Error>'
    return Response(body, status, content_type="application/xml")


# -- seats


@blueprint.get(f"{API}/orgs/<login>/copilot/billing")
def billing(login: str) -> Response:
    org = require_owner(login, SEATS)
    seats = stand().world.current_seats(org)
    active = sum((used := last_active(seat.person)) is not None and used >= cycle_start() for seat in seats)
    breakdown = {
        "total": len(seats),
        "added_this_cycle": sum(bool(seat.period.since and seat.period.since >= cycle_start()) for seat in seats),
        "pending_invitation": 0,
        "pending_cancellation": sum(ends(seat, stand().world.today) is not None for seat in seats),
        "active_this_cycle": active,
        "inactive_this_cycle": len(seats) - active,
    }
    policies = {"ide_chat": "enabled", "platform_chat": "enabled", "cli": "enabled", "public_code_suggestions": "block"}
    return json_answer(
        {"seat_breakdown": breakdown, "seat_management_setting": "assign_selected", **policies, "plan_type": "business"}
    )


def cycle_start() -> date:
    return stand().world.today.replace(day=1)


def last_active(person: Person) -> date | None:
    reporter = stand().world.reporter
    return reporter.last_active(person) if reporter else None


@blueprint.get(f"{API}/orgs/<login>/copilot/billing/seats")
def seats(login: str) -> Response:
    found_seats = stand().world.current_seats(require_owner(login, SEATS))
    return paged(found_seats, seat_row, default=50, wrap=lambda rows: {"total_seats": len(found_seats), "seats": rows})


@blueprint.get(f"{API}/orgs/<login>/members/<person>/copilot")
def seat_of(login: str, person: str) -> Response:
    org = require_owner(login, SEATS)
    mine = (seat for seat in stand().world.current_seats(org) if seat.person.login.lower() == person.lower())
    return json_answer(seat_row(found(next(mine, None))))


def seat_row(seat: Seat) -> Row:
    """GitHub forgets activity after 90 days: None is "never" as well as "not for long"."""
    created = moment(assigned(seat).date(), 9)
    active, end = last_active(seat.person), ends(seat, stand().world.today)
    return {
        "created_at": created,
        "updated_at": created,
        "pending_cancellation_date": end.isoformat() if end else None,
        "last_activity_at": moment(active, 16) if active else None,
        "last_activity_editor": editor_of(seat) if active else None,
        "last_authenticated_at": moment(active, 8) if active else None,
        **({"plan_type": plan} if (plan := plan_of(seat)) else {}),
        "assignee": shapes.user(seat.person),
        "assigning_team": shapes.team(seat.team) if seat.team else None,
        "organization": shapes.organisation(seat.org),
    }


def moment(day: date, hour: int) -> str:
    return datetime(day.year, day.month, day.day, hour, 4, 12, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
