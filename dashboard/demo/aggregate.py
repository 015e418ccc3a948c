"""The one row of `organization-1-day`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from dashboard.demo.rows import PHASES, Row, breakdowns, ids_of, surfaces, total
from dashboard.demo.things import Organisation
from dashboard.demo.traces import Trace

Window = Sequence[Mapping[str, frozenset[int]]]
PERIODS = {"daily": 1, "weekly": 7, "monthly": 28}
# GitHub's count → whose people it counts. `daily_active_users` and the like are of everybody active.
COUNTED = {
    "active": "active",
    "active_vscode_agent": "used_vscode_agent",
    "active_copilot_cloud_agent": "used_copilot_cloud_agent",
    "active_copilot_code_review": "used_copilot_code_review_active",
    "passive_copilot_code_review": "used_copilot_code_review_passive",
}
AVERAGED = {
    "avg_user_initiated_interactions": "user_initiated_interaction_count",
    "avg_code_generation_activities": "code_generation_activity_count",
    "avg_code_acceptance_activities": "code_acceptance_activity_count",
    "avg_loc_added": "loc_added_sum",
    "avg_loc_deleted": "loc_deleted_sum",
}


def aggregate_row(
    org: Organisation, day: date, traces: Sequence[Trace], window: Window, repositories: Sequence[Row]
) -> Row:
    """`window` holds who used what on the 28 days that end with `day`, the newest first."""
    cells = [cell for trace in traces for cell in trace.cells]
    return {
        "day": day.isoformat(),
        **ids_of(org),
        **active_users(window),
        **total(cells),
        **breakdowns(cells),
        **surfaces(traces),
        "totals_by_ai_adoption_phase": phases(traces),
        "pull_requests": pull_requests(repositories),
    }


def distinct(window: Window, word: str, days: int) -> int:
    return len(frozenset().union(*(day.get(word, frozenset()) for day in window[:days])))


def active_users(window: Window) -> Row:
    """Distinct people of a day, of 7 and of 28 days; an active code review outweighs a passive one."""
    counts: Row = {}
    for name, word in COUNTED.items():
        for period, days in PERIODS.items():
            counts[f"{period}_{name}_users"] = distinct(window, word, days)
    for period, days in PERIODS.items():
        counts[f"{period}_passive_copilot_code_review_users"] = only_passive(window[:days])
    counts["monthly_active_chat_users"] = distinct(window, "used_chat", 28)
    counts["monthly_active_agent_users"] = distinct(window, "used_agent", 28)
    counts["daily_active_cli_users"] = distinct(window, "used_cli", 1)
    counts["daily_active_copilot_app_users"] = distinct(window, "used_copilot_app", 1) or None
    return counts


def only_passive(window: Window) -> int:
    everybody: list[frozenset[int]] = []
    for kind in ("passive", "active"):
        word = f"used_copilot_code_review_{kind}"
        everybody.append(frozenset().union(*(day.get(word, frozenset()) for day in window)))
    passive, active = everybody
    return len(passive - active)


def phases(traces: Sequence[Trace]) -> list[Row]:
    found = []
    for number, phase in enumerate(PHASES):
        people = [trace for trace in traces if trace.phase == number and trace.active]
        if people:
            sums = total([cell for trace in people for cell in trace.cells])
            averages = {name: round(sums[counter] / len(people), 2) for name, counter in AVERAGED.items()}
            found.append(
                {
                    "phase": phase,
                    "phase_number": number,
                    "version": "v1",
                    "total_engaged_users": len(people),
                    **averages,
                }
            )
    return found


def pull_requests(repositories: Sequence[Row]) -> Row:
    """Counts are the sums of the repositories'; a median is not the median of medians, but here nobody can tell."""
    found: dict[str, Any] = {"copilot_suggestions_by_comment_type": []}
    each = [row["pull_requests"] for row in repositories]
    for name in sorted({name for requests in each for name in requests}):
        values = [requests[name] for requests in each if requests.get(name) is not None]
        if name.startswith("total_"):
            found[name] = sum(values)
        elif name.startswith("median_"):
            found[name] = round(median(values), 1) if values else None
    return found
