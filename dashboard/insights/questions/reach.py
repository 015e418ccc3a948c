"""How far the history reaches, and what it has of every report."""

from __future__ import annotations

from dashboard.core.assistants import SOURCES
from dashboard.core.numbers import KNOWN
from dashboard.core.rows import USERS_REPORT

# The days of which all of these reports are there, each named as "source report". `first` is also of days whose rows of people were removed after
# their time, where the teams' own sums were kept.
FRESHNESS = f"""
WITH known AS (
    SELECT day, max(checked_at) AS checked_at
    FROM reports
    WHERE org = $org AND state IN {KNOWN} AND concat(source, ' ', report) IN (SELECT unnest($reports))
    GROUP BY day
    HAVING count(*) = len($reports)
),
kept AS (
    SELECT min(day) AS day
    FROM team_days
    WHERE source = $source AND org = $org AND $with_teams AND licensed_members IS NOT NULL
)
SELECT least(min(known.day), (SELECT day FROM kept)) AS first, max(known.day) AS last, max(checked_at) AS read_at
FROM known
"""

STATES = f"""
SELECT source, report, day, state
FROM reports
WHERE source IN {tuple(SOURCES.values())} AND org = $org AND day BETWEEN $first AND $last
"""

# Whether anything is known of another assistant's people.
BESIDE = f"""
SELECT count(*) > 0 AS found
FROM reports
WHERE source = '{SOURCES["augment"]}' AND org = $org AND report = '{USERS_REPORT}' AND state IN {(*KNOWN, "expired")}
"""

COVERAGE = """
SELECT source, org, report, day, state, checked_at, rows, reason
FROM reports
WHERE org IN (SELECT unnest($orgs))
ORDER BY source, org, report, day
"""
