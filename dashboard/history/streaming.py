"""Anybody's own question, answered a batch at a time. That it can only read is the engine's doing: see `open_reader`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import pyarrow as pa

from dashboard.errors import WrongUse

READING = frozenset({"SELECT", "EXPLAIN", "MULTI"})  # DESCRIBE and SHOW are SELECTs to the engine, PIVOT is MULTI
BATCH_ROWS = 10_000
Result = TypeVar("Result")


@dataclass(frozen=True)
class Answer:
    """`batches` can be read once, and raise what the question itself may raise."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def stream(connection: duckdb.DuckDBPyConnection, question: str) -> Answer:
    """Raises WrongUse for what isn't one question, duckdb.Error for what the engine refuses."""
    require_one_that_reads(question)
    cursor = connection.cursor()
    reader = _stoppable(cursor, lambda: cursor.sql(question).to_arrow_reader(BATCH_ROWS))
    return Answer(reader.schema, _batches(cursor, reader))


def require_one_that_reads(question: str) -> None:
    """The engine's own parser says what it is. Its locks refuse the rest: files, settings, extensions."""
    kinds = [statement.type.name for statement in duckdb.extract_statements(question)]
    if len(kinds) != 1:
        raise WrongUse(f"one question at a time: this is {len(kinds) or 'none'}")
    if kinds[0] not in READING:
        raise WrongUse(f"the history can only be read here: {kinds[0]} is refused; ask with SELECT, DESCRIBE or SHOW")


def _batches(cursor: duckdb.DuckDBPyConnection, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    while (batch := _stoppable(cursor, lambda: next(reader, None))) is not None:
        yield batch


def _stoppable(cursor: duckdb.DuckDBPyConnection, work: Callable[[], Result]) -> Result:
    """Ctrl-C reaches Python's main thread alone, so that the work is done in another, and the engine told to stop.

    What it says in the middle of an answer comes as an error of Arrow's.
    """
    with ThreadPoolExecutor(1) as pool:
        try:
            return pool.submit(work).result()
        except KeyboardInterrupt:
            cursor.interrupt()
            raise
        except OSError as error:
            raise duckdb.Error(str(error)) from error
