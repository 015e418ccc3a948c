"""GitHub's report files into rows, once and strictly: a file that is wrong in one place is refused whole.

The format is NDJSON, one object a line: https://docs.github.com/en/rest/copilot/copilot-usage-metrics
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from dashboard.core.reports import Report
from dashboard.core.rows import KEYS, ORG_REPORT, REPOS_REPORT, SCHEMAS, TABLE_OF
from dashboard.errors import DamagedReport
from dashboard.sources.records import record, records, text_of

BLOCK = 1 << 22


def report_of(report: str, org: str, day: date, files: Sequence[bytes]) -> Report:
    """Raises DamagedReport, with the content as it came.

    Fine are: a byte order mark, any line ends, blank lines, a blank file beside a full one, identical repeats, a
    JSON array instead of lines, fields nobody has heard of. A report without any row is damaged, as GitHub says
    "nothing to report" with a 204; only `repos-1-day` may be empty, as it has rows for busy repositories alone.
    """
    try:
        text = text_of(files)
        return Report(report, org, day, rows_of(report, day, text), text)
    except (ValueError, pa.ArrowException) as problem:
        raise DamagedReport(f"the file is damaged: {problem}", b"\n".join(files)) from None


def rows_of(report: str, day: date, text: bytes) -> pa.Table:
    """The table of `report`, in its schema and in the order of its key."""
    table = TABLE_OF[report]
    if report == ORG_REPORT:
        text = b"\n".join(line for wrapped in text.splitlines() for line in unwrapped(wrapped, day))
    if not text:
        if report != REPOS_REPORT:
            raise ValueError("it holds no record of the day")
        return SCHEMAS[table].empty_table()
    rows = table_of(text, SCHEMAS[table])
    require_day(rows.column("day"), day)
    rows = rows.drop_columns("day").cast(SCHEMAS[table])
    require_counts(rows)
    return one_row_per_key(rows, KEYS[table])


def unwrapped(line: bytes, day: date) -> list[bytes]:
    """The day's own record, where the aggregate comes wrapped in `day_totals` as in the 28-day report."""
    wrapper = record(orjson.loads(line))
    totals = wrapper.get("day_totals")
    if not isinstance(totals, list):
        return [line]
    ids = {name: wrapper[name] for name in ("organization_id", "enterprise_id") if name in wrapper}
    entries = [entry for entry in map(record, totals) if entry.get("day") == day.isoformat()]
    return [orjson.dumps({**ids, **entry}) for entry in entries]


def table_of(text: bytes, schema: pa.Schema) -> pa.Table:
    """`schema` and `day`. Where GitHub sends a number for a text, as it does for ids at times, the number's text counts."""
    schema = schema.append(pa.field("day", pa.string(), nullable=False))
    try:
        return read_text(text, schema)
    except pa.ArrowInvalid:
        kind = pa.struct(list(schema))
        lines = [orjson.dumps(with_texts(orjson.loads(line), kind)) for line in records(text)]
        return read_text(b"\n".join(lines), schema, max(map(len, lines)))


def read_text(text: bytes, schema: pa.Schema, longest: int = 0) -> pa.Table:
    """A line longer than a block is an error of pyarrow's, too, unless its length is given as the `longest`."""
    lines = text.count(b"\n") + 1
    rows = pyarrow.json.read_json(
        pa.BufferReader(text),
        read_options=pyarrow.json.ReadOptions(block_size=max(BLOCK, longest + 2)),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )
    if rows.num_rows != lines:
        raise ValueError(f"it holds {rows.num_rows} records on {lines} lines")
    return rows


def with_texts(value: Any, kind: pa.DataType) -> Any:
    if pa.types.is_string(kind) and type(value) in (int, float):
        return str(value)
    if pa.types.is_struct(kind) and isinstance(value, dict):
        return {field.name: with_texts(value[field.name], field.type) for field in kind if field.name in value}
    if pa.types.is_list(kind) and isinstance(value, list):
        return [with_texts(item, kind.value_type) for item in value]
    return value


def require_day(found: pa.ChunkedArray, day: date) -> None:
    others = [other for other in pc.unique(found).to_pylist() if other != day.isoformat()]
    if others:
        raise ValueError(f"it holds records of another day ({str(others[0])[:20]})")


def require_counts(rows: pa.Table) -> None:
    for name in rows.column_names:
        for counts in (found for chunk in rows.column(name).chunks for found in whole_numbers(chunk)):
            least = pc.min(counts).as_py()
            if least is not None and least < 0:
                raise ValueError(f"it holds a negative number in {name}")


def whole_numbers(values: pa.Array) -> Iterator[pa.Array]:
    """The arrays of whole numbers in an array, at any depth; medians and credits are not counts, and left out."""
    if pa.types.is_integer(values.type):
        yield values
    elif pa.types.is_list(values.type):
        yield from whole_numbers(values.flatten())
    elif pa.types.is_struct(values.type):
        for field in values.flatten():
            yield from whole_numbers(field)


def one_row_per_key(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """In the order of `key`. Identical repeats count once; raises ValueError when two rows of one key differ."""
    columns = [rows.column(name).to_numpy() for name in key]
    order = np.lexsort(columns[::-1]) if columns else np.arange(len(rows))
    repeats = repeated(columns, order)
    ordered = (rows.take(pa.array(order)) if (np.diff(order) < 0).any() else rows).combine_chunks()
    if not len(repeats):
        return ordered
    if not ordered.take(pa.array(repeats)).equals(ordered.take(pa.array(repeats - 1))):
        raise ValueError(f"it holds two different records for one {' and '.join(key) or 'day'}")
    return ordered.take(pa.array(np.setdiff1d(np.arange(len(rows)), repeats)))


def repeated(columns: Sequence[np.ndarray], order: np.ndarray) -> np.ndarray:
    """The places, in `order`, whose key is that of the place before."""
    same = np.ones(len(order) - 1, dtype=bool)
    for column in columns:
        same &= np.diff(column[order]) == 0
    return np.flatnonzero(same) + 1
