"""What GitHub last knew of each person: their adoption phase, their editors' versions; and on which days of the month."""

from __future__ import annotations

from dashboard.history.computed_cells import BIT, MONTH

PERSON_PHASES = f"""
SELECT source, org, {MONTH} AS month, user_id, ai_adoption_phase.phase AS phase, bit_or({BIT}) AS days
FROM users
WHERE ai_adoption_phase.phase IS NOT NULL
GROUP BY source, org, {MONTH}, user_id, ai_adoption_phase.phase
"""  # noqa: S608

PERSON_EDITORS = f"""
SELECT source, org, {MONTH} AS month, user_id, ide, ide_version, plugin, plugin_version, bit_or({BIT}) AS days
FROM (
    SELECT source, org, day, user_id, part.ide AS ide,
        part.last_known_ide_version.ide_version AS ide_version,
        part.last_known_plugin_version.plugin AS plugin,
        part.last_known_plugin_version.plugin_version AS plugin_version
    FROM (SELECT source, org, day, user_id, unnest(totals_by_ide) AS part FROM users)
)
WHERE ide_version IS NOT NULL OR plugin_version IS NOT NULL
GROUP BY source, org, {MONTH}, user_id, ide, ide_version, plugin, plugin_version
"""  # noqa: S608
