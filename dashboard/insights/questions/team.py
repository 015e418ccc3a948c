"""A team's numbers. A day counts by the state of both its reports and by its licensed members."""

from __future__ import annotations

from dashboard.insights.questions.pieces import (
    BEFORE,
    COUNTERS,
    IN_MONTHS,
    NAMES,
    NOW,
    OF_SOURCE,
    SETS,
    bit,
    cells,
    month,
    period_cells,
)

TEAM = "source = $source AND org = $org AND team_id = $team"

# What is kept of each day: sums and active users where both reports came; `licensed` also where only that of
# memberships did; and how many of its people's rows are there still.
DAYS = f"""
SELECT day, active_users, licensed_members, licensed, people_kept, {COUNTERS}
FROM team_days
WHERE {TEAM} AND day BETWEEN $first AND $last
"""

# Distinct people of each numbered set of days: those who were active, as members, on a wanted day; those who were
# members on its licensed day; and those who were both.
PEOPLE = f"""
SELECT number,
    count(*) FILTER (WHERE active <> 0) AS active_users,
    count(*) FILTER (WHERE licensed <> 0) AS licensed_with_rows,
    count(*) FILTER (WHERE active <> 0 AND licensed <> 0) AS licensed_and_active
FROM (
    SELECT number, user_id, bit_or(active_days & wanted) AS active, bit_or(member_days & licensed_on) AS licensed
    FROM {SETS} JOIN team_people USING (month)
    WHERE {TEAM} AND {IN_MONTHS}
    GROUP BY number, user_id
)
GROUP BY number
"""

CELLS = {folds: cells("team_cells", TEAM, name) for folds, name in NAMES.items()}
PERIOD_CELLS = period_cells("team_cells", TEAM)

# Distinct people with any counter of that row above 0 on a counted day, as members.
CELL_PEOPLE = {
    folds: f"""
SELECT dimension, name,
    count(*) FILTER (WHERE now <> 0) AS now, count(*) FILTER (WHERE before <> 0) AS before
FROM (
    SELECT dimension, {name} AS name, bit_or(days & {NOW}) AS now, bit_or(days & {BEFORE}) AS before
    FROM team_cell_people
    WHERE {TEAM} AND {IN_MONTHS}
    GROUP BY dimension, {name}, user_id
)
GROUP BY dimension, name
"""
    for folds, name in NAMES.items()
}

# By name: the people of the counted days, on the days they were in the team, and those licensed on the last day of the
# span that reaches the floor.
_COUNTED_DAYS = "SELECT unnest(CAST($days AS DATE[])) AS day"
MEMBERS = f"""
WITH last AS (
    SELECT max(day) AS day FROM team_days WHERE {TEAM} AND day BETWEEN $first AND $last AND people_kept >= $floor
),
people AS (
    SELECT user_id, user_login, month, member_days, active_days
    FROM team_people
    WHERE {TEAM} AND month BETWEEN {month("CAST($first AS DATE)")} AND $last
),
logins AS (
    SELECT user_id, arg_max(user_login, month) AS login FROM people GROUP BY user_id
),
licensed AS (
    SELECT user_id FROM people JOIN last ON month = {month("day")} AND member_days & {bit("day")} <> 0
),
days AS (
    SELECT user_id, day, active_days & {bit("day")} <> 0 AS active
    FROM people JOIN ({_COUNTED_DAYS}) AS counted ON month = {month("day")} AND member_days & {bit("day")} <> 0
),
used AS (
    SELECT day, user_id,
        sum(user_initiated_interaction_count) AS interactions,
        sum(code_generation_activity_count) AS generations,
        sum(code_acceptance_activity_count) AS acceptances,
        sum(loc_added_sum) AS loc_added
    FROM users
    WHERE {OF_SOURCE} AND org = $org AND day IN ({_COUNTED_DAYS}) AND user_id IN (SELECT user_id FROM people)
    GROUP BY day, user_id
),
numbers AS (
    SELECT days.user_id,
        sum(CASE WHEN active THEN 1 ELSE 0 END) AS active_days,
        max(CASE WHEN active THEN days.day END) AS last_active,
        count(used.user_id) = 0 AS without_rows,
        sum(interactions) AS interactions,
        sum(generations) AS generations,
        sum(acceptances) AS acceptances,
        sum(loc_added) AS loc_added
    FROM days LEFT JOIN used ON used.day = days.day AND used.user_id = days.user_id
    GROUP BY days.user_id
)
SELECT user_id, login, user_id IN (SELECT user_id FROM licensed) AS licensed, active_days, last_active,
    coalesce(interactions, CASE WHEN without_rows THEN 0 END) AS interactions,
    coalesce(generations, CASE WHEN without_rows THEN 0 END) AS generations,
    coalesce(acceptances, CASE WHEN without_rows THEN 0 END) AS acceptances,
    coalesce(loc_added, CASE WHEN without_rows THEN 0 END) AS loc_added
FROM (SELECT user_id FROM licensed UNION SELECT user_id FROM numbers)
LEFT JOIN numbers USING (user_id)
LEFT JOIN logins USING (user_id)
ORDER BY lower(login), user_id
"""
