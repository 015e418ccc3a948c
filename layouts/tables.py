"""The numbers of a chart as a table: what "Show as a table" shows and what its CSV holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["text", "day", "number", "share"]
# What spreadsheets take for a formula, also in full width, also after spaces and signs that nobody sees. assets/50-pages.js
# knows it as well, and takes the sign away again where the cell is shown on the page.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


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


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and no reader of CSV for the end of a file."""
    text = text.replace("\0", "")
    return f"'{text}" if FORMULA.match(text) else text


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe_text(value)
    return round(value, 4) if isinstance(value, float) else value
