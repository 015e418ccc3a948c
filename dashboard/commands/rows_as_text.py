"""Rows, of Arrow's values, as JSON and as CSV. Unknown is null, and an empty cell."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import orjson
import pyarrow as pa

from dashboard.core.spreadsheet import safe_text
from dashboard.errors import WrongUse

Row = tuple[Any, ...]
SOME_ROWS = 1000


def rows_of(found: pa.RecordBatch | pa.Table) -> Iterator[Row]:
    """In Python's values, which take much more memory than Arrow's: some at a time."""
    for start in range(0, found.num_rows, SOME_ROWS):
        some = found.slice(start, SOME_ROWS)
        yield from zip(*(column.to_pylist() for column in some.columns), strict=True)


def as_json(value: Any) -> str:
    """Whole numbers of any size are exact, times in UTC; what JSON has no word for is null."""
    return orjson.dumps(value, default=_in_words, option=orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z).decode()


def json_objects(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """An object for each row. Raises WrongUse for two columns of one name."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise WrongUse(f"two columns are called {twice[0]}; name them apart with AS")
    return (as_json(dict(zip(names, row, strict=True))) for row in rows)


def json_array(objects: Iterable[str]) -> Iterator[str]:
    """Its lines."""
    yield "["
    before = ""
    for found in objects:
        yield from (f"{before},",) if before else ()
        before = found
    yield from (before,) if before else ()
    yield "]"


def csv_lines(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """As RFC 4180 has it, line ends included; lists and the like as JSON; no text that a spreadsheet runs."""
    line = StringIO()
    writer = csv.writer(line)
    yield _written(line, writer, [safe_text(name) for name in names])
    for row in rows:
        yield _written(line, writer, [_csv_cell(value) for value in row])


def cell(value: Any) -> str:
    """As one reads it: text as it is, anything else as JSON has it, without the quotes. NULL is empty."""
    if isinstance(value, str):
        return value
    said = as_json(value)
    return "" if said == "null" else said.removeprefix('"').removesuffix('"')


def _csv_cell(value: Any) -> Any:
    if value is None or type(value) is int:
        return value
    return safe_text(cell(value)) if isinstance(value, str) else cell(value)


def _written(line: StringIO, writer: Any, cells: Sequence[Any]) -> str:
    line.seek(0)
    line.truncate()
    writer.writerow(cells)
    return line.getvalue()


def _in_words(value: Any) -> Any:
    if isinstance(value, Decimal):  # what the engine's sums of whole numbers come as
        return orjson.Fragment(format(value, "f"))
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, pa.MonthDayNano):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9}S"
    return value.isoformat() if isinstance(value, datetime) else str(value)
