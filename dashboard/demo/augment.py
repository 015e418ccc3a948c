"""Augment Code's two interfaces: the official Analytics API, and what its dashboard asks with a session cookie."""

from __future__ import annotations

import base64
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from dashboard.core.augment import COLUMNS
from dashboard.core.days import parse_day
from dashboard.demo.answers import json_answer, stand
from dashboard.demo.augment_tenant import METRICS, Tenant, User, Work

API, APP = "/augment", "/augment-app"
LONGEST_SPAN, LOOK_BACK = 90, timedelta(days=730)
# What the dashboard calls the metrics of its table, by the column; several are added up.
TABLE = {
    "completions": ("completions_count",),
    "accepted_completions": ("completions_accepted",),
    "chat_messages": ("chat_messages",),
    "agent_messages": ("ide_agent_messages",),
    "remote_agent_messages": ("remote_agent_messages",),
    "interactive_cli_messages": ("cli_agent_interactive_messages",),
    "non_interactive_cli_messages": ("cli_agent_non_interactive_messages",),
    "tool_uses": ("total_tool_calls",),
    "modified_lines": ("total_modified_lines_of_code",),
    "completion_lines": ("completions_lines_of_code",),
    "agent_lines": ("ide_agent_lines_of_code",),
    "remote_agent_lines": ("remote_agent_lines_of_code",),
    "cli_agent_lines": ("cli_agent_interactive_lines_of_code", "cli_agent_non_interactive_lines_of_code"),
}
blueprint = Blueprint("augment", __name__)
Row = dict[str, Any]


class Problem(HTTPException):
    """In the API's envelope."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None):
        super().__init__(message)
        self.code, self.word, self.message, self.headers = status, code, message, headers or {}

    def get_response(self, *_: Any) -> Response:
        answer = json_answer({"error": {"code": self.word, "message": self.message}}, self.code or 500)
        answer.headers.update(self.headers)
        return answer


def invalid(message: str) -> Problem:
    return Problem(400, "InvalidArgument", message)


def tenant() -> Tenant:
    found = stand().world.augment
    if found is None:
        raise Problem(404, "NotFound", "no such tenant")
    return found


# -- the API: a token, a limit, pages


class Bucket:
    """So many requests a minute, and a few more at once."""

    def __init__(self) -> None:
        self.left, self.seen = float("inf"), time.monotonic()

    def take(self, a_minute: int, burst: int) -> bool:
        now = time.monotonic()
        self.left, self.seen = min(burst, self.left + (now - self.seen) * a_minute / 60), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def require_token() -> Tenant:
    found = tenant()
    if request.headers.get("Authorization") != f"Bearer {found.token}":
        raise Problem(401, "Unauthenticated", "the token is missing, or isn't known")
    if not found.allowed:
        raise Problem(403, "PermissionDenied", "analytics are not part of this plan")
    bucket: Bucket = current_app.extensions.setdefault("augment-bucket", Bucket())
    if found.a_minute and not bucket.take(found.a_minute, found.burst):
        raise Problem(429, "ResourceExhausted", "too many requests", {"Retry-After": str(-(-60 // found.a_minute))})
    return found


def asked_day(name: str, usual: date) -> date:
    try:
        found = parse_day(request.args[name]) if name in request.args else usual
    except ValueError:
        raise invalid(f"{name} must be YYYY-MM-DD") from None
    today = stand().world.today
    if found >= today or found < today - LOOK_BACK:
        raise invalid(f"{name} must be from two years ago to yesterday")
    return found


def asked_span() -> tuple[date, date]:
    yesterday = stand().world.today - timedelta(days=1)
    last = asked_day("end_date", yesterday)
    first = asked_day("start_date", last - timedelta(days=6))
    if not 0 <= (last - first).days < LONGEST_SPAN:
        raise invalid(f"end_date must be 0 to {LONGEST_SPAN - 1} days after start_date")
    return first, last


def page_of(name: str, rows: Sequence[Row], usual: int, most: int, more: Row) -> Response:
    size = request.args.get("page_size", usual, type=int)
    if not 1 <= size <= most:
        raise invalid(f"page_size must be 1 to {most}")
    first = place_of(request.args.get("cursor", ""))
    last = first + size
    pagination = {"has_more": last < len(rows), "next_cursor": cursor_of(last) if last < len(rows) else None}
    metadata = {"generated_at": datetime.now(UTC).isoformat(), "returned_user_count": len(rows[first:last]), **more}
    return json_answer({name: rows[first:last], "pagination": pagination, "metadata": metadata})


def cursor_of(place: int) -> str:
    return base64.urlsafe_b64encode(f"place {place}".encode()).decode()


def place_of(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("place ")) if cursor else 0
    except ValueError:
        raise invalid("cursor isn't one of ours") from None


def named(user: User) -> Row:
    return {"service_account_name" if user.is_service else "user_email": user.name}


def summed(works: Iterable[Work]) -> dict[str, int]:
    found = dict.fromkeys(METRICS, 0)
    for work in works:
        for name, value in work.metrics.items():
            found[name] = found.get(name, 0) + value
    return found


def by_user(days: Iterable[tuple[date, list[Work]]]) -> dict[User, dict[date, list[Work]]]:
    found: dict[User, dict[date, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for day, works in days:
        for work in works:
            found[work.user][day].append(work)
    return dict(sorted(found.items(), key=lambda item: item[0].name))


@blueprint.get(f"{API}/analytics/v0/dau-count")
def dau_count() -> Response:
    found, (first, last) = require_token(), asked_span()
    days = [{"date": str(day), "user_count": len({w.user for w in works})} for day, works in found.days(first, last)]
    return json_answer({"daily_active_user_counts": days})


@blueprint.get(f"{API}/analytics/v0/dau")
def dau() -> Response:
    found = require_token()
    day = asked_day("date", stand().world.today - timedelta(days=1))
    users = sorted({work.user for work in found.day(day)}, key=lambda user: user.name)
    return page_of("users", [named(user) for user in users], 100, 250, {"effective_date": str(day)})


@blueprint.get(f"{API}/analytics/v0/daily-usage")
def daily_usage() -> Response:
    found, (first, last) = require_token(), asked_span()
    days = [{"date": str(day), "metrics": summed(works)} for day, works in found.days(first, last)]
    return json_answer({"daily_usage": days, "metadata": effective(first, last)})


@blueprint.get(f"{API}/analytics/v0/user-activity")
def user_activity() -> Response:
    found, (first, last) = require_token(), asked_span()
    users = by_user(found.days(first, last))
    rows = [
        {**named(user), "active_days": len(days), "metrics": summed(work for works in days.values() for work in works)}
        for user, days in users.items()
    ]
    return page_of("users", rows, 50, 100, effective(first, last))


@blueprint.get(f"{API}/analytics/v0/daily-user-activity-by-editor-language")
def daily_user_activity() -> Response:
    found = require_token()
    if "date" not in request.args:
        raise invalid("date is required")
    day = asked_day("date", stand().world.today)
    works = sorted(found.day(day), key=lambda work: work.user.name)
    rows = [
        {**named(work.user), "language": work.language, "editor": work.editor, "metrics": dict(work.metrics)}
        for work in works
    ]
    return page_of("records", rows, 50, 100, {"effective_date": str(day)})


def effective(first: date, last: date) -> Row:
    return {"effective_start_date": str(first), "effective_end_date": str(last), "total_days": (last - first).days + 1}


# -- the dashboard: a cookie, and days as compact JSON


def answered(shape: Callable[[Tenant, date, date], Row]) -> Response:
    """401 for whoever isn't signed in; nothing useful for days that aren't written as the page writes them."""
    found = tenant()
    if request.cookies.get("_session") != found.session:
        return json_answer({"error": "Unauthorized"}, 401)
    days = [written_day(name) for name in ("startDate", "endDate")]
    if days[0] is None or days[1] is None:
        return json_answer({})
    return json_answer(shape(found, days[0], days[1]))


def written_day(name: str) -> date | None:
    text = request.args.get(name, "")
    if not re.fullmatch(r'\{"year":\d{4},"month":\d{1,2},"day":\d{1,2}\}', text):
        return None
    return date(**orjson.loads(text))


@blueprint.get(f"{APP}/api/user-feature-stats")
def user_feature_stats() -> Response:
    return answered(lambda found, first, last: {"userFeatureStats": table_of(found, first, last)})


@blueprint.get(f"{APP}/api/tenant-feature-stats")
def tenant_feature_stats() -> Response:
    return answered(tenant_stats)


@blueprint.get(f"{APP}/api/tenant-monthly-active-users")
def tenant_monthly_active_users() -> Response:
    return answered(lambda found, first, last: {"monthlyActiveUsers": len(by_user(found.days(first, last)))})


def tenant_stats(found: Tenant, first: date, last: date) -> Row:
    sums = summed(work for _, works in found.days(first, last) for work in works)
    return {
        "userMessages": sums["total_messages"],
        "toolCalls": sums["total_tool_calls"],
        "linesOfCode": sums["total_modified_lines_of_code"],
    }


def table_of(found: Tenant, first: date, last: date) -> list[Row]:
    """In the span, but for the first and last day that somebody was ever seen."""
    ever = by_user(found.days(stand().world.today - LOOK_BACK, stand().world.today))
    return [row_of(user, days, ever.get(user, days)) for user, days in by_user(found.days(first, last)).items()]


def row_of(user: User, days: Mapping[date, list[Work]], ever: Mapping[date, list[Work]]) -> Row:
    works = [work for each in days.values() for work in each]
    sums = summed(works)
    fields: Row = {field: sum(sums[name] for name in names) for field, names in TABLE.items()}
    shown, taken = fields["completions"], fields["accepted_completions"]
    fields |= {
        "user": user.name,
        "first_seen": f"{min(ever)}T08:12:44.808438Z",
        "last_seen": f"{max(ever)}T16:40:09.120031Z",
        "active_days": len(days),
        "accept_rate": 100 * taken / shown if shown else None,
        "instruction_lines": sum(work.instruction_lines for work in works),
    }
    return {column.key: fields[column.field] for column in COLUMNS}
