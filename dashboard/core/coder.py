"""Coder's answers, turned into records of ours, and these into reports.

Only what is named here is taken over: answers about sessions have people's prompts in them, and those go no further.
A record is of a person, by `username`, with the columns of its table.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
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
NOT_MEASURED: Record = {"latency_p50_ms": None, "latency_p95_ms": None}
WORST = ("latency_p50_ms", "latency_p95_ms")
GUARDED = ("=", "+", "-", "@", "\t", "\r")
SEVERAL = "several"  # models or providers of one session


# -- answers as records. All of these raise KeyError, TypeError, AttributeError or ValueError for what isn't one.


def workspace_records(activity: Json) -> list[Record]:
    """From the report of one day, as yet without latency."""
    return [
        {
            "username": _username(user),
            "seconds": int(user["seconds"]),
            **NOT_MEASURED,
            "template_ids": sorted(map(str, user["template_ids"] or [])),
        }
        for user in activity["report"]["users"] or []
    ]


def latency_of(latency: Json) -> dict[str, Record]:
    """By user name; one of -1 was not measured."""
    return {
        _username(user): {f"latency_{of}_ms": _measured(user["latency_ms"][of]) for of in ("p50", "p95")}
        for user in latency["report"]["users"] or []
    }


def _username(user: Json) -> str:
    return str(user["username"] or user["user_id"])


def _measured(milliseconds: float | None) -> float | None:
    return None if milliseconds is None or milliseconds < 0 else float(milliseconds)


def of_day(found: Iterable[Json], day: date) -> list[Json]:
    """Of sessions or interceptions those that began on it: what was asked for is not taken on trust."""
    return [each for each in found if datetime.fromisoformat(each["started_at"]).astimezone(UTC).date() == day]


def session_records(sessions: Iterable[Json]) -> list[Record]:
    """From AI Gateway's sessions: what came in one, without a word of it."""
    return [
        {
            "username": _initiator(session),
            "client": session.get("client") or "Unknown",
            "model": _one_of(session.get("models")),
            "provider": _one_of(session.get("providers")),
            "sessions": 1,
            "prompts": whole(session.get("threads")),
            **_tokens_of_session(session.get("token_usage_summary") or {}),
        }
        for session in sessions
    ]


def _tokens_of_session(usage: Json) -> Record:
    names = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_write_input_tokens")
    return {ours: whole(usage.get(theirs)) for ours, theirs in zip(TOKENS, names, strict=True)}


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
        **{name: whole(line.get(name)) for name in (*TOKENS, "cost_micros")},
    }


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(GUARDED) else cell


def whole(given: Any) -> int | None:
    return None if given is None or given == "" else int(given)


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
