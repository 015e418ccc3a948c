"""Breakdowns, flat: who counted what under which name, by day, and which people are behind it.

GitHub has them as lists in each row, one list for each way of breaking down.
"""

from __future__ import annotations

MONTH = "CAST(date_trunc('month', day) AS DATE)"
BIT = "(CAST(1 AS BIGINT) << CAST(day(day) AS INTEGER))"
BLOCK = 4096  # people whose bits are in one value of `org_people`

# Dimension → the list that counts it, and how it counts interactions, which GitHub doesn't by language.
LISTS = {
    "feature": ("totals_by_feature", "user_initiated_interaction_count"),
    "language": ("totals_by_language_feature", None),
    "ide": ("totals_by_ide", "user_initiated_interaction_count"),
    "model": ("totals_by_model_feature", "user_initiated_interaction_count"),
}


def _parts(table: str, whose: str, dimension: str, columns: str) -> str:
    """A row of `table` for each entry of the list that counts `dimension`."""
    found, interactions = LISTS[dimension]
    return f"""
    SELECT source, org, day, {whose} '{dimension}' AS dimension,
        coalesce(nullif(part.{dimension}, ''), 'unknown') AS name, {columns.format(interactions=_of_part(interactions))}
    FROM (SELECT source, org, day, {whose} unnest({found}) AS part FROM {table})"""  # noqa: S608 - our own names


def _of_part(interactions: str | None) -> str:
    return f"part.{interactions}" if interactions else "CAST(NULL AS BIGINT)"


def _every_part(table: str, whose: str, columns: str) -> str:
    return " UNION ALL ".join(_parts(table, whose, dimension, columns) for dimension in LISTS)


_COUNTERS_OF_PART = """
        {interactions} AS interactions,
        part.code_generation_activity_count AS generations,
        part.code_acceptance_activity_count AS acceptances,
        part.loc_suggested_to_add_sum AS loc_suggested,
        part.loc_added_sum AS loc_added,
        part.loc_deleted_sum AS loc_deleted"""
_ANYTHING_OF_PART = """
        greatest(
            coalesce({interactions}, 0), part.code_generation_activity_count, part.code_acceptance_activity_count,
            part.loc_suggested_to_add_sum, part.loc_suggested_to_delete_sum, part.loc_added_sum, part.loc_deleted_sum
        ) > 0 AS counted"""


def _cells_of(table: str, whose: str) -> str:
    """Breakdowns: the counters of every name on every day."""
    return f"""
SELECT source, org, {whose} day, dimension, name,
    CAST(sum(interactions) AS BIGINT) AS interactions,
    CAST(coalesce(sum(generations), 0) AS BIGINT) AS generations,
    CAST(coalesce(sum(acceptances), 0) AS BIGINT) AS acceptances,
    CAST({_lines("loc_suggested")} AS BIGINT) AS loc_suggested,
    CAST(coalesce(sum(loc_added), 0) AS BIGINT) AS loc_added,
    CAST({_lines("loc_deleted")} AS BIGINT) AS loc_deleted
FROM ({_every_part(table, whose, _COUNTERS_OF_PART)})
GROUP BY source, org, {whose} day, dimension, name
"""  # noqa: S608


def _lines(counter: str) -> str:
    """GitHub leaves out zeros; what another assistant leaves out it doesn't count, and then nobody knows the sum."""
    known = f"CASE WHEN count({counter}) = count(*) THEN sum({counter}) END"
    return f"CASE WHEN source = 'github' THEN coalesce(sum({counter}), 0) ELSE {known} END"


TEAM_CELLS = _cells_of("teams", "team_id,")
ORG_CELLS = _cells_of("org", "")

# What GitHub says of a person's day apart from counters, by the names of the dimension "surface".
SURFACES = {
    "agent_mode": "used_agent",
    "agents_window": "used_vscode_agent",
    "cloud_agent": "coalesce(used_copilot_cloud_agent, used_copilot_coding_agent)",  # one thing, by two names
    "command_line": "used_cli",
    "ai_credits": "ai_credits_used > 0 AND source = 'github'",
}


def _every_surface() -> str:
    return " UNION ALL ".join(
        f"SELECT source, org, day, user_id, 'surface' AS dimension, '{name}' AS name, {used} AS counted FROM users"  # noqa: S608
        for name, used in SURFACES.items()
    )


# What each person used on a day: every name with any counter above 0, and every surface.
PERSON_CELLS = f"""
SELECT source, org, day, user_id, dimension, name
FROM ({_every_part("users", "user_id,", _ANYTHING_OF_PART)} UNION ALL {_every_surface()})
WHERE counted
"""  # noqa: S608

# On which days of the month somebody used it, while they were in the team.
TEAM_CELL_PEOPLE = f"""
SELECT source, org, team_id, month, dimension, name, user_id, days & member_days AS days
FROM (
    SELECT source, org, {MONTH} AS month, user_id, dimension, name, bit_or({BIT}) AS days
    FROM person_cells
    GROUP BY source, org, {MONTH}, user_id, dimension, name
)
JOIN team_people USING (source, org, month, user_id)
WHERE days & member_days <> 0
"""  # noqa: S608

# Who used it on a day: an organisation's people are too many for rows, so they are bits of a few long values, by the
# number that each has in this file.
ORG_PEOPLE = f"""
SELECT source, org, day, dimension, name, number // {BLOCK} AS block,
    bitstring_agg(CAST(number % {BLOCK} AS INTEGER), 0, {BLOCK - 1}) AS people
FROM person_cells JOIN numbered_people USING (source, org, user_id)
GROUP BY source, org, day, dimension, name, number // {BLOCK}
"""  # noqa: S608
