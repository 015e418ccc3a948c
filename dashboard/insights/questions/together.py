"""Several teams as one: each person is asked for once, on the days that their team's own page counts."""

from __future__ import annotations

from dashboard.core.row_parts import as_called
from dashboard.insights.questions.organisation import ORG
from dashboard.insights.questions.pieces import CELL_COUNTERS, IN_MONTHS, OF_SOURCE, SETS, any_of, bit, month
from dashboard.insights.questions.teams import DAYS_OF_TEAMS

_OF_SETS = f"""
{DAYS_OF_TEAMS},
asked AS (
    SELECT number, month, wanted FROM {SETS}
),
counted_days AS (
    SELECT team_id, month, counted FROM months WHERE team_id IN (SELECT unnest($teams)) AND {IN_MONTHS}
)
"""

# Of each numbered set of days, the teams that have counted ones, and whether rows of their people are gone.
CONTRIBUTED = f"""
WITH {_OF_SETS},
gone AS (
    SELECT team_id, {month("day")} AS month, bit_or({bit("day")}) AS days
    FROM span
    WHERE counts AND people_kept < licensed_members
    GROUP BY team_id, {month("day")}
)
SELECT number, team_id, max({any_of("wanted & coalesce(days, 0)")}) AS incomplete
FROM counted_days
JOIN asked USING (month)
LEFT JOIN gone USING (team_id, month)
WHERE counted & wanted <> 0
GROUP BY number, team_id
ORDER BY number, team_id
"""

# Of each numbered set of days, the people by the teams they were in, and those of the organisation in none of these:
# how many, and how many of them active.
ALIKE = f"""
WITH {_OF_SETS},
held AS (
    SELECT number, user_id, team_id, max({any_of("active_days & counted & wanted")}) AS active
    FROM team_people
    JOIN counted_days USING (team_id, month)
    JOIN asked USING (month)
    WHERE {ORG} AND {IN_MONTHS} AND member_days & counted & wanted <> 0
    GROUP BY number, user_id, team_id
    UNION ALL
    SELECT number, user_id, NULL AS team_id, 0 AS active
    FROM team_people
    JOIN asked USING (month)
    WHERE {ORG} AND {IN_MONTHS} AND member_days & wanted <> 0
    UNION ALL
    SELECT number, user_id, NULL AS team_id, 1 AS active
    FROM active_people
    JOIN asked USING (month)
    WHERE {ORG} AND {IN_MONTHS} AND days & wanted <> 0
),
people AS (
    SELECT number, user_id,
        list_sort(array_agg(team_id) FILTER (WHERE team_id IS NOT NULL)) AS teams,
        max(CASE WHEN team_id IS NOT NULL THEN active END) AS active_there,
        max(active) AS active_anywhere
    FROM held
    GROUP BY number, user_id
)
SELECT number, teams, count(*) AS people, sum(coalesce(active_there, active_anywhere)) AS active
FROM people
GROUP BY number, teams
"""

# By feature, what the people did on the days they were in any of the teams.
FEATURES = f"""
WITH {DAYS_OF_TEAMS},
held AS (
    SELECT user_id, month, bit_or(member_days & counted) AS days
    FROM team_people JOIN months USING (team_id, month)
    WHERE {ORG} AND team_id IN (SELECT unnest($teams))
    GROUP BY user_id, month
),
rows AS (
    SELECT users.user_id, totals_by_feature
    FROM users JOIN held ON users.user_id = held.user_id AND {month("day")} = month
    WHERE {OF_SOURCE} AND org = $org AND day BETWEEN $first AND $last AND days & {bit("day")} <> 0
),
parts AS (
    SELECT user_id, unnest(totals_by_feature) AS part FROM rows
),
found AS (
    SELECT user_id,
        coalesce(nullif(part.feature, ''), 'unknown') AS name,
        {as_called("part.")}
    FROM parts
),
shown AS (
    SELECT user_id, {CELL_COUNTERS}, CASE WHEN list_contains($folded, name) THEN 'other' ELSE name END AS name,
        greatest(interactions, generations, acceptances, loc_suggested, loc_added, loc_deleted) > 0 AS counted
    FROM found
)
SELECT name,
    count(DISTINCT CASE WHEN counted THEN user_id END) AS active_users,
    sum(interactions) AS interactions,
    sum(generations) AS generations,
    sum(acceptances) AS acceptances,
    sum(loc_suggested) AS loc_suggested,
    sum(loc_added) AS loc_added,
    sum(loc_deleted) AS loc_deleted
FROM shown
GROUP BY name
"""
