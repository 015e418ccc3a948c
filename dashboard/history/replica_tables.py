"""The replica's tables, and the SQL that fills those which are computed from others."""

from __future__ import annotations

from hashlib import sha256

import duckdb
import pyarrow as pa

from dashboard.core.numbers import KNOWN
from dashboard.core.rows import SCHEMAS, USERS_REPORT
from dashboard.history.tables import ACTIVE

LATEST = ("directory",)  # tables of which only the latest is kept: without a day
DATED = tuple(table for table in SCHEMAS if table not in LATEST)
BY_DAY = (*DATED, "active_people")

REPORTS = pa.schema(
    [
        ("source", pa.string()),
        ("org", pa.string()),
        ("report", pa.string()),
        ("day", pa.date32()),
        ("state", pa.string()),
        ("checked_at", pa.timestamp("us")),
        ("fetched_at", pa.timestamp("us")),
        ("rows", pa.int64()),
        ("reason", pa.string()),
    ]
)
LOADED = pa.schema(
    [
        ("source", pa.string()),
        ("org", pa.string()),
        ("day", pa.date32()),
        ("content", pa.string()),
        ("torn", pa.bool_()),
    ]
)

ACTIVE_PEOPLE = f"INSERT INTO active_people SELECT source, org, day, user_id FROM batch WHERE {ACTIVE}"  # noqa: S608

# The members of each day, and whether they were active that day: NULL when nobody knows.
TEAM_PEOPLE = f"""
CREATE OR REPLACE TABLE team_people AS
SELECT
    members.source, members.org, members.day, members.team_id, members.user_id,
    CASE WHEN users_report.day IS NOT NULL THEN active_people.user_id IS NOT NULL END AS active
FROM members
LEFT JOIN (SELECT source, org, day FROM reports WHERE report = '{USERS_REPORT}' AND state IN {KNOWN}) AS users_report
    USING (source, org, day)
LEFT JOIN active_people USING (source, org, day, user_id)
ORDER BY members.source, members.org, members.team_id, members.day, members.user_id
"""  # noqa: S608 - made of our own names

# What the privacy floor of a team is decided on, as dashboard/core/floor.py defines it. Where the rows of people are
# gone, a day's own aggregate still says how many there were, and that at least its active ones ever were.
STANDINGS = """
CREATE OR REPLACE TABLE standings AS
WITH ever_active AS (
    SELECT DISTINCT source, org, user_id FROM active_people
),
team_days AS (
    SELECT source, org, team_id, day, count(*) AS licensed, count(ever_active.user_id) AS active
    FROM team_people LEFT JOIN ever_active USING (source, org, user_id)
    GROUP BY source, org, team_id, day
    UNION ALL
    SELECT source, org, team_id, day, licensed_members, active_users FROM teams
)
SELECT source, org, team_id, max(licensed) AS max_licensed, max(active) AS max_active
FROM team_days
GROUP BY source, org, team_id
ORDER BY source, org, team_id
"""

# Which team was within which other, with how many people on either side, and the newest such day.
CONTAINED = """
CREATE OR REPLACE TABLE contained AS
SELECT source, org, team_id, larger.team_id AS within, licensed_members AS licensed, larger.more, max(day) AS day
FROM (SELECT source, org, team_id, day, licensed_members, unnest(contained_in) AS larger FROM teams)
GROUP BY ALL
ORDER BY ALL
"""

# Changes with anything the file's tables depend on: a file of another format is built anew.
FORMAT = sha256(
    f"1 {SCHEMAS} {REPORTS} {LOADED} {ACTIVE_PEOPLE} {TEAM_PEOPLE} {STANDINGS} {CONTAINED}".encode()
).hexdigest()


def dated_schema(table: str) -> pa.Schema:
    place = [("source", pa.string()), ("org", pa.string())]
    return pa.schema([*place, *([] if table in LATEST else [("day", pa.date32())]), *SCHEMAS[table]])


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for table in SCHEMAS:
        _create(connection, table, dated_schema(table))
    _create(connection, "reports", REPORTS)
    _create(connection, "loaded", LOADED)
    connection.execute("CREATE TABLE active_people (source VARCHAR, org VARCHAR, day DATE, user_id BIGINT)")
    connection.execute("CREATE TABLE version (format VARCHAR, etag VARCHAR, read_at TIMESTAMP)")


def fill_computed_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(TEAM_PEOPLE)
    connection.execute(STANDINGS)
    connection.execute(CONTAINED)


def _create(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema) -> None:
    connection.register("shape", schema.empty_table())
    connection.execute(f"CREATE TABLE {table} AS FROM shape")
    connection.unregister("shape")
