"""SQL over the history's tables, and over what GitHub says now."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from itertools import islice

import duckdb

from dashboard.commands.connected import github
from dashboard.commands.local_copy import followed, said
from dashboard.commands.reporting import answer_of, asked_of_github
from dashboard.commands.rows_as_table import table_lines
from dashboard.commands.rows_as_text import Row, csv_lines, json_array, json_objects, rows_of
from dashboard.errors import WrongUse
from dashboard.history.streaming import Answer
from dashboard.settings import environment, read_settings

MOST_ROWS = 10_000  # of a table, which is all in memory to be aligned


def run(arguments: argparse.Namespace) -> int:
    question = sys.stdin.read() if arguments.question == "-" else arguments.question
    if asked := asked_of_github(question):
        fetch = github(read_settings(environment(), "refresh")).fetch_links
        try:
            _write(answer_of(question, asked, fetch), arguments.format)
        except duckdb.Error as error:
            raise WrongUse(f"this can't be answered: {error}") from error
        return 0
    with followed(read_settings(environment(), "history")) as replica:
        _write(replica.stream(question), arguments.format)
    return 0


def _write(answer: Answer, form: str) -> None:
    for line in SHOWN[form](answer):
        sys.stdout.buffer.write(line.encode())


def as_table(answer: Answer) -> Iterator[str]:
    rows = list(islice(_rows(answer), MOST_ROWS + 1))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    yield from _with_ends(table_lines(answer.schema.names, rows[:MOST_ROWS], width))
    if len(rows) > MOST_ROWS:
        said(f"these are the first {MOST_ROWS:,} rows; --format csv or json has all of them")


def as_csv(answer: Answer) -> Iterator[str]:
    return csv_lines(answer.schema.names, _rows(answer))


def as_json(answer: Answer) -> Iterator[str]:
    return _with_ends(json_array(json_objects(answer.schema.names, _rows(answer))))


SHOWN = {"table": as_table, "csv": as_csv, "json": as_json}


def _rows(answer: Answer) -> Iterator[Row]:
    return (row for batch in answer.batches for row in rows_of(batch))


def _with_ends(lines: Iterator[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)
