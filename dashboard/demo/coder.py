"""Coder's interface: who asks, the insights, the users, and what went through the AI gateway."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, request

from dashboard.core.days import ONE_DAY
from dashboard.demo.answers import json_answer, stand
from dashboard.demo.coder_asked import Asked, Problem, Window, interval, window
from dashboard.demo.coder_deployment import APPS, BUILTIN, REGIONS, Account, Deployment, Session, Stint, every, uuid_of

API = "/coder"
HEADER = (
    "user_id", "username", "group_id", "group_name", "organization_id", "organization_name", "model", "provider",
    "provider_name", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "cost_micros",
    "period_start", "period_end",
)  # fmt: skip
LONGEST_EXPORT = timedelta(days=31)
blueprint = Blueprint("coder", __name__, url_prefix=f"{API}/api/v2")
Row = dict[str, Any]


def deployment() -> Deployment:
    """401 for who isn't known, 403 and 404 for what this deployment refuses or doesn't have."""
    found = stand().world.coder
    if found is None:
        raise Problem(404, "Route not found.")
    if request.headers.get("Coder-Session-Token") != found.token:
        raise Problem(401, "You are signed out or your session has expired. Please sign in again to continue.")
    if any(part in request.path for part in found.missing):
        raise Problem(404, "Route not found.")
    if any(part in request.path for part in found.refused):
        raise Problem(403, "Forbidden.")
    return found


def today() -> date:
    return stand().world.today


def days_of(asked: Window) -> Iterable[date]:
    return every(asked.start.date(), (asked.end - timedelta(microseconds=1)).date()) if asked.start < asked.end else ()


# -- who is there


@blueprint.get("/users/me")
def me() -> Response:
    deployment()
    return json_answer({"id": uuid_of("auditor"), "username": "usage-auditor", "roles": [{"name": "auditor"}]})


@blueprint.get("/users")
def users() -> Response:
    found = deployment()
    asked = Asked()
    limit, offset = asked.number("limit", 0), asked.number("offset", 0)
    asked.text("q")
    asked.text("after_id")
    asked.check()
    rows = [named(account) | {"email": account.email, "status": account.status} for account in found.accounts]
    page = rows[offset : offset + limit] if limit else rows[offset:]
    return json_answer({"users": page, "count": len(rows)})


@blueprint.get("/organizations")
def organizations() -> Response:
    deployment()
    return json_answer([{"id": uuid_of("organization"), "name": "coder", "display_name": "Coder", "is_default": True}])


@blueprint.get("/templates")
def templates() -> Response:
    return json_answer([{"id": t.id, "name": t.name, "display_name": t.display_name} for t in deployment().templates])


@blueprint.get("/entitlements")
def entitlements() -> Response:
    found = deployment()
    active = sum(account.status == "active" for account in found.accounts)
    limit = {"entitlement": "entitled", "enabled": True, "limit": found.seats, "actual": active}
    return json_answer({"has_license": found.seats is not None, "features": {"user_limit": limit}})


def named(account: Account) -> Row:
    return {"id": account.id, "username": account.username, "avatar_url": f"https://avatars.example/{account.id}"}


# -- insights


@blueprint.get("/insights/daus")
def daus() -> Response:
    found, asked = deployment(), Asked()
    offset = asked.number("tz_offset", 0)
    asked.check()
    entries = [
        {"date": day.isoformat(), "amount": len({stint.account for stint in found.stints_of(day)})}
        for day in every(today() - timedelta(days=60), today())
    ]
    return json_answer({"tz_hour_offset": offset, "entries": entries})


@blueprint.get("/insights/templates")
def template_insights() -> Response:
    found, asked = deployment(), Asked()
    wanted = asked.texts("template_ids")
    over = window(asked, today())
    length = interval(asked, over)
    asked.text("sections")
    asked.check()
    stints = among(wanted, (stint for day in days_of(over) for stint in found.stints_of(day)))
    report = {**frame(over, stints), "active_users": len({stint.account for stint in stints})}
    report |= {"apps_usage": apps_usage(stints), "parameters_usage": parameters_usage(found, over)}
    parts = [
        {**frame(part, some), "interval": length, "active_users": len({stint.account for stint in some})}
        for part in over.parts(length)
        for some in [among(wanted, (stint for day in days_of(part) for stint in found.stints_of(day)))]
    ]
    return json_answer({"report": report, "interval_reports": parts})


def among(wanted: Sequence[str], stints: Iterable[Stint]) -> list[Stint]:
    return [stint for stint in stints if not wanted or stint.template.id in wanted]


def frame(over: Window, stints: Iterable[Stint]) -> Row:
    return {
        "start_time": over.start.isoformat(),
        "end_time": over.end.isoformat(),
        "template_ids": sorted({stint.template.id for stint in stints}),
    }


def apps_usage(stints: Sequence[Stint]) -> list[Row]:
    seconds: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for stint in stints:
        for slug, spent in stint.apps:
            seconds[slug] += spent
            times[slug] += 1
    used = [slug for slug in seconds if slug not in BUILTIN]
    return [app_row(slug, seconds, times, stints) for slug in (*BUILTIN, *sorted(used))]


def app_row(slug: str, seconds: Counter[str], times: Counter[str], stints: Iterable[Stint]) -> Row:
    return {
        "template_ids": sorted({s.template.id for s in stints if slug in dict(s.apps)}),
        "type": "builtin" if slug in BUILTIN else "app",
        "display_name": BUILTIN.get(slug) or APPS.get(slug, slug),
        "slug": slug,
        "icon": f"/icon/{slug}.svg",
        "seconds": seconds[slug],
        "times_used": 0 if slug in BUILTIN else times[slug],
    }


def parameters_usage(found: Deployment, over: Window) -> list[Row]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for built in (built for day in days_of(over) for built in found.built_on(day)):
        counts[built.parameter][built.value] += 1
    options = {"region": [{"name": name.upper(), "description": "", "value": name, "icon": ""} for name in REGIONS]}
    return [
        {
            "template_ids": sorted(template.id for template in found.templates),
            "name": name,
            "display_name": name.capitalize(),
            "description": "",
            "type": "string",
            "options": options.get(name, []),
            "values": [{"value": value, "count": number} for value, number in sorted(values.items())],
        }
        for name, values in sorted(counts.items())
    ]


def of_users(shape: Any) -> Response:
    """One of the two reports about users: everybody with usage, by id."""
    found, asked = deployment(), Asked()
    wanted = asked.texts("template_ids")
    over = window(asked, today())
    asked.check()
    stints = among(wanted, (stint for day in days_of(over) for stint in found.stints_of(day)))
    theirs: dict[Account, list[Stint]] = defaultdict(list)
    for stint in stints:
        theirs[stint.account].append(stint)
    rows = []
    for account, some in sorted(theirs.items(), key=lambda item: item[0].id):
        user = named(account) | {"user_id": account.id}
        del user["id"]
        rows.append({**user, "template_ids": sorted({s.template.id for s in some}), **shape(some)})
    return json_answer({"report": {**frame(over, stints), "users": rows}})


@blueprint.get("/insights/user-activity")
def user_activity() -> Response:
    return of_users(lambda stints: {"seconds": sum(stint.seconds for stint in stints)})


@blueprint.get("/insights/user-latency")
def user_latency() -> Response:
    def latency(stints: Sequence[Stint]) -> Row:
        p50, p95 = next((stint.latency_ms for stint in stints if stint.latency_ms), (-1, -1))
        return {"latency_ms": {"p50": p50, "p95": p95}}

    return of_users(latency)


@blueprint.get("/insights/user-status-counts")
def user_status_counts() -> Response:
    found, asked = deployment(), Asked()
    asked.zone()
    asked.text("interval")
    asked.check()
    statuses = Counter(account.status for account in found.accounts)
    days = [datetime.combine(day, time(), UTC).isoformat() for day in every(today() - timedelta(days=60), today())]
    counts = {status: [{"date": day, "count": n} for day in days] for status, n in sorted(statuses.items())}
    return json_answer({"status_counts": counts})


# -- the AI gateway


def require_gateway(found: Deployment, *kinds: str) -> None:
    if found.gateway == "none":
        raise Problem(403, "AI Gateway is a Premium feature. Contact sales!")
    if kinds and found.gateway not in kinds:
        raise Problem(404, "Route not found.")


@blueprint.get("/organizations/<organization>/ai/spend/export")
def spend_export(organization: str) -> Response:
    found = deployment()
    require_gateway(found)
    if not found.export:
        raise Problem(404, "Route not found.")
    asked = Asked()
    start, end = asked.instant("period_start"), asked.instant("period_end")
    asked.check()
    if start is None or end is None:
        raise Problem(400, "period_start and period_end must be provided together.")
    if start >= end:
        raise Problem(400, "period_start must be before period_end.")
    if end - start > LONGEST_EXPORT:
        raise Problem(400, "Query period must not exceed 31 days.")
    if start.date() < today() - timedelta(days=found.keeps_days):
        raise Problem(400, "period_start is older than the data retention.")
    text = spend_csv(found, organization, start, end)
    name = f"ai-spend-export-{organization}-{start.date()}-to-{end.date()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


def spend_csv(found: Deployment, organization: str, start: datetime, end: datetime) -> str:
    sums: dict[tuple[Account, str, str], list[Session]] = defaultdict(list)
    for day in every(start.date(), end.date() - ONE_DAY):
        for session in found.sessions_of(day):
            sums[session.account, session.model, session.provider].append(session)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(HEADER)
    for (account, model, provider), sessions in sums.items():
        group = (uuid_of("group"), "Everyone", uuid_of("organization"), organization)
        kinds = ("input", "output", "cache_read", "cache_write")
        tokens = [sum(getattr(session.tokens, kind) for session in sessions) for kind in kinds]
        cost = sum(session.cost_micros for session in sessions)
        texts = [account.id, account.username, *group, model, provider, provider.capitalize()]
        lines.writerow([*map(guarded, texts), *tokens, cost, start.isoformat(), end.isoformat()])
    return out.getvalue()


def guarded(text: str) -> str:
    """So that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def in_window(found: Deployment, asked: Asked) -> list[Session]:
    """As `q` asks for them: `started_after:` and `started_before:`, separated by a space."""
    terms = dict(term.split(":", 1) for term in asked.text("q").split() if ":" in term)
    after, before = (
        datetime.fromisoformat(terms[f"started_{name}"]).replace(tzinfo=None) for name in ("after", "before")
    )
    oldest = today() - timedelta(days=found.keeps_days)
    days = every(max(after.date(), oldest), min(before.date(), today()))
    sessions = [session for day in days for session in found.sessions_of(day)]
    return [session for session in sessions if after <= session.started_at < before]


def page_of(name: str, sessions: Sequence[Session], asked: Asked, cursor: str, shape: Any) -> Response:
    limit, offset, after = asked.number("limit", 100), asked.number("offset", 0), asked.text(cursor)
    asked.check()
    if not 1 <= limit <= 1000 or (offset and after):
        raise Problem(400, "Query parameters have invalid values.")
    ids = [session.id for session in sessions]
    if after and after not in ids:
        raise Problem(400, f"unknown {cursor}")
    first = ids.index(after) + 1 if after else offset
    return json_answer({"count": len(sessions), name: [shape(session) for session in sessions[first : first + limit]]})


@blueprint.get("/ai-gateway/sessions")
@blueprint.get("/aibridge/sessions", endpoint="old_sessions")
def sessions() -> Response:
    found = deployment()
    require_gateway(found, "sessions")
    asked = Asked()
    return page_of("sessions", in_window(found, asked), asked, "after_session_id", session_row)


@blueprint.get("/aibridge/interceptions")
def interceptions() -> Response:
    found = deployment()
    require_gateway(found, "interceptions")
    asked = Asked()
    return page_of("results", in_window(found, asked), asked, "after_id", interception_row)


def session_row(session: Session) -> Row:
    at, tokens = session.started_at.replace(tzinfo=UTC).isoformat(), session.tokens
    return {
        "id": session.id,
        "client": session.client,
        "initiator": named(session.account) | {"name": session.account.username},
        "started_at": at,
        "ended_at": at,
        "last_active_at": at,
        "last_prompt": session.prompt,
        "models": [session.model],
        "providers": [session.provider],
        "threads": session.threads,
        "metadata": {"cwd": f"/home/{session.prompt}"},
        "token_usage_summary": {
            "input_tokens": tokens.input,
            "output_tokens": tokens.output,
            "cache_read_input_tokens": tokens.cache_read,
            "cache_write_input_tokens": tokens.cache_write,
        },
    }


def interception_row(session: Session) -> Row:
    at = session.started_at.replace(tzinfo=UTC).isoformat()
    usage = {"input_tokens": session.tokens.input, "output_tokens": session.tokens.output, "created_at": at}
    return {
        "id": session.id,
        "initiator": named(session.account),
        "client": session.client,
        "provider": session.provider,
        "model": session.model,
        "started_at": at,
        "token_usages": [usage],
        "tool_usages": [{"tool": "edit", "input": session.prompt}],
        "user_prompts": [{"prompt": session.prompt, "created_at": at} for _ in range(session.threads)],
    }
