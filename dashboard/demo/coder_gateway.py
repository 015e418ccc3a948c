"""What went through the AI gateway of the stand-in for Coder: sessions, what came before them, and the export of spend."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response

from dashboard.core.days import ONE_DAY
from dashboard.demo.answers import json_answer
from dashboard.demo.coder import API, Row, deployment, named, today
from dashboard.demo.coder_asked import Asked, Problem
from dashboard.demo.coder_deployment import Account, Deployment, Session, every, uuid_of

HEADER = (
    "user_id", "username", "group_id", "group_name", "organization_id", "organization_name", "model", "provider",
    "provider_name", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "cost_micros",
    "period_start", "period_end",
)  # fmt: skip
LONGEST_EXPORT = timedelta(days=31)
blueprint = Blueprint("coder_gateway", __name__, url_prefix=f"{API}/api/v2")


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
