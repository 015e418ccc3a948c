"""What the history has of one person, for that person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from dashboard.core.assistants import SOURCES
from dashboard.core.days import Span
from dashboard.core.numbers import Counters, DayCell, Dimension
from dashboard.core.own import COMPLETION, OwnHistory, Person, ToolVersion
from dashboard.insights.answers import Ask, Row
from dashboard.insights.questions import person as questions

CELL = ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")
METERED = ("cli_sessions", "cli_requests", "cli_prompts", "cli_tokens", "ai_credits")


def own_history(ask: Ask, person: Person, span: Span, source: str) -> OwnHistory:
    """Of a span and the span before it."""
    who = {"org": person.org, "person": person.id, "source": source}
    days = {"first": span.before().first, "last": span.last}
    active = active_days(ask(questions.ACTIVE, **who))
    cells = _cells(ask(questions.CELLS, **who, **days))
    completions = {cell.day: cell for cell in cells.get("feature", ()) if cell.name == COMPLETION}
    rows = {row["day"]: _counters(row, completions.get(row["day"])) for row in ask(questions.ROWS, **who, **days)}
    if source == SOURCES["copilot"]:
        return OwnHistory(
            rows, active, min(active, default=None), cells, _versions(ask(questions.VERSIONS, **who, **days))
        )
    return OwnHistory(rows, active, min(active, default=None), cells, unknown=uncounted(rows.values()))


def uncounted(rows: Iterable[Counters]) -> frozenset[str]:
    """What another assistant doesn't count on some day is unknown on all: a sum of the rest would be too small."""
    return frozenset(METERED) | {name for row in rows for name in CELL if getattr(row, name) is None}


def _versions(rows: Sequence[Row]) -> list[ToolVersion]:
    return [ToolVersion(row["kind"], row["thing"], row["version"], row["day"]) for row in rows]


def active_days(months: Sequence[Row]) -> frozenset[date]:
    """Out of sets of days by month, in which bit n is the n-th."""
    return frozenset(
        row["month"] + timedelta(days=number - 1)
        for row in months
        for number in range(1, 32)
        if row["days"] >> number & 1
    )


def _cells(rows: Sequence[Row]) -> Mapping[Dimension, Sequence[DayCell]]:
    found: dict[Dimension, list[DayCell]] = {}
    for row in rows:
        found.setdefault(row["dimension"], []).append(DayCell(row["day"], row["name"], *(row[name] for name in CELL)))
    return found


def _counters(row: Row, completions: DayCell | None) -> Counters:
    sums = {name: row[name] for name in (*CELL, *METERED)}
    shown, accepted = (completions.generations, completions.acceptances) if completions else (0, 0)
    return Counters(**sums, completions_shown=shown, completions_accepted=accepted)
