"""Coder's answers, turned into records of ours, and these into reports.

Only what is named here is taken over: answers about sessions have people's prompts in them, and those go no further.
A record is of a person, by `username`, with the columns of its table.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
import pyarrow as pa

from dashboard.core.accounts import Match
from dashboard.core.coder_rows import (
    CODER_KEYS,
    CODER_SCHEMAS,
    CODER_TABLES,
    DEPLOYMENT_REPORT,
    TOKENS,
)
from dashboard.core.reports import Report

Json = Mapping[str, Any]
Record = dict[str, Any]
RECORD = "coder"  # under which a line of raw has the record
ADDED_UP = ("seconds", "sessions", "prompts", *TOKENS, "cost_micros")
WORST = ("latency_p50_ms", "latency_p95_ms")
GUARDED = ("=", "+", "-", "@", "\t", "\r")
SEVERAL = "several"  # models or providers of one session
BUILTIN = "builtin"
STATUSES = ("active", "dormant", "suspended")


# -- answers as records. All of these raise KeyError, TypeError, AttributeError or ValueError for what isn't one.


def workspace_records(activity: Json, latency: Json | None) -> list[Record]:
    """From the reports of one day; a latency of -1 was not measured."""
    waits = {user["user_id"]: user["latency_ms"] for user in latency["report"]["users"] or []} if latency else {}
    return [_workspace(user, waits.get(user["user_id"]) or {}) for user in activity["report"]["users"] or []]


def _workspace(user: Json, waits: Json) -> Record:
    return {
        "username": user["username"] or user["user_id"],
        "seconds": int(user["seconds"]),
        "latency_p50_ms": _measured(waits.get("p50")),
        "latency_p95_ms": _measured(waits.get("p95")),
        "template_ids": sorted(map(str, user["template_ids"] or [])),
    }


def _measured(milliseconds: float | None) -> float | None:
    return None if milliseconds is None or milliseconds < 0 else float(milliseconds)


def session_records(sessions: Iterable[Json]) -> list[Record]:
    """From AI Gateway's sessions: what came in one, without a word of it."""
    return [
        {
            "username": _initiator(session),
            "client": session.get("client") or "Unknown",
            "model": _one_of(session.get("models")),
            "provider": _one_of(session.get("providers")),
            "sessions": 1,
            "prompts": _whole(session.get("threads")),
            **_tokens_of_session(session.get("token_usage_summary") or {}),
        }
        for session in sessions
    ]


def _tokens_of_session(usage: Json) -> Record:
    names = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_write_input_tokens")
    return {ours: _whole(usage.get(theirs)) for ours, theirs in zip(TOKENS, names, strict=True)}


def interception_records(interceptions: Iterable[Json]) -> list[Record]:
    """From AI Bridge, which came before: single requests, which no session holds together."""
    return [
        {
            "username": _initiator(found),
            "client": found.get("client") or "Unknown",
            "model": found.get("model"),
            "provider": found.get("provider"),
            "sessions": None,
            "prompts": len(found.get("user_prompts") or []),
            "input_tokens": sum(int(usage["input_tokens"]) for usage in found.get("token_usages") or []),
            "output_tokens": sum(int(usage["output_tokens"]) for usage in found.get("token_usages") or []),
            "cache_read_tokens": None,
            "cache_write_tokens": None,
        }
        for found in interceptions
    ]


def _initiator(found: Json) -> str:
    return str(found["initiator"].get("username") or found["initiator"]["id"])


def _one_of(names: Sequence[str] | None) -> str | None:
    return None if not names else names[0] if len(set(names)) == 1 else SEVERAL


def spend_records(content: bytes) -> list[Record]:
    """From the export of AI spend, a CSV with guards before what a spreadsheet would take for a formula."""
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    if missing := {"username", "model", "input_tokens", "cost_micros"} - set(lines.fieldnames or ()):
        raise ValueError(f"it has no column {', '.join(sorted(missing))}")
    return [_spend({name: unguarded(cell or "") for name, cell in line.items() if name}) for line in lines]


def _spend(line: Mapping[str, str]) -> Record:
    texts = ("group_id", "group_name", "organization_name", "model", "provider")
    return {
        "username": line["username"] or line["user_id"],
        **{name: line.get(name) or None for name in texts},
        **{name: _whole(line.get(name)) for name in (*TOKENS, "cost_micros")},
    }


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(GUARDED) else cell


def _whole(given: Any) -> int | None:
    return None if given is None or given == "" else int(given)


# -- what is known of the deployment


def apps_of(templates: Json) -> list[Record]:
    """Those that were used. Coder counts how often only of what a template brings."""
    return [
        {
            "type": app["type"],
            "slug": app["slug"],
            "display_name": app.get("display_name") or app["slug"],
            "seconds": int(app["seconds"]),
            "times_used": None if app["type"] == BUILTIN else _whole(app.get("times_used")),
        }
        for app in templates["report"]["apps_usage"] or []
        if app["seconds"]
    ]


def parameters_of(templates: Json) -> list[Record]:
    """A value that can be chosen is kept; one that people write can name them, so of these only the number is."""
    found = []
    for parameter in templates["report"]["parameters_usage"] or []:
        options = {option["value"] for option in parameter.get("options") or []}
        counts: dict[str | None, int] = defaultdict(int)
        for value in parameter["values"] or []:
            counts[value["value"] if value["value"] in options else None] += int(value["count"])
        name, title = parameter["name"], parameter.get("display_name") or parameter["name"]
        found += [{"name": name, "display_name": title, "value": v, "count": n} for v, n in counts.items()]
    return sorted(found, key=lambda row: (row["name"], row["value"] or ""))


def active_by_day(daus: Json) -> dict[date, int]:
    return {date.fromisoformat(entry["date"]): int(entry["amount"]) for entry in daus["entries"]}


def accounts_by_day(counts: Json) -> dict[date, Record]:
    """By status; one that Coder doesn't name has nobody."""
    days: dict[date, Record] = defaultdict(lambda: dict.fromkeys((f"accounts_{status}" for status in STATUSES), 0))
    for status, entries in counts["status_counts"].items():
        for entry in entries if status in STATUSES else ():
            days[date.fromisoformat(entry["date"][:10])][f"accounts_{status}"] = int(entry["count"])
    return dict(days)


def limit_of(entitlements: Json) -> int | None:
    limit = (entitlements.get("features") or {}).get("user_limit") or {}
    return _whole(limit.get("limit"))


def names_of(templates: Iterable[Json]) -> list[Record]:
    return [{"id": found["id"], "name": found.get("display_name") or found["name"]} for found in templates]


def emails_of(users: Iterable[Json]) -> dict[str, str]:
    """By user name."""
    return {user["username"]: user.get("email") or "" for user in users}


# -- reports


def deployment_report(org: str, day: date, row: Record) -> Report:
    """`row` has no person in it."""
    table = CODER_TABLES[DEPLOYMENT_REPORT]
    rows = pa.Table.from_pylist([row], schema=CODER_SCHEMAS[table])
    return Report(DEPLOYMENT_REPORT, org, day, rows, orjson.dumps({"day": day.isoformat(), RECORD: row}))


def personal_report(name: str, org: str, day: date, records: Sequence[Record], match: Match) -> Report:
    """Each record under the person's number; those that are alike in all but their counts are one row."""
    table = CODER_TABLES[name]
    alike: dict[tuple, list[Record]] = defaultdict(list)
    raw = []
    for record in records:
        account = match(record["username"])
        row = {"user_id": account.user_id, "user_login": account.login, **record}
        alike[tuple(row[key] for key in CODER_KEYS[table])].append(row)
        raw.append(orjson.dumps({"user_id": account.user_id, "day": day.isoformat(), RECORD: record}))
    rows = [_together(some) for some in alike.values()]
    return Report(name, org, day, pa.Table.from_pylist(rows, schema=CODER_SCHEMAS[table]), b"\n".join(raw))


def records_of(raw: bytes) -> list[Record]:
    """As `personal_report` was given them."""
    return [orjson.loads(line)[RECORD] for line in raw.splitlines() if line]


def _together(rows: Sequence[Record]) -> Record:
    """Counts added up; of somebody with two accounts the longer latency. What all of them leave out is unknown."""
    found = dict(rows[0])
    for name in found:
        values = [row[name] for row in rows if row[name] is not None]
        if name in ADDED_UP:
            found[name] = sum(values) if values else None
        elif name in WORST:
            found[name] = max(values, default=None)
        elif name == "template_ids":
            found[name] = sorted({template for value in values for template in value})
    return found
