"""The tables computed from the history's own, so that a page's question reads a few rows that lie together.

Each text is a table's definition. Most are computed a month at a time, where a day of the month has changed. A set of
days of one month is a whole number: bit 1 is the first of the month, bit 31 the last it can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.core.assistants import SOURCES
from dashboard.core.row_parts import as_called
from dashboard.history.computed_assistants import INPUTS
from dashboard.history.computed_cells import (
    BIT,
    MONTH,
    ORG_CELLS,
    ORG_PEOPLE,
    PERSON_CELLS,
    TEAM_CELL_PEOPLE,
    TEAM_CELLS,
)
from dashboard.history.computed_people import PERSON_STANDING, TEAM_STANDING
from dashboard.history.tables import ACTIVE


@dataclass(frozen=True)
class Computed:
    """`when` is the column that says which month a row is of; rows are kept in the order of `order`."""

    text: str
    when: str
    order: str


_COUNTERS = f"""
    {as_called()},
    completion_generations,
    completion_acceptances,
    cli_sessions,
    cli_requests,
    cli_prompts,
    cli_tokens,
    ai_credits"""

# GitHub leaves out `totals_by_cli` where nobody used the command line; before it was part of the other counters, that
# may also mean that it wasn't counted.
CLI_COUNTED_SINCE = date(2026, 4, 10)


def _completions(table: str, whose: str) -> str:
    """Of code completion alone, which is what an acceptance rate is of."""
    return f"""
    SELECT source, org, day, {whose}
        CAST(sum(part.code_generation_activity_count) AS BIGINT) AS completion_generations,
        CAST(sum(part.code_acceptance_activity_count) AS BIGINT) AS completion_acceptances
    FROM (SELECT source, org, day, {whose} unnest(totals_by_feature) AS part FROM {table})
    WHERE part.feature = 'code_completion'
    GROUP BY {whose} source, org, day"""  # noqa: S608


def _command_line(table: str, whose: str, tokens: str) -> str:
    """GitHub's. Zero where nobody used it, unknown where it may not have been counted."""
    return f"""
    SELECT source, org, day, {whose}
        {_of_command_line("session_count")} AS cli_sessions,
        {_of_command_line("request_count")} AS cli_requests,
        {_of_command_line("prompt_count")} AS cli_prompts,
        {_of_command_line(tokens)} AS cli_tokens
    FROM {table}
    WHERE source = 'github'"""  # noqa: S608


def _of_command_line(counter: str) -> str:
    counted = " + ".join(f"totals_by_cli.{part}" for part in counter.split(" + "))
    absent = f"CASE WHEN day >= DATE '{CLI_COUNTED_SINCE}' THEN 0 END"
    return f"CASE WHEN totals_by_cli IS NULL THEN {absent} ELSE {counted} END"


# The credits of an organisation's people, which its own aggregate doesn't have; unknown where no row names any.
_CREDITS = """
    SELECT source, org, day, CAST(sum(CAST(ai_credits_used AS DECIMAL(18, 6))) AS DOUBLE) AS ai_credits
    FROM users
    WHERE source = 'github'
    GROUP BY source, org, day"""

# A team whose people have none used none, on a day on which GitHub counted them for any team.
_CREDITS_COUNTED = """
    SELECT source, org, day, max(CASE WHEN ai_credits_used IS NOT NULL THEN 0 END) AS none_used
    FROM teams
    WHERE source = 'github'
    GROUP BY source, org, day"""

_TEAM_CREDITS = f"""
    SELECT teams.source, teams.org, teams.day, team_id, coalesce(ai_credits_used, none_used) AS ai_credits
    FROM teams JOIN ({_CREDITS_COUNTED}) AS any_team
        ON any_team.source = teams.source AND any_team.org = teams.org AND any_team.day = teams.day"""  # noqa: S608

# A team's day: its sums, where both reports came, and how many of its people's rows are still there.
TEAM_DAYS = f"""
SELECT source, org, team_id, day, coalesce(teams.slug, kept.slug) AS slug,
    licensed_members, coalesce(people_kept, 0) AS people_kept,
    greatest(coalesce(licensed_members, 0), coalesce(people_kept, 0)) AS licensed,
    active_users, {_COUNTERS}
FROM teams
FULL JOIN (
    SELECT source, org, day, team_id, max(slug) AS slug, count(DISTINCT user_id) AS people_kept
    FROM members
    GROUP BY source, org, day, team_id
) AS kept USING (source, org, day, team_id)
LEFT JOIN ({_completions("teams", "team_id,")}) AS completions USING (source, org, day, team_id)
LEFT JOIN ({_command_line("teams", "team_id,", "output_tokens_sum + prompt_tokens_sum")}) AS command_line
    USING (source, org, day, team_id)
LEFT JOIN ({_TEAM_CREDITS}) AS credits USING (source, org, day, team_id)
"""  # noqa: S608

ORG_DAYS = f"""
SELECT source, org, day, daily_active_users AS active_users, weekly_active_users, monthly_active_users, {_COUNTERS}
FROM org
LEFT JOIN ({_completions("org", "")}) AS completions USING (source, org, day)
LEFT JOIN ({_command_line("org", "", "token_usage.output_tokens_sum + token_usage.prompt_tokens_sum")}) AS command_line
    USING (source, org, day)
LEFT JOIN ({_CREDITS}) AS credits USING (source, org, day)
"""  # noqa: S608

# On which days of the month somebody was active.
ACTIVE_PEOPLE = f"""
SELECT source, org, {MONTH} AS month, user_id, bit_or({BIT}) AS days
FROM users
WHERE {ACTIVE}
GROUP BY source, org, {MONTH}, user_id
"""  # noqa: S608

# On which days of the month somebody was in the team, and on which of these they were active.
TEAM_PEOPLE = f"""
SELECT source, org, team_id, month, user_id, user_login, member_days,
    member_days & coalesce(active_people.days, 0) AS active_days
FROM (
    SELECT source, org, team_id, {MONTH} AS month, user_id,
        arg_max(user_login, day) AS user_login, bit_or({BIT}) AS member_days
    FROM members
    GROUP BY source, org, team_id, {MONTH}, user_id
)
LEFT JOIN active_people USING (source, org, month, user_id)
"""  # noqa: S608

_NUMBER_NEW_PEOPLE = """
INSERT INTO numbered_people
SELECT source, org, user_id,
    (SELECT count(*) FROM main.numbered_people) + row_number() OVER (ORDER BY source, org, user_id) - 1 AS number
FROM (SELECT DISTINCT source, org, user_id FROM users)
WHERE (source, org, user_id) NOT IN (SELECT source, org, user_id FROM main.numbered_people)
"""

# In this order: some are computed from others.
MONTHLY = {
    "team_days": Computed(TEAM_DAYS, "day", "team_id, day"),
    "org_days": Computed(ORG_DAYS, "day", "day"),
    "team_cells": Computed(TEAM_CELLS, "day", "team_id, dimension, name, day"),
    "org_cells": Computed(ORG_CELLS, "day", "dimension, name, day"),
    "active_people": Computed(ACTIVE_PEOPLE, "month", "user_id"),
    "team_people": Computed(TEAM_PEOPLE, "month", "team_id, user_id"),
    "person_cells": Computed(PERSON_CELLS, "day", "day"),
    "team_cell_people": Computed(TEAM_CELL_PEOPLE, "month", "team_id, dimension, name, user_id"),
    "person_standing": Computed(PERSON_STANDING, "month", "user_id"),
    "team_standing": Computed(TEAM_STANDING, "month", "team_id, user_id"),
    "org_people": Computed(ORG_PEOPLE, "day", "day, dimension, name, block"),
}
PASSING = ("person_cells",)  # on the way to others alone
GITHUBS = ("person_standing", "team_standing")  # of which no other assistant knows anything

# What the list of teams says, and what the privacy floor of a team is decided on, as dashboard/core/floor.py defines
# it: by GitHub's licences and Copilot's use. Where the rows of people are gone, a day's own aggregate still says how many there were, and that at least its
# active ones ever were.
STANDINGS = """
WITH ever_active AS (
    SELECT DISTINCT source, org, user_id FROM active_people WHERE source = 'github'
),
alike AS (
    SELECT source, org, team_id, month, member_days, count(*) AS people
    FROM team_people JOIN ever_active USING (source, org, user_id)
    GROUP BY source, org, team_id, month, member_days
),
active AS (
    SELECT source, org, team_id, max(people) AS people
    FROM (
        SELECT source, org, team_id, month, sum(people) AS people
        FROM alike JOIN (SELECT unnest(range(1, 32)) AS number) AS days
            ON member_days & (CAST(1 AS BIGINT) << CAST(number AS INTEGER)) <> 0
        GROUP BY source, org, team_id, month, number
    )
    GROUP BY source, org, team_id
),
newest AS (
    SELECT source, org, max(day) AS day FROM team_days WHERE source = 'github' AND people_kept > 0 GROUP BY source, org
),
now AS (
    SELECT source, org, team_id, licensed FROM team_days JOIN newest USING (source, org, day)
),
seen AS (
    SELECT source, org, team_id, arg_max(slug, day) AS slug, max(day) AS last_day, max(licensed) AS max_licensed,
        max(active_users) AS most_active
    FROM team_days
    WHERE source = 'github'
    GROUP BY source, org, team_id
)
SELECT source, org, team_id, slug, last_day, now.licensed, max_licensed,
    greatest(coalesce(active.people, 0), coalesce(most_active, 0)) AS max_active
FROM seen
LEFT JOIN active USING (source, org, team_id)
LEFT JOIN now USING (source, org, team_id)
ORDER BY source, org, team_id
"""

# Which team was within which other, with how many people on either side, and the newest such day.
CONTAINED = """
SELECT source, org, team_id, larger.team_id AS within, licensed_members AS licensed, larger.more AS more, max(day) AS day
FROM (SELECT source, org, team_id, day, licensed_members, unnest(contained_in) AS larger FROM teams)
GROUP BY source, org, team_id, larger.team_id, licensed_members, larger.more
ORDER BY source, org, team_id, within, licensed, more
"""

WHOLE = {"standings": STANDINGS, "contained": CONTAINED}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """From tables that have no rows yet."""
    connection.execute(
        "CREATE TABLE numbered_people (source VARCHAR, org VARCHAR, user_id BIGINT NOT NULL, number BIGINT)"
    )
    for table, found in MONTHLY.items():
        connection.execute(f"CREATE {'TEMP ' if table in PASSING else ''}TABLE {table} AS {found.text}")
    fill_whole(connection)


def fill_month(connection: duckdb.DuckDBPyConnection, source: str, org: str, month: date) -> None:
    """Computes again what is computed of one organisation's month; `month` is its first day."""
    of_month = {"source": source, "org": org, "month": month}
    connection.execute(f"{_scope(source, 'users')} {_NUMBER_NEW_PEOPLE}", of_month)
    for table, found in MONTHLY.items():
        if table in GITHUBS and source != SOURCES["copilot"]:
            continue
        text = f"{_scope(source, *_READ)} SELECT * FROM ({found.text})"  # noqa: S608 - made of our own names
        if table in PASSING:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}", of_month)
        else:
            connection.execute(f"DELETE FROM {table} WHERE {_within(found.when)}", of_month)  # noqa: S608
            connection.execute(f"INSERT INTO {table} {text} ORDER BY {found.order}", of_month)


def fill_whole(connection: duckdb.DuckDBPyConnection) -> None:
    for table, text in WHOLE.items():
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS {text}")


_READ = {
    "users": "day",
    "members": "day",
    "teams": "day",
    "org": "day",
    "active_people": "month",
    "team_people": "month",
    "person_standing": "month",
}


def _scope(source: str, *tables: str) -> str:
    """Has a text see only one month of these tables, as they are for this source."""
    made = INPUTS.get(source, {})
    seen = (f"{table} AS NOT MATERIALIZED ({_of_month(table, made.get(table))})" for table in tables)
    return f"WITH {', '.join(seen)}"


def _of_month(table: str, made: str | None) -> str:
    if made:
        return made.format(raw="main.", within=_in_month(_READ[table]), source="$source")
    return f"SELECT * FROM main.{table} WHERE {_within(_READ[table])}"  # noqa: S608


def _within(when: str) -> str:
    return f"source = $source AND {_in_month(when)}"


def _in_month(when: str) -> str:
    return f"org = $org AND {when} BETWEEN $month AND last_day($month)"
