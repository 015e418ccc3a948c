"""One row of `users-1-day`, and the sums of cells that it shares with the organisation's aggregate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from dashboard.core.rows import COUNTERS, USED
from dashboard.demo.people import Habits
from dashboard.demo.things import Organisation, Person
from dashboard.demo.traces import Cell, Counters, Trace

Row = dict[str, Any]
PHASES = ("No Cohort", "Phase 1", "Phase 2", "Phase 3")
# How GitHub names each breakdown, what a row of it is told apart by, and which cells are in it.
BREAKDOWNS: tuple[tuple[str, tuple[str, ...], Callable[[Cell], tuple[str, ...] | None]], ...] = (
    ("totals_by_ide", ("ide",), lambda cell: (cell.ide,) if cell.ide else None),
    ("totals_by_feature", ("feature",), lambda cell: (cell.feature,)),
    ("totals_by_language_feature", ("language", "feature"), lambda cell: (cell.language, cell.feature)),
    (
        "totals_by_language_model",
        ("language", "model"),
        lambda cell: (cell.language, cell.model) if cell.model else None,
    ),
    ("totals_by_model_feature", ("model", "feature"), lambda cell: (cell.model, cell.feature) if cell.model else None),
)
PLUGINS = {"vscode": ("copilot-chat", "0.52.1", "1.139.0"), "intellij": ("copilot-intellij", "1.5.77", "2026.2.3")}


def ids_of(org: Organisation) -> Row:
    return {"organization_id": str(org.id), "enterprise_id": org.enterprise_id}


def total(cells: Sequence[Cell]) -> Row:
    """The seven counters over all cells."""
    if len(cells) == 1:  # most groups of a person's day are of one cell
        return dict(zip(COUNTERS, cells[0].counters, strict=True))
    sums = map(sum, zip(*(cell.counters for cell in cells), strict=True))
    return dict(zip(COUNTERS, sums if cells else Counters(), strict=True))


def breakdowns(cells: Sequence[Cell]) -> Row:
    """All five arrays. Those by language carry no interactions."""
    return {name: breakdown(cells, names, key_of) for name, names, key_of in BREAKDOWNS}


def breakdown(
    cells: Iterable[Cell], names: tuple[str, ...], key_of: Callable[[Cell], tuple[str, ...] | None]
) -> list[Row]:
    groups: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        key = key_of(cell)
        if key:
            groups.setdefault(key, []).append(cell)
    rows = []
    for key, group in groups.items():
        row = {**dict(zip(names, key, strict=True)), **total(group)}
        if "language" in names:
            del row["user_initiated_interaction_count"]
        rows.append(row)
    return rows


def user_row(person: Person, org: Organisation, day: date, habits: Habits, trace: Trace) -> Row:
    row = {
        "day": day.isoformat(),
        **ids_of(org),
        "user_id": person.id,
        "user_login": person.login,
        **total(trace.cells),
        **breakdowns(trace.cells),
        **{word: used_value(word, trace) for word in USED},
        "ai_adoption_phase": {"phase_number": trace.phase, "phase": PHASES[trace.phase], "version": "v1"},
        "ai_credits_used": trace.credits,
        **surfaces([trace]),
    }
    add_versions(row, day, habits)
    add_customisations(row, trace)
    return row


def used_value(word: str, trace: Trace) -> bool | None:
    """Code review knows no False: None is "no signal"."""
    return True if word in trace.used else None if "review" in word else False


def add_versions(row: Row, day: date, habits: Habits) -> None:
    plugin, plugin_version, version = PLUGINS.get(habits.editor, ("copilot", "1.0", "1.0"))
    sampled_at = f"{day}T{8 + habits.person_id % 9:02d}:{habits.person_id % 60:02d}:11.845Z"
    for entry in row["totals_by_ide"]:
        entry["last_known_ide_version"] = {"ide_version": version, "sampled_at": sampled_at}
        entry["last_known_plugin_version"] = {
            "plugin": plugin,
            "plugin_version": plugin_version,
            "sampled_at": sampled_at,
        }
    if "totals_by_cli" in row:
        row["totals_by_cli"]["last_known_cli_version"] = {"cli_version": "1.0.84", "sampled_at": sampled_at}


def add_customisations(row: Row, trace: Trace) -> None:
    """Measured for the command line only; absent is not measured."""
    if not trace.customised:
        return
    for name, value in (("skill", "other"), ("mcp", "github-mcp-server"), ("slash_cmd", "/plan")):
        row[f"totals_by_{name}"] = [{name: value, "interaction_count": trace.sessions}]
        row[f"distinct_{name}_use_count"] = 1


def surfaces(traces: Iterable[Trace]) -> Row:
    """`totals_by_cli`, `totals_by_copilot_app` and `totals_by_vscode_agent`, each absent where nobody used it."""
    traces = list(traces)
    found: Row = {}
    for feature, name in (("copilot_cli", "totals_by_cli"), ("copilot_app", "totals_by_copilot_app")):
        on_it = [(trace, cell) for trace in traces for cell in trace.cells if cell.feature == feature]
        if on_it:
            prompts = sum(cell.counters.interactions for _, cell in on_it)
            found[name] = surface(sum(trace.sessions for trace, _ in on_it), prompts)
    window = [trace for trace in traces if "used_vscode_agent" in trace.used]
    if window:
        sessions = sum(trace.sessions for trace in window)
        found["totals_by_vscode_agent"] = {"session_count": sessions, "total_user_messages": 4 * sessions}
    return found


def surface(sessions: int, prompts: int) -> Row:
    """Requests include what agents ask on their own; six of them a prompt."""
    requests = 6 * prompts
    tokens = {
        "output_tokens_sum": 590 * requests,
        "prompt_tokens_sum": 12_900 * requests,
        "avg_tokens_per_request": 13_490.0,
    }
    return {"session_count": sessions, "request_count": requests, "prompt_count": prompts, "token_usage": tokens}
