"""The numbers of a chart as a table: what "Show as a table" shows and what its CSV holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dashboard.core.spreadsheet import safe_text

Kind = Literal["text", "day", "month", "number", "share"]


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind = "number"


@dataclass(frozen=True)
class Table:
    """`file` names the CSV, without its ending. None is unknown: an empty cell in the CSV, "unknown" on the page."""

    file: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    def payload(self) -> dict[str, Any]:
        """As the browser gets it; it writes the table and the CSV from the same cells."""
        return {
            "file": f"{self.file}.csv",
            "columns": [[safe_text(column.name), column.kind] for column in self.columns],
            "rows": [[_cell(value) for value in row] for row in self.rows],
        }


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe_text(value)
    return round(value, 4) if isinstance(value, float) else value
