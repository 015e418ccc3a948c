"""How many of a team's licensed members have ever been active."""

from __future__ import annotations

from dashboard.insights.questions.pieces import any_of, bit, month
from dashboard.insights.questions.team import TEAM

# The licensed of the last day of the span that reaches the floor; those of them who were active on any day up to its
# end, in this team or not; and how many there were that day, rows kept or not.
STARTED = f"""
WITH last AS (
    SELECT day, licensed FROM team_days
    WHERE {TEAM} AND day = (
        SELECT max(day) FROM team_days WHERE {TEAM} AND day BETWEEN $first AND $last AND licensed >= $floor
    )
),
people AS (
    SELECT user_id
    FROM team_people JOIN last ON month = {month("day")} AND member_days & {bit("day")} <> 0
    WHERE {TEAM}
),
ever AS (
    SELECT user_id,
        max({any_of(f"CASE WHEN month < {month('CAST($last AS DATE)')} THEN days ELSE days & (2 * {bit('CAST($last AS DATE)')} - 1) END")}) AS active
    FROM active_people
    WHERE source = $source AND org = $org AND month <= CAST($last AS DATE) AND user_id IN (SELECT user_id FROM people)
    GROUP BY user_id
)
SELECT
    (SELECT max(licensed) FROM last) AS licensed,
    (SELECT count(*) FROM people) AS kept,
    (SELECT coalesce(sum(active), 0) FROM ever) AS active
"""
