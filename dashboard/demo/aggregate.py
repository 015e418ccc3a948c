"""The one row of `organization-1-day`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import numpy as np

from dashboard.core.row_parts import COUNTERS
from dashboard.demo.dice import Numbers
from dashboard.demo.repositories import COMMENTS
from dashboard.demo.rows import PHASES, REQUESTS_A_PROMPT, SURFACES, TOKENS, Row, ids_of
from dashboard.demo.sums import breakdowns, totals
from dashboard.demo.things import Organisation
from dashboard.demo.traces import FEATURES, Cells, Trace

# Who was active, and who used what, on some days one after the other: a mask each, the newest day first.
Window = Sequence[Mapping[str, Numbers]]
PERIODS = {"daily": 1, "weekly": 7, "monthly": 28}
# GitHub's count → whose people it counts. `daily_active_users` and the like are of everybody active.
COUNTED = {
    "active": "active",
    "active_vscode_agent": "used_vscode_agent",
    "active_copilot_cloud_agent": "used_copilot_cloud_agent",
    "active_copilot_code_review": "used_copilot_code_review_active",
    "passive_copilot_code_review": "used_copilot_code_review_passive",
}
FIRST_PHASES_DAY = date(2026, 9, 17)
AVERAGED = {
    "avg_user_initiated_interactions": "user_initiated_interaction_count",
    "avg_code_generation_activities": "code_generation_activity_count",
    "avg_code_acceptance_activities": "code_acceptance_activity_count",
    "avg_loc_added": "loc_added_sum",
    "avg_loc_deleted": "loc_deleted_sum",
}


def aggregate_row(
    org: Organisation, day: date, trace: Trace, members: Numbers, window: Window, repositories: Sequence[Row]
) -> Row:
    """Of those under the mask `members`; `window` holds the 28 days that end with `day`."""
    cells = trace.cells.of(members[trace.cells.people])
    return {
        "day": day.isoformat(),
        **ids_of(org),
        **active_users(window, members),
        **sums_of(cells),
        **{name: lists[0].as_py() for name, lists in breakdowns(cells, whole(cells), 1).items()},
        **surfaces(trace, cells, members),
        "totals_by_ai_adoption_phase": phases(day, trace, cells, members, window),
        "pull_requests": pull_requests(repositories),
    }


def whole(cells: Cells) -> Numbers:
    """All booked on one row."""
    return np.zeros(len(cells), dtype=np.int64)


def sums_of(cells: Cells) -> Row:
    return dict(zip(COUNTERS, totals(cells, whole(cells), 1)[0].tolist(), strict=True))


def active_users(window: Window, members: Numbers) -> Row:
    """Distinct people of a day, of 7 and of 28 days; an active code review outweighs a passive one."""

    def distinct(word: str, days: int) -> Numbers:
        return members & np.logical_or.reduce([day[word] for day in window[:days]])

    counts: Row = {}
    for period, days in PERIODS.items():
        for name, word in COUNTED.items():
            counts[f"{period}_{name}_users"] = int(distinct(word, days).sum())
        passive = distinct("used_copilot_code_review_passive", days) & ~distinct(
            "used_copilot_code_review_active", days
        )
        counts[f"{period}_passive_copilot_code_review_users"] = int(passive.sum())
    counts["monthly_active_chat_users"] = int(distinct("used_chat", 28).sum())
    counts["monthly_active_agent_users"] = int(distinct("used_agent", 28).sum())
    counts["daily_active_cli_users"] = int(distinct("used_cli", 1).sum())
    counts["daily_active_copilot_app_users"] = int(distinct("used_copilot_app", 1).sum()) or None
    return counts


def surfaces(trace: Trace, cells: Cells, members: Numbers) -> Row:
    """Each absent where nobody used it."""
    found: Row = {}
    for name, feature in SURFACES.items():
        on_it = cells.of(cells.feature == FEATURES.index(feature))
        if len(on_it):
            found[name] = surface(int(trace.sessions[on_it.people].sum()), int(on_it.counters[:, 0].sum()))
    window = members & trace.used["used_vscode_agent"]
    if window.any():
        sessions = int(trace.sessions[window].sum())
        found["totals_by_vscode_agent"] = {"session_count": sessions, "total_user_messages": 4 * sessions}
    return found


def surface(sessions: int, prompts: int) -> Row:
    requests = REQUESTS_A_PROMPT * prompts
    tokens: Row = {name: each * requests for name, each in TOKENS.items()}
    tokens["avg_tokens_per_request"] = float(sum(TOKENS.values()))
    return {"session_count": sessions, "request_count": requests, "prompt_count": prompts, "token_usage": tokens}


def phases(day: date, trace: Trace, cells: Cells, members: Numbers, window: Window) -> list[Row]:
    """How many people are in each of them, GitHub says since September 2026."""
    standing = members & np.logical_or.reduce([each["active"] for each in window])
    found = []
    for number, phase in enumerate(PHASES):
        people = int((members & trace.active & (trace.phase == number)).sum())
        in_phase = int((standing & (trace.phase == number)).sum())
        if people:
            sums = sums_of(cells.of(trace.phase[cells.people] == number))
            averages = {name: round(sums[counter] / people, 2) for name, counter in AVERAGED.items()}
            named = {"phase": phase, "phase_number": number, "version": "v1"}
            whole_phase = {"users_in_phase_28d": in_phase} if day >= FIRST_PHASES_DAY else {}
            found.append({**named, "total_engaged_users": people, **whole_phase, **averages})
    return found


def pull_requests(repositories: Sequence[Row]) -> Row:
    """Counts are the sums of the repositories'; a median is not the median of medians, but here nobody can tell."""
    each = [row["pull_requests"] for row in repositories]
    found: dict[str, Any] = {COMMENTS: by_comment_type([row for requests in each for row in requests[COMMENTS]])}
    for name in sorted({name for requests in each for name in requests}):
        values = [requests[name] for requests in each if requests.get(name) is not None]
        if name.startswith("total_"):
            found[name] = sum(values)
        elif name.startswith("median_"):
            found[name] = round(median(values), 1) if values else None
    return found


def by_comment_type(rows: Sequence[Row]) -> list[Row]:
    sums: dict[str, Row] = {}
    for row in rows:
        found = sums.setdefault(row["comment_type"], {"comment_type": row["comment_type"]})
        for name in ("total_copilot_suggestions", "total_copilot_applied_suggestions"):
            found[name] = found.get(name, 0) + row[name]
    return list(sums.values())
