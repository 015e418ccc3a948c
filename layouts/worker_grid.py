"""Who worked in workspaces, for those who may see names."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.workspaces import Worker
from layouts import charts, grids
from layouts.grids import Column, Grid

COLUMNS = (
    Column("Login", "text", width=170, in_csv="login"),
    Column("Hours", width=100, on_phone=True, in_csv="hours"),
    Column("Days", width=90, on_phone=True, in_csv="days"),
    Column("Last day", "day", width=130, in_csv="last_day"),
    Column("Latency, ms", width=110, in_csv="latency_p50_ms"),
    Column("Latency at its worst, ms", width=150, in_csv="latency_p95_ms"),
)
BY_HOURS = (1, True)


def card(org: str, span: Span, workers: Sequence[Worker]) -> Component:
    ordered = sorted(workers, key=lambda worker: (-worker.seconds, worker.login))
    file = charts.file_of(org, "workspace-people-by-name", span)
    rows = [_row(worker) for worker in ordered]
    grid = Grid("workers", "person", file, COLUMNS, rows, BY_HOURS, term="workspace-time")
    note = html.Div(
        "The name is the login at GitHub, or Coder’s user name of somebody without an account there. Latency is the middle "
        "of their days’ medians, and of their days’ 95th percentiles."
    )
    return grids.card(grid, "People in workspaces", [note])


def _row(worker: Worker) -> list[object]:
    latency = (worker.latency_p50_ms, worker.latency_p95_ms)
    waits = [None if value is None else round(value) for value in latency]
    return [worker.login, round(worker.seconds / 3600, 1), worker.days, worker.last_day, *waits]
