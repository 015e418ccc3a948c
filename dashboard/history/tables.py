"""Rows to Parquet and back, and the roll-up of teams: no store, no clock."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.core.row_parts import BREAKDOWNS, COUNTERS
from dashboard.core.rows import KEYS, ORG, SCHEMAS, TEAMS, USED
from dashboard.errors import Damaged

SORT = {**KEYS, "teams": ("team_id",), "directory": ("team_id",), "identities": ("name",)}

# An active user of a day, as SQL over a row of `users`. A row alone is not activity.
ACTIVE = "({})".format(
    " OR ".join(
        [
            "coalesce(user_initiated_interaction_count, 0) > 0",
            "coalesce(code_generation_activity_count, 0) > 0",
            "coalesce(code_acceptance_activity_count, 0) > 0",
            *(f"coalesce({used}, false)" for used in USED),
        ]
    )
)


def to_parquet(rows: pa.Table, table: str) -> bytes:
    """The same bytes for the same rows, in whatever order they come."""
    rows = in_order(conform(rows, SCHEMAS[table]), SORT[table])
    sink = pa.BufferOutputStream()
    pq.write_table(rows.combine_chunks(), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def in_order(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Moved only if they aren't yet: a row of nested lists is slow to move."""
    if not key:
        return rows
    order = pc.sort_indices(rows, [(name, "ascending") for name in key])
    moved = (order.to_numpy() != np.arange(rows.num_rows)).any()
    return rows.take(order) if moved else rows


def from_parquet(content: bytes, table: str) -> pa.Table:
    """In today's schema, whenever it was written. Raises Damaged for what isn't such a table."""
    try:
        return conform(pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False), SCHEMAS[table])
    except (pa.ArrowException, OSError) as error:
        raise Damaged(f"a table of {table} can't be read ({error}); fetch that day again") from error


def conform(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """In this schema: what is missing, in structs too, is NULL; what it doesn't know is dropped."""
    if rows.schema.equals(schema):
        return rows
    return pa.Table.from_arrays([_column(rows, field) for field in schema], schema=schema)


def _column(rows: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    if field.name not in rows.column_names:
        return pa.nulls(rows.num_rows, field.type)
    column = rows.column(field.name)
    return column if column.type.equals(field.type) else column.cast(field.type)


def pack(raw: bytes) -> bytes:
    return pa.Codec("zstd").compress(raw, asbytes=True)


def unpack(content: bytes) -> bytes:
    try:
        return pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()
    except (pa.ArrowException, OSError) as error:
        raise Damaged(f"a raw file can't be unpacked ({error}); fetch that day again") from error


def roll_up(users: pa.Table, members: pa.Table) -> pa.Table:
    """A row for each team that has members, idle ones with zeros, from one day's `users` and `members`."""
    with _engine(os.getpid()).cursor() as cursor:
        cursor.register("users", users)
        cursor.register("members", members)
        return conform(cursor.sql(ROLL_UP).to_arrow_table(), TEAMS)


def whole(users: pa.Table) -> pa.Table:
    """The one row of `org` that a day's people make together; zeros where there is nobody."""
    together = pa.table({"team_id": pa.repeat(pa.scalar(0), users.num_rows), "user_id": users["user_id"]})
    sums = roll_up(users, together.append_column("slug", pa.nulls(users.num_rows, pa.string())))
    if not sums.num_rows:
        return pa.Table.from_pylist([dict.fromkeys(("daily_active_users", *COUNTERS), 0)], schema=ORG)
    active = sums.column("active_users")
    return conform(sums.drop_columns("totals_by_cli").append_column("daily_active_users", active), ORG)


@lru_cache(maxsize=1)
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """An empty database in memory, one a process: starting one takes half as long as a roll-up."""
    return duckdb.connect(":memory:")


def _sum(counter: str) -> str:
    """Zero for a team without rows; unknown if GitHub counted it for nobody in the team."""
    return f"CASE WHEN count(users.user_id) = 0 THEN 0 ELSE sum({counter}) END::BIGINT AS {counter}"


def _merged(breakdown: str) -> str:
    """One breakdown of all of a team's people: rows of the same names added up."""
    fields = list(BREAKDOWNS[breakdown].value_type)
    names = ", ".join(field.name for field in fields if field.type == pa.string())
    row = ", ".join(f"{field.name}: {field.name}" for field in fields)
    values = ", ".join(_value(field) for field in fields)
    return f"""
    {breakdown}_of_team AS (
        SELECT team_id, list({{{row}}} ORDER BY {names}) AS {breakdown}
        FROM (
            SELECT team_id, {values}
            FROM (SELECT user_id, unnest({breakdown}) AS part FROM users) AS parts JOIN team_people USING (user_id)
            GROUP BY ALL
        )
        GROUP BY team_id
    )"""  # noqa: S608 - made of our own schema


def _value(field: pa.Field) -> str:
    part = f"part.{field.name}"
    return f"{part if field.type == pa.string() else f'sum({part})::BIGINT'} AS {field.name}"


ROLL_UP = f"""
WITH team_people AS (
    SELECT team_id, user_id, any_value(slug) AS slug FROM members GROUP BY team_id, user_id
),
totals AS (
    SELECT
        team_id,
        max(slug) AS slug,
        count(*) AS licensed_members,
        count(*) FILTER (WHERE {ACTIVE}) AS active_users,
        {", ".join(_sum(counter) for counter in COUNTERS)},
        sum(ai_credits_used::DECIMAL(18, 6))::DOUBLE AS ai_credits_used,
        sum(totals_by_cli.session_count)::BIGINT AS session_count,
        sum(totals_by_cli.request_count)::BIGINT AS request_count,
        sum(totals_by_cli.prompt_count)::BIGINT AS prompt_count,
        sum(totals_by_cli.token_usage.output_tokens_sum)::BIGINT AS output_tokens_sum,
        sum(totals_by_cli.token_usage.prompt_tokens_sum)::BIGINT AS prompt_tokens_sum
    FROM team_people LEFT JOIN users USING (user_id)
    GROUP BY team_id
),
shared AS (
    SELECT small.team_id, large.team_id AS within, count(*) AS people
    FROM team_people AS small JOIN team_people AS large USING (user_id)
    WHERE small.team_id <> large.team_id
    GROUP BY ALL
),
containers AS (
    SELECT
        shared.team_id,
        list({{team_id: within, more: large.licensed_members - shared.people}} ORDER BY within) AS contained_in
    FROM shared
    JOIN totals AS small ON small.team_id = shared.team_id
    JOIN totals AS large ON large.team_id = within
    WHERE shared.people = small.licensed_members AND large.licensed_members > shared.people
    GROUP BY shared.team_id
),
{",".join(_merged(breakdown) for breakdown in BREAKDOWNS)}
SELECT
    totals.*,
    coalesce(contained_in, []) AS contained_in,
    {", ".join(f"coalesce({breakdown}, []) AS {breakdown}" for breakdown in BREAKDOWNS)},
    CASE WHEN session_count IS NOT NULL OR request_count IS NOT NULL OR prompt_count IS NOT NULL THEN
        {{session_count: session_count, request_count: request_count, prompt_count: prompt_count,
          output_tokens_sum: output_tokens_sum, prompt_tokens_sum: prompt_tokens_sum}}
    END AS totals_by_cli
FROM totals
LEFT JOIN containers USING (team_id)
{" ".join(f"LEFT JOIN {breakdown}_of_team USING (team_id)" for breakdown in BREAKDOWNS)}
ORDER BY team_id
"""  # noqa: S608 - made of our own names
