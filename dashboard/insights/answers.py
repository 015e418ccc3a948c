"""What the history answers, turned into the core's shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from dashboard.core.days import Span
from dashboard.core.numbers import Counters, Day, DayCell, State
from dashboard.core.states import combined, with_state
from dashboard.insights import questions


class Ask(Protocol):
    """Runs one SQL text with named parameters over one version of the history."""

    def __call__(self, sql: str, **parameters: Any) -> list[dict[str, Any]]: ...


def counters(row: Mapping[str, Any]) -> Counters:
    shown, accepted = row["completion_generations"], row["completion_acceptances"]
    return Counters(
        interactions=_whole(row["interactions"]),
        generations=_whole(row["generations"]),
        acceptances=_whole(row["acceptances"]),
        acceptance_rate=float((accepted or 0) / shown) if shown else None,
        loc_suggested=_whole(row["loc_suggested"]),
        loc_added=_whole(row["loc_added"]),
        loc_deleted=_whole(row["loc_deleted"]),
    )


def day_cells(rows: Sequence[Mapping[str, Any]]) -> list[DayCell]:
    cells = [
        DayCell(
            row["day"],
            row["name"],
            _whole(row["interactions"]),
            *(int(row[name]) for name in ("generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")),
        )
        for row in rows
    ]
    return sorted(cells, key=lambda cell: (cell.day, cell.name))


def people_by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {row["name"]: row["active_users"] for row in rows}


def days_of(ask: Ask, org: str, reports: Sequence[str], span: Span) -> dict[date, State]:
    """The state of every day of the span that needs all of `reports`."""
    rows = ask(questions.STATES, org=org, first=span.first, last=span.last, reports=list(reports))
    states = {(row["day"], row["report"]): row["state"] for row in rows}
    return {day: combined(states.get((day, report)) for report in reports) for day in span}


def in_every_state(span: Span, states: Mapping[date, State], known: Mapping[date, Day]) -> list[Day]:
    """Every day of the span in order; one whose reports have come but hold no row has no numbers either."""
    return [with_state(known.get(day, Day(day, "final")), states[day]) for day in span]


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
