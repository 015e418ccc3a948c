"""What the computed tables are computed from, for an assistant other than GitHub's and for both together.

Memberships are GitHub's, whichever assistant people used. Both together are one more source, `all`: its people's rows are
those of either; its teams and organisations have a day where both do. Each text has the columns of the history's own
table of that name, as its `{raw}` tables have them `{within}` some days; their source is told as `{source}`.
"""

from __future__ import annotations

from dashboard.core.assistants import ALL, SOURCES
from dashboard.core.org_rows import ACTIVE_USER_COUNTS
from dashboard.core.row_parts import BREAKDOWNS, COUNTERS
from dashboard.core.rows import SCHEMAS
from dashboard.history.tables import ACTIVE

GITHUB, OTHER = SOURCES["copilot"], SOURCES["augment"]
NUMBER = "CAST(NULL AS BIGINT)"


def _rows(table: str, source: str, sources: str) -> str:
    columns = ", ".join(SCHEMAS[table].names)
    return (
        f"SELECT {source} AS source, org, day, {columns} FROM {{raw}}{table} WHERE source IN ({sources}) AND {{within}}"  # noqa: S608
    )


MEMBERS = _rows("members", "{source}", f"'{GITHUB}'")
USERS = _rows("users", "{source}", f"'{GITHUB}', '{OTHER}'")

# Who was active with which, of the people whose rows are there still.
_PEOPLE = f"""
    SELECT org, day, user_id,
        max(CASE WHEN source = '{GITHUB}' THEN 1 ELSE 0 END) AS ours,
        max(CASE WHEN source = '{OTHER}' THEN 1 ELSE 0 END) AS theirs
    FROM {{raw}}users
    WHERE source IN ('{GITHUB}', '{OTHER}') AND {ACTIVE} AND {{within}}
    GROUP BY org, day, user_id"""  # noqa: S608
_SUMS = "sum(ours) AS ours, sum(theirs) AS theirs, count(*) AS people"
_MEMBERSHIPS = _rows("members", f"'{GITHUB}'", f"'{GITHUB}'")
_TEAM_PEOPLE = f"""
    SELECT org, day, team_id, {_SUMS}
    FROM ({_PEOPLE}) AS people JOIN ({_MEMBERSHIPS}) AS members USING (org, day, user_id)
    GROUP BY org, day, team_id"""  # noqa: S608
_ORG_PEOPLE = f"SELECT org, day, {_SUMS} FROM ({_PEOPLE}) AS people GROUP BY org, day"  # noqa: S608


def _added(table: str, key: str, people: str, told: dict[str, str]) -> str:
    """A row where both have one. Counters are added, and unknown where either is; lists are put together, as they are
    summed by name. What else there is is GitHub's, unless it is `told`."""
    added = {name: f"ours.{name} + theirs.{name}" for name in COUNTERS}
    lists = {
        name: f"coalesce(list_concat(ours.{name}, theirs.{name}), ours.{name}, theirs.{name})" for name in BREAKDOWNS
    }
    columns = {name: f"ours.{name}" for name in SCHEMAS[table].names} | added | lists | told
    return f"""
SELECT {{source}} AS source, ours.org AS org, ours.day AS day, {", ".join(f"{found} AS {name}" for name, found in columns.items())}
FROM ({_rows(table, f"'{GITHUB}'", f"'{GITHUB}'")}) AS ours
JOIN ({_rows(table, f"'{OTHER}'", f"'{OTHER}'")}) AS theirs ON {_on("ours", "theirs", key)}
LEFT JOIN ({people}) AS people ON {_on("ours", "people", key)}"""  # noqa: S608 - our own names


def _on(left: str, right: str, key: str) -> str:
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in ("org", "day", *key.split()))


# Unknown as soon as the row of one of a team's people is gone. An organisation's people are GitHub's own count and those
# who used the other alone; somebody who was erased is missing from these.
TEAMS = _added(
    "teams",
    "team_id",
    _TEAM_PEOPLE,
    {
        "active_users": "CASE WHEN coalesce(people.ours, 0) >= ours.active_users "
        "AND coalesce(people.theirs, 0) >= theirs.active_users THEN coalesce(people.people, 0) END"
    },
)
ORG = _added(
    "org",
    "",
    _ORG_PEOPLE,
    dict.fromkeys(ACTIVE_USER_COUNTS, NUMBER)
    | {
        "daily_active_users": "CASE WHEN (people.ours > 0 OR ours.daily_active_users = 0) "
        "AND (people.theirs > 0 OR theirs.daily_active_users = 0) "
        "THEN ours.daily_active_users + coalesce(people.people - people.ours, 0) END"
    },
)


# By source and table, those that aren't the history's own rows of that source.
INPUTS = {OTHER: {"members": MEMBERS}, ALL: {"users": USERS, "members": MEMBERS, "teams": TEAMS, "org": ORG}}


def of_every_source(table: str) -> str:
    """The history's own rows and those that are made, of all days at once."""
    own = f"SELECT source, org, day, {', '.join(SCHEMAS[table].names)} FROM {table}"  # noqa: S608
    made = (
        found[table].format(raw="", within="TRUE", source=f"'{source}'")
        for source, found in INPUTS.items()
        if table in found
    )
    return " UNION ALL ".join([own, *made])
