"""Augment's usage as rows of `users`, in GitHub's field names where both count the same thing. What Augment doesn't say is None.

Beside it, the record that people who used the public scraper know, which has zeros there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
import pyarrow as pa

from dashboard.core.accounts import Account, Match, stranger_id
from dashboard.core.augment import Record, Usage, added_up, is_idle, usage_of
from dashboard.core.days import Span
from dashboard.core.reports import Report
from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import USERS, USERS_REPORT

Row = dict[str, Any]
RECORD = "augment"  # under which a line of raw has the record as it came
EDITORS = {"vscode": "vscode", "jetbrains": "intellij", "cli": "cli", "unknown": "unknown"}  # GitHub's names of them


def day_report(org: str, day: date, records: Sequence[Record], match: Match) -> Report:
    """A day's records, of whatever shape, as the report of its people. Raises ValueError."""
    people: dict[int, list[Usage]] = {}
    raw = []
    for record in records:
        usage = usage_of(record)
        if usage.user:
            account = match(usage.user)
            people.setdefault(account.user_id, []).append(usage)
            raw.append(orjson.dumps({"user_id": account.user_id, "day": day.isoformat(), RECORD: record}))
    rows = [user_row(added_up(usages), match(usages[0].user)) for _, usages in sorted(people.items())]
    active = [row for row in rows if row is not None]
    return Report(USERS_REPORT, org, day, pa.Table.from_pylist(active, schema=USERS), b"\n".join(raw))


def records_of(raw: bytes) -> list[Record]:
    """As `day_report` was given them."""
    return [orjson.loads(line)[RECORD] for line in raw.splitlines() if line]


def user_row(usage: Usage, account: Account) -> Row | None:
    """None of somebody who did nothing: a row is of a person's day with usage."""
    if is_idle(usage):
        return None
    return {
        "user_id": account.user_id,
        "user_login": account.login,
        **counters(
            usage.prompts, usage.completions, usage.accepted_completions, usage.suggested_lines, usage.modified_lines
        ),
        "totals_by_feature": features(usage),
        "totals_by_ide": by_editor(usage),
        "totals_by_language_feature": by_language(usage),
        "used_chat": above_zero(usage.chat_messages),
        "used_agent": above_zero(usage.agent_prompts),
        "used_cli": above_zero(usage.cli_prompts),
    }


def counters(
    interactions: int | None = None,
    generations: int | None = None,
    acceptances: int | None = None,
    suggested: int | None = None,
    added: int | None = None,
) -> Row:
    """In the order of COUNTERS. Augment knows of no deletions."""
    return dict(zip(COUNTERS, (interactions, generations, acceptances, suggested, None, added, None), strict=True))


def above_zero(value: int | None) -> bool | None:
    return None if value is None else value > 0


def features(usage: Usage) -> list[Row]:
    """Those that were used. Instructions have no counterpart, and are in the total alone."""
    completion = counters(
        None, usage.completions, usage.accepted_completions, usage.suggested_lines, usage.completion_lines
    )
    found = {
        "code_completion": completion,
        "chat_panel": counters(usage.chat_messages),
        "agent_edit": counters(usage.agent_prompts, added=usage.agents_lines),
    }
    return [{"feature": name, **counted} for name, counted in found.items() if any(counted.values())]


def by_editor(usage: Usage) -> list[Row] | None:
    """None where Augment doesn't break it down."""
    found = _grouped((editor(part.editor), part.usage) for part in usage.parts)
    rows = [{"ide": name, **_total(whole)} for name, whole in sorted(found.items())]
    return [row for row in rows if _counted(row)] if usage.parts else None


def by_language(usage: Usage) -> list[Row] | None:
    """Without interactions, which GitHub doesn't count by language either."""
    if not usage.parts:
        return None
    found = _grouped((language(part.language), part.usage) for part in usage.parts)
    rows = [
        {"language": name, **{key: value for key, value in feature.items() if key != COUNTERS[0]}}
        for name, whole in sorted(found.items())
        for feature in features(whole)
    ]
    return [row for row in rows if _counted(row)]


def editor(name: str) -> str:
    return EDITORS.get(name.lower(), name.lower())


def language(name: str) -> str:
    return name.strip().lower() or "unknown"


def _grouped(parts: Iterable[tuple[str, Usage]]) -> Mapping[str, Usage]:
    found: dict[str, list[Usage]] = {}
    for name, usage in parts:
        found.setdefault(name, []).append(usage)
    return {name: added_up(usages) for name, usages in found.items()}


def _total(usage: Usage) -> Row:
    return counters(
        usage.prompts, usage.completions, usage.accepted_completions, usage.suggested_lines, usage.modified_lines
    )


def _counted(row: Row) -> bool:
    return any(row.get(name) for name in COUNTERS)


def copilot_record(usage: Usage, span: Span, enterprise_id: str | None) -> Row:
    """One object of a list in the shape of GitHub's report of people, as the public scraper wrote it; `day` is the span's last.

    Unlike in our rows, what Augment doesn't say is 0, and completed lines stand for suggested ones.
    """
    completed = usage.completion_lines or 0
    parts = {
        "code_completion": (0, usage.completions, usage.accepted_completions, completed, completed),
        "chat_panel": (usage.chat_messages, 0, 0, 0, 0),
        "agent_edit": (usage.agent_prompts, 0, 0, 0, usage.agents_lines),
    }
    total = _zeroed(usage.prompts, usage.completions, usage.accepted_completions, completed, usage.modified_lines)
    activity, lines = COUNTERS[:3], COUNTERS[3:]
    return {
        "report_start_day": span.first.isoformat(),
        "report_end_day": span.last.isoformat(),
        "day": span.last.isoformat(),
        "enterprise_id": enterprise_id,
        "user_id": stranger_id(usage.user),
        "user_login": usage.user,
        **{name: total[name] for name in activity},
        "totals_by_feature": [{"feature": name, **_zeroed(*values)} for name, values in parts.items()],
        "used_agent": bool(usage.agent_prompts),
        "used_chat": bool(usage.chat_messages),
        **{name: total[name] for name in lines},
    }


def _zeroed(*values: int | None) -> Row:
    return {name: value or 0 for name, value in counters(*values).items()}
