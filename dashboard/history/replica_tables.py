"""The tables of the replica's file: the history's own, and what is known of the file."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import duckdb
import pyarrow as pa

from dashboard.core.rows import SCHEMAS
from dashboard.history import computed, computed_assistants
from dashboard.history.tables import conform

LATEST = ("directory", "identities")  # tables of which only the latest is kept: without a day
DATED = tuple(table for table in SCHEMAS if table not in LATEST)

_DAY = [("source", pa.string()), ("org", pa.string()), ("day", pa.date32())]
_KEY = pa.schema(_DAY)
_WHEN = pa.timestamp("us")

REPORTS = pa.schema(
    [
        *_DAY[:2],
        ("report", pa.string()),
        ("day", pa.date32()),
        ("state", pa.string()),
        ("checked_at", _WHEN),
        ("fetched_at", _WHEN),
        ("rows", pa.int64()),
        ("reason", pa.string()),
    ]
)
LOADED = pa.schema([*_DAY, ("content", pa.string()), ("torn", pa.bool_())])
VERSION = pa.schema([("format", pa.string()), ("etag", pa.string()), ("read_at", _WHEN)])

# What is read and kept of the file at once, in bytes, and looked through at once, in rows: less than DuckDB's own, so that
# less is read that isn't asked for.
LAYOUT = "BLOCK_SIZE 65536, ROW_GROUP_SIZE 16384"

# Changes with anything the file's tables depend on: a file of another format is built anew.
_COMPUTED = f"{computed.MONTHLY} {computed.WHOLE} {computed_assistants.INPUTS}"
FORMAT = sha256(f"4 {LAYOUT} {SCHEMAS} {REPORTS} {LOADED} {VERSION} {_COMPUTED}".encode()).hexdigest()


def dated_schema(table: str) -> pa.Schema:
    """With the columns that an object's path stands for."""
    return pa.schema([*(_DAY[:2] if table in LATEST else _DAY), *SCHEMAS[table]])


def placed(rows: pa.Table, table: str, key: tuple) -> pa.Table:
    """With these columns, as the (source, org, day) of its path says."""
    for name, value in zip(_KEY.names, key, strict=True):
        if value is not None:
            rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
    return conform(rows, dated_schema(table))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for table in SCHEMAS:
        _create(connection, table, dated_schema(table))
    for table, schema in (("reports", REPORTS), ("loaded", LOADED), ("version", VERSION)):
        _create(connection, table, schema)
    computed.create_tables(connection)


def delete_days(connection: duckdb.DuckDBPyConnection, keys: Sequence[tuple]) -> None:
    """The rows of these (source, org, day), the day being None for what is only kept in its latest version."""
    connection.register("gone", pa.Table.from_pylist([dict(zip(_KEY.names, key, strict=True)) for key in keys], _KEY))
    for table in DATED:
        connection.execute(f"DELETE FROM {table} WHERE (source, org, day) IN (SELECT * FROM gone)")  # noqa: S608
    for table in LATEST:
        latest = "SELECT source, org FROM gone WHERE day IS NULL"
        connection.execute(f"DELETE FROM {table} WHERE (source, org) IN ({latest})")  # noqa: S608
    connection.unregister("gone")


def replace_all(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict], schema: pa.Schema) -> None:
    connection.register("batch", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of ours
    connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608
    connection.unregister("batch")


def _create(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema) -> None:
    connection.register("shape", schema.empty_table())
    connection.execute(f"CREATE TABLE {table} AS FROM shape")
    connection.unregister("shape")
