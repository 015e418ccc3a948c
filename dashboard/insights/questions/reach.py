"""How far the history reaches, and what it has of every report."""

from __future__ import annotations

from dashboard.core.numbers import KNOWN

# The days of which all of these reports are there. `first` is also of days whose rows of people were removed after
# their time, where the teams' own sums were kept.
FRESHNESS = f"""
WITH known AS (
    SELECT day, max(checked_at) AS checked_at
    FROM reports
    WHERE source = 'github' AND org = $org AND state IN {KNOWN} AND report IN (SELECT unnest($reports))
    GROUP BY day
    HAVING count(*) = len($reports)
),
kept AS (
    SELECT min(day) AS day
    FROM team_days
    WHERE source = 'github' AND org = $org AND $with_teams AND licensed_members IS NOT NULL
)
SELECT least(min(known.day), (SELECT day FROM kept)) AS first, max(known.day) AS last, max(checked_at) AS read_at
FROM known
"""

STATES = """
SELECT report, day, state FROM reports WHERE source = 'github' AND org = $org AND day BETWEEN $first AND $last
"""

COVERAGE = """
SELECT source, org, report, day, state, checked_at, rows, reason
FROM reports
WHERE org IN (SELECT unnest($orgs))
ORDER BY source, org, report, day
"""
