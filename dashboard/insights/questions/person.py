"""One person's own days. Whoever asks has made sure that it is they who look."""

from __future__ import annotations

from dashboard.core.row_parts import as_called
from dashboard.insights.questions.pieces import CELL_COUNTERS, OF_SOURCE, lines, told

COUNTED = (*CELL_COUNTERS.split(", "), "cli_sessions", "cli_requests", "cli_prompts", "cli_tokens", "ai_credits")

PERSON = f"{OF_SOURCE} AND org = $org AND user_id = $person"
DAYS = "day BETWEEN $first AND $last"

# Each text reads the days of one person once, out of millions of rows: what it unnests is in `mine`.

# On which days of each month they were active, in all of the history.
ACTIVE = (
    "SELECT month, days FROM active_people WHERE source = $source AND org = $org AND user_id = $person ORDER BY month"
)

# What one of two assistants doesn't count is unknown of both together.
ROWS = f"""
WITH mine AS (
    SELECT day,
        {as_called()},
        totals_by_cli.session_count AS cli_sessions,
        totals_by_cli.request_count AS cli_requests,
        totals_by_cli.prompt_count AS cli_prompts,
        totals_by_cli.token_usage.output_tokens_sum + totals_by_cli.token_usage.prompt_tokens_sum AS cli_tokens,
        ai_credits_used AS ai_credits
    FROM users
    WHERE {PERSON} AND {DAYS}
)
SELECT day, {", ".join(told(name, f"sum({name})", f"{name} IS NULL") for name in COUNTED)}
FROM mine
GROUP BY day
"""

# Dimension → the list that counts it, and whether that list counts interactions, which GitHub doesn't by language.
LISTS = {
    "feature": ("totals_by_feature", "part.user_initiated_interaction_count"),
    "language": ("totals_by_language_feature", "CAST(NULL AS BIGINT)"),
    "ide": ("totals_by_ide", "part.user_initiated_interaction_count"),
    "model": ("totals_by_model_feature", "part.user_initiated_interaction_count"),
}


def _parts(dimension: str) -> str:
    found, interactions = LISTS[dimension]
    return f"""
    SELECT '{dimension}' AS dimension, day, coalesce(nullif(part.{dimension}, ''), 'unknown') AS name,
        {interactions} AS interactions,
        part.code_generation_activity_count AS generations,
        part.code_acceptance_activity_count AS acceptances,
        part.loc_suggested_to_add_sum AS loc_suggested,
        part.loc_added_sum AS loc_added,
        part.loc_deleted_sum AS loc_deleted
    FROM (SELECT day, unnest({found}) AS part FROM mine) AS parts"""


CELLS = f"""
WITH mine AS (
    SELECT day, {", ".join(found for found, _ in LISTS.values())} FROM users WHERE {PERSON} AND {DAYS}
)
SELECT dimension, day, name,
    CAST(sum(interactions) AS BIGINT) AS interactions,
    CAST(coalesce(sum(generations), 0) AS BIGINT) AS generations,
    CAST(coalesce(sum(acceptances), 0) AS BIGINT) AS acceptances,
    {lines("loc_suggested")},
    CAST(coalesce(sum(loc_added), 0) AS BIGINT) AS loc_added,
    {lines("loc_deleted")}
FROM ({" UNION ALL ".join(_parts(dimension) for dimension in LISTS)}) AS every
GROUP BY dimension, day, name
ORDER BY dimension, day, name
"""

# What editors, plugins and the command line said of themselves.
VERSIONS = f"""
WITH mine AS (
    SELECT day, totals_by_ide, totals_by_cli FROM users WHERE {PERSON} AND {DAYS}
)
SELECT 'editor' AS kind, part.ide AS thing, part.last_known_ide_version.ide_version AS version, max(day) AS day
FROM (SELECT day, unnest(totals_by_ide) AS part FROM mine) AS editors
WHERE part.last_known_ide_version.ide_version IS NOT NULL
GROUP BY part.ide, part.last_known_ide_version.ide_version
UNION ALL
SELECT 'plugin' AS kind, part.last_known_plugin_version.plugin AS thing,
    part.last_known_plugin_version.plugin_version AS version, max(day) AS day
FROM (SELECT day, unnest(totals_by_ide) AS part FROM mine) AS plugins
WHERE part.last_known_plugin_version.plugin_version IS NOT NULL
GROUP BY part.last_known_plugin_version.plugin, part.last_known_plugin_version.plugin_version
UNION ALL
SELECT 'editor' AS kind, 'copilot_cli' AS thing, totals_by_cli.last_known_cli_version.cli_version AS version, max(day) AS day
FROM mine
WHERE totals_by_cli.last_known_cli_version.cli_version IS NOT NULL
GROUP BY totals_by_cli.last_known_cli_version.cli_version
"""
