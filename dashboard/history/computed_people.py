"""What GitHub last knew of each person: their adoption phase, their editors' versions; and on which days of the month."""

from __future__ import annotations

from dashboard.history.computed_cells import BIT, MONTH

# An adoption phase is of no editor: its name is empty.
_KNOWN = """
    SELECT source, org, day, user_id, 'phase' AS kind, '' AS name, ai_adoption_phase.phase AS value FROM users
    UNION ALL
    SELECT source, org, day, user_id, 'editor' AS kind, part.ide AS name,
        part.last_known_ide_version.ide_version AS value
    FROM (SELECT source, org, day, user_id, unnest(totals_by_ide) AS part FROM users)
    UNION ALL
    SELECT source, org, day, user_id, 'plugin' AS kind, part.last_known_plugin_version.plugin AS name,
        part.last_known_plugin_version.plugin_version AS value
    FROM (SELECT source, org, day, user_id, unnest(totals_by_ide) AS part FROM users)"""

PERSON_STANDING = f"""
SELECT source, org, {MONTH} AS month, user_id, kind, name, value, bit_or({BIT}) AS days
FROM ({_KNOWN})
WHERE name IS NOT NULL AND value IS NOT NULL
GROUP BY source, org, {MONTH}, user_id, kind, name, value
"""  # noqa: S608

# Only while they were in the team.
TEAM_STANDING = """
SELECT source, org, team_id, month, user_id, kind, name, value, days & member_days AS days
FROM person_standing JOIN team_people USING (source, org, month, user_id)
WHERE days & member_days <> 0
"""
