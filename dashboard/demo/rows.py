"""The rows of `users-1-day`, all of a day's at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.core.row_parts import COUNTERS
from dashboard.demo.dice import Numbers
from dashboard.demo.people import IDES, Crowd
from dashboard.demo.sums import breakdowns, totals
from dashboard.demo.things import Organisation
from dashboard.demo.traces import FEATURES, Trace

Row = dict[str, Any]
PHASES = ("No Cohort", "Phase 1", "Phase 2", "Phase 3")
BEHIND = (0, 0, 0, 0, 1, 1, 2, 7)  # releases that people's editors are behind
CLI_VERSION = "1.0.84"
SURFACES = {"totals_by_cli": "copilot_cli", "totals_by_copilot_app": "copilot_app"}
REQUESTS_A_PROMPT = 6  # with what agents ask on their own
TOKENS = {"output_tokens_sum": 590, "prompt_tokens_sum": 12_900}  # a request
CUSTOMISATIONS = {"skill": "other", "mcp": "github-mcp-server", "slash_cmd": "/plan"}


def ids_of(org: Organisation) -> Row:
    return {"organization_id": str(org.id), "enterprise_id": org.enterprise_id}


def user_rows(org: Organisation, day: date, crowd: Crowd, logins: Numbers, trace: Trace, wanted: Numbers) -> pa.Table:
    """Rows in GitHub's shape, of those under the mask `wanted` who have one; in the order of the crowd."""
    people = np.flatnonzero(trace.rows & wanted)
    row_of = np.full(len(crowd), -1)
    row_of[people] = np.arange(len(people))
    cells = trace.cells.of(row_of[trace.cells.people] >= 0)
    booked = row_of[cells.people]
    sums = totals(cells, booked, len(people))
    sampled = sampled_at(day, crowd.ids[people])
    lists = breakdowns(cells, booked, len(people))
    lists["totals_by_ide"] = with_versions(lists["totals_by_ide"], sampled, releases(day, crowd.ids[people]))
    columns = {
        "day": repeated(day.isoformat(), len(people)),
        **{name: repeated(value, len(people)) for name, value in ids_of(org).items()},
        "user_id": pa.array(crowd.ids[people]),
        "user_login": pa.array(logins[people]),
        **{name: pa.array(sums[:, n]) for n, name in enumerate(COUNTERS)},
        **lists,
        **{word: flag(word, mask[people]) for word, mask in trace.used.items()},
        "ai_adoption_phase": phases(trace.phase[people]),
        "ai_credits_used": pa.array(trace.credits[people]),
        **surfaces(trace, people, sampled),
        **customisations(trace, people),
    }
    return pa.table(columns)


def repeated(value: object, times: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), times)


def structs(columns: dict[str, pa.Array], absent: Numbers | None = None) -> pa.StructArray:
    return pa.StructArray.from_arrays(
        list(columns.values()), list(columns), mask=None if absent is None else pa.array(absent)
    )


def flag(word: str, used: Numbers) -> pa.Array:
    """Code review knows no False: NULL is "no signal"."""
    return pa.array(used, mask=~used if "review" in word else None)


def phases(numbers: Numbers) -> pa.StructArray:
    return structs(
        {
            "phase_number": pa.array(numbers),
            "phase": pa.array(PHASES).take(pa.array(numbers)),
            "version": repeated("v1", len(numbers)),
        }
    )


def sampled_at(day: date, ids: Numbers) -> pa.StringArray:
    """Each person's editor reports its version at the same time every day."""
    times = pa.array([f"{day}T{8 + n // 60:02d}:{n % 60:02d}:11.845Z" for n in range(9 * 60)])
    return times.take(pa.array(ids % 9 * 60 + ids % 60))


def releases(day: date, ids: Numbers) -> Numbers:
    """Which monthly release each person's editor has, counted from January 2025."""
    newest = (day.year - 2025) * 12 + day.month - 1
    return np.maximum(newest - np.array(BEHIND)[ids % len(BEHIND)], 0)


def release(ide: str, number: int) -> tuple[str, str, str]:
    """Plugin, its version, and the editor's."""
    if ide == "vscode":
        return "copilot-chat", f"0.{30 + number}.1", f"1.{117 + number}.0"
    if ide == "intellij":
        return "copilot-intellij", f"1.5.{55 + number}", f"{2025 + number // 12}.{1 + number % 12 // 4}.{number % 4}"
    return "copilot", f"1.{number}.0", f"4.{number}"


def with_versions(by_ide: pa.ListArray, sampled: pa.StringArray, released: Numbers) -> pa.ListArray:
    entries, row_of = by_ide.flatten(), by_ide.value_parent_indices()
    place = pa.compute.index_in(entries.field("ide"), pa.array(IDES)).to_numpy(zero_copy_only=False)
    most = int(released.max(initial=0)) + 1
    known = pa.array(place * most + released[row_of.to_numpy()])
    names = zip(*(release(ide, number) for ide in IDES for number in range(most)), strict=True)
    plugin, plugin_version, version = (pa.array(each).take(known) for each in names)
    at = sampled.take(row_of)
    fields = dict(zip((field.name for field in entries.type), entries.flatten(), strict=True)) | {
        "last_known_ide_version": structs({"ide_version": version, "sampled_at": at}),
        "last_known_plugin_version": structs({"plugin": plugin, "plugin_version": plugin_version, "sampled_at": at}),
    }
    return pa.ListArray.from_arrays(by_ide.offsets, structs(fields))


def surfaces(trace: Trace, people: Numbers, sampled: pa.StringArray) -> dict[str, pa.StructArray]:
    """`totals_by_cli`, `totals_by_copilot_app` and `totals_by_vscode_agent`, each absent where it wasn't used."""
    sessions, found = trace.sessions[people], {}
    for name, feature in SURFACES.items():
        on_it = trace.cells.of(trace.cells.feature == FEATURES.index(feature))
        prompts = np.bincount(on_it.people, on_it.counters[:, 0], len(trace.rows)).astype(np.int64)[people]
        columns = surface(sessions, prompts)
        if name == "totals_by_cli":
            version = {"cli_version": repeated(CLI_VERSION, len(people)), "sampled_at": sampled}
            columns["last_known_cli_version"] = structs(version)
        found[name] = structs(columns, absent=prompts == 0)
    window = {"session_count": pa.array(sessions), "total_user_messages": pa.array(4 * sessions)}
    found["totals_by_vscode_agent"] = structs(window, absent=~trace.used["used_vscode_agent"][people])
    return found


def surface(sessions: Numbers, prompts: Numbers) -> dict[str, pa.Array]:
    requests = REQUESTS_A_PROMPT * prompts
    tokens = {name: pa.array(each * requests) for name, each in TOKENS.items()}
    average = {"avg_tokens_per_request": repeated(float(sum(TOKENS.values())), len(prompts))}
    counts = {"session_count": sessions, "request_count": requests, "prompt_count": prompts}
    return {name: pa.array(values) for name, values in counts.items()} | {"token_usage": structs(tokens | average)}


def customisations(trace: Trace, people: Numbers) -> dict[str, pa.Array]:
    """Measured for the command line only; absent is not measured."""
    measured, sessions = trace.customised[people], trace.sessions[people]
    offsets = pa.array(np.append(0, np.cumsum(measured)), pa.int32())
    found: dict[str, pa.Array] = {}
    for name, value in CUSTOMISATIONS.items():
        counts = pa.array(sessions[measured])
        entries = structs({name: repeated(value, len(counts)), "interaction_count": counts})
        lists = pa.ListArray.from_arrays(offsets, entries, mask=pa.array(~measured))
        found[f"totals_by_{name}"] = lists
        found[f"distinct_{name}_use_count"] = pa.array(np.ones(len(people), dtype=np.int64), mask=~measured)
    return found
