"""Giving out what is kept: about a person, of a team, or a table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.commands.given_out import given_out
from dashboard.commands.local_copy import followed, said
from dashboard.commands.rows_as_text import Row, csv_lines, json_objects, rows_of
from dashboard.core.rows import SCHEMAS
from dashboard.errors import WrongUse
from dashboard.history.objects import open_objects
from dashboard.history.replica_tables import LATEST, dated_schema
from dashboard.history.store import History
from dashboard.history.table_days import table_days
from dashboard.people import export_person
from dashboard.publishing import insights_over, team_history
from dashboard.settings import environment, read_settings

GROUP_ROWS = 100_000  # of Parquet, at least


def run(arguments: argparse.Namespace) -> int:
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise WrongUse(f"--since {arguments.since} is later than --until {arguments.until}")
    if arguments.table:
        return export_table(arguments)
    require_absent(arguments, "format")
    if arguments.team:
        return export_team(arguments)
    require_absent(arguments, "since", "until")
    return export_user(arguments)


def require_absent(arguments: argparse.Namespace, *names: str) -> None:
    for name in names:
        if getattr(arguments, name) is not None:
            raise WrongUse(f"--{name} makes no sense with {'--team' if arguments.team else '--user'}; leave it out")


def export_user(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    found = export_person(
        History(open_objects(settings.history_url)),
        open_objects(settings.config_url),
        arguments.user,
        datetime.now(UTC),
    )
    return give_json(arguments, found)


def export_team(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    with followed(settings) as replica:
        insights = insights_over(replica, settings)
        return give_json(arguments, team_history(insights, arguments.team, arguments.since, arguments.until))


def give_json(arguments: argparse.Namespace, found: object) -> int:
    with given_out(arguments.out) as out:
        out.write(f"{json.dumps(found, indent=2, default=str)}\n".encode())
    return 0


def export_table(arguments: argparse.Namespace) -> int:
    """Straight from the history: it needs no local copy, and reads the days that are asked for alone."""
    require_table(arguments)
    settings = read_settings(environment(), "history")
    days = table_days(open_objects(settings.history_url), arguments.table, arguments.since, arguments.until)
    with given_out(arguments.out) as out:
        rows = WRITTEN[arguments.format or "csv"](out, dated_schema(arguments.table), days)
    if not rows:
        said(f"there are no rows of {arguments.table} in these days")
    return 0


def require_table(arguments: argparse.Namespace) -> None:
    if arguments.table not in SCHEMAS:
        raise WrongUse(f"there is no table {arguments.table}; there are {', '.join(sorted(SCHEMAS))}")
    if arguments.table in LATEST and (arguments.since or arguments.until):
        raise WrongUse(f"{arguments.table} is only kept as it is now; leave out --since and --until")
    if arguments.format == "parquet" and not arguments.out and sys.stdout.isatty():
        raise WrongUse("Parquet is nothing to show on a terminal; name a file with --out")


def as_csv(out: BinaryIO, schema: pa.Schema, days: Iterable[pa.Table]) -> int:
    """The number of rows, as of the others."""
    return _put(out, csv_lines(schema.names, _rows(days))) - 1


def as_ndjson(out: BinaryIO, schema: pa.Schema, days: Iterable[pa.Table]) -> int:
    return _put(out, (f"{line}\n" for line in json_objects(schema.names, _rows(days))))


def as_parquet(out: BinaryIO, schema: pa.Schema, days: Iterable[pa.Table]) -> int:
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in _groups(days):
            writer.write_table(group)
            count += group.num_rows
    return count


WRITTEN = {"csv": as_csv, "ndjson": as_ndjson, "parquet": as_parquet}


def _put(out: BinaryIO, lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        out.write(line.encode())
        count += 1
    return count


def _rows(days: Iterable[pa.Table]) -> Iterator[Row]:
    return chain.from_iterable(rows_of(day) for day in days)


def _groups(days: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """As many days together as a group of rows should have."""
    waiting: list[pa.Table] = []
    for day in days:
        waiting.append(day)
        if sum(each.num_rows for each in waiting) >= GROUP_ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
