"""What was used in one language, `$language`: by feature, and by model. GitHub crosses languages with nothing else."""

from __future__ import annotations

from dashboard.insights.questions.pieces import IN_DAYS, OF_SOURCE, SHOWN_NAME, cells

ORG = f"{OF_SOURCE} AND org = $org"
TEAM = f"{ORG} AND team_id = $team"
LISTS = {"feature": "totals_by_language_feature", "model": "totals_by_language_model"}


def _within(table: str, whose: str, key: str, columns: str) -> str:
    """A row for each entry of that language; `key` are the columns that `whose` asks for."""
    return " UNION ALL ".join(
        f"""
    SELECT {key}, day, '{dimension}' AS dimension, coalesce(nullif(part.{dimension}, ''), 'unknown') AS name, {columns}
    FROM (SELECT {key}, day, unnest({found}) AS part FROM {table} WHERE {whose} AND {IN_DAYS})
    WHERE coalesce(nullif(part.language, ''), 'unknown') = $language"""
        for dimension, found in LISTS.items()
    )


_COUNTERS = """
        CAST(NULL AS BIGINT) AS interactions,
        part.code_generation_activity_count AS generations,
        part.code_acceptance_activity_count AS acceptances,
        part.loc_suggested_to_add_sum AS loc_suggested,
        part.loc_added_sum AS loc_added,
        part.loc_deleted_sum AS loc_deleted"""
_ANYTHING = """
        greatest(
            part.code_generation_activity_count, part.code_acceptance_activity_count, part.loc_suggested_to_add_sum,
            part.loc_suggested_to_delete_sum, part.loc_added_sum, part.loc_deleted_sum
        ) > 0 AS counted"""

TEAM_SUMS = cells(f"({_within('teams', TEAM, 'source, org, team_id', _COUNTERS)})", TEAM)
ORG_SUMS = cells(f"({_within('org', ORG, 'source, org', _COUNTERS)})", ORG)


def _people(table: str, whose: str, key: str) -> str:
    return f"""
SELECT dimension, {SHOWN_NAME} AS name, count(DISTINCT user_id) AS now
FROM ({_within(table, whose, key, _ANYTHING)})
WHERE counted
GROUP BY dimension, {SHOWN_NAME}
"""


# Memberships are GitHub's, whichever assistant was used.
_MEMBERSHIPS = "SELECT org, day, user_id, team_id FROM members WHERE source = 'github'"
_MEMBERS_ROWS = f"users JOIN ({_MEMBERSHIPS}) USING (org, day, user_id)"

TEAM_PEOPLE = _people(_MEMBERS_ROWS, TEAM, "source, org, user_id")
ORG_PEOPLE = _people("users", ORG, "source, org, user_id")
