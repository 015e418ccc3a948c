"""What one person did with one feature, language, model and editor, and the breakdowns of a report made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.core.row_parts import COUNTERS

BREAKDOWNS = {
    "totals_by_ide": ("ide",),
    "totals_by_feature": ("feature",),
    "totals_by_language_feature": ("language", "feature"),
    "totals_by_language_model": ("language", "model"),
    "totals_by_model_feature": ("model", "feature"),
}


class Cell(NamedTuple):
    """An empty name is not attributed; the counters are in the order of COUNTERS."""

    feature: str
    language: str
    model: str
    ide: str
    counters: tuple[int, int, int, int, int, int, int]


def total(cells: Sequence[Cell]) -> dict[str, int]:
    sums = map(sum, zip(*(cell.counters for cell in cells), strict=True))
    return dict(zip(COUNTERS, sums, strict=True))


def breakdowns(cells: Sequence[Cell]) -> dict[str, list[dict[str, Any]]]:
    return {name: breakdown(cells, keys) for name, keys in BREAKDOWNS.items()}


def breakdown(cells: Sequence[Cell], keys: Sequence[str]) -> list[dict[str, Any]]:
    """Those by language carry no interactions."""
    groups: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        names = tuple(getattr(cell, key) for key in keys)
        if all(names):
            groups.setdefault(names, []).append(cell)
    rows = [dict(zip(keys, names, strict=True)) | total(group) for names, group in groups.items()]
    for row in rows if "language" in keys else ():
        del row["user_initiated_interaction_count"]
    return rows
