"""Sums of cells, as the lists that a report's breakdowns are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dashboard.core.row_parts import COUNTERS
from dashboard.demo.dice import Numbers
from dashboard.demo.people import IDES, LANGUAGES
from dashboard.demo.traces import FEATURES, MODELS, Cells

WORDS = {"feature": FEATURES, "language": LANGUAGES, "model": MODELS, "ide": IDES}
# How GitHub names each breakdown, and what a row of it is told apart by. Those by language carry no interactions.
BREAKDOWNS = {
    "totals_by_ide": ("ide",),
    "totals_by_feature": ("feature",),
    "totals_by_language_feature": ("language", "feature"),
    "totals_by_language_model": ("language", "model"),
    "totals_by_model_feature": ("model", "feature"),
}


def totals(cells: Cells, row_of: Numbers, rows: int) -> Numbers:
    """The counters of each row, a column each; `row_of` says which row a cell is booked on."""
    return np.stack([np.bincount(row_of, cells.counters[:, n], rows) for n in range(len(COUNTERS))], 1).astype(np.int64)


def breakdowns(cells: Cells, row_of: Numbers, rows: int) -> dict[str, pa.ListArray]:
    return {name: breakdown(cells, row_of, rows, keys) for name, keys in BREAKDOWNS.items()}


def breakdown(cells: Cells, row_of: Numbers, rows: int, keys: tuple[str, ...]) -> pa.ListArray:
    """For each row the sums by `keys`; cells without a model or an editor are in none that goes by it."""
    attributed = np.logical_and.reduce([np.array(WORDS[key])[getattr(cells, key)] != "" for key in keys])
    found, row_of = cells.of(attributed), row_of[attributed]
    shape = (rows, *(len(WORDS[key]) for key in keys))
    place = np.ravel_multi_index((row_of, *(getattr(found, key) for key in keys)), shape)
    groups, group_of = np.unique(place, return_inverse=True)
    row, *codes = np.unravel_index(groups, shape)
    entries = entries_of(keys, codes, totals(found, group_of, len(groups)))
    return pa.ListArray.from_arrays(pa.array(np.searchsorted(row, np.arange(rows + 1)), pa.int32()), entries)


def entries_of(keys: tuple[str, ...], codes: list[Numbers], sums: Numbers) -> pa.StructArray:
    names = {key: pa.array(WORDS[key]).take(pa.array(code)) for key, code in zip(keys, codes, strict=True)}
    counters = {name: pa.array(sums[:, n]) for n, name in enumerate(COUNTERS)}
    if "language" in keys:
        del counters["user_initiated_interaction_count"]
    return pa.StructArray.from_arrays([*names.values(), *counters.values()], [*names, *counters])
