"""Which teams there are, and the figures of all of them side by side."""

from __future__ import annotations

from dashboard.core.assistants import ALL
from dashboard.core.numbers import KNOWN
from dashboard.core.rows import MEMBERS_REPORT, USERS_REPORT
from dashboard.insights.questions.organisation import ORG
from dashboard.insights.questions.pieces import IN_DAYS, IN_MONTHS, NOW, OF_GITHUB, OF_SOURCE, bit, month, told

# Every team that the history or GitHub's list of teams knows. Of two that had the same slug, the one that has it now.
TEAMS = f"""
WITH seen AS (
    SELECT team_id, slug, last_day, licensed, max_licensed, max_active FROM standings WHERE {OF_GITHUB}
),
listed AS (
    SELECT team_id, slug, name, description, url FROM directory WHERE {OF_GITHUB}
),
every AS (
    SELECT
        team_id AS id,
        coalesce(listed.slug, seen.slug) AS slug,
        coalesce(nullif(listed.name, ''), listed.slug, seen.slug) AS name,
        description, url, licensed,
        coalesce(max_licensed, 0) AS max_licensed,
        coalesce(max_active, 0) AS max_active,
        row_number() OVER (
            PARTITION BY lower(coalesce(listed.slug, seen.slug))
            ORDER BY listed.slug IS NULL, last_day DESC, team_id DESC
        ) AS place
    FROM seen FULL JOIN listed USING (team_id)
)
SELECT id, slug, name, description, url, licensed, max_licensed, max_active
FROM every
WHERE place = 1
ORDER BY lower(name), id
"""

CONTAINED = f"SELECT team_id AS team, within, licensed, more, day FROM contained WHERE {OF_GITHUB}"

# Every assistant's report of people, and GitHub's of memberships.
_IS_NEEDED = f"""(
    (report = '{USERS_REPORT}' AND {OF_SOURCE}) OR (report = '{MEMBERS_REPORT}' AND source = 'github')
)"""
_NEEDED = f"CASE WHEN $source = '{ALL}' THEN 3 ELSE 2 END"
_IS_KNOWN = f"CASE WHEN state IN {KNOWN} THEN 1 ELSE 0 END"
_IS_EXPIRED = "CASE WHEN state = 'expired' THEN 1 ELSE 0 END"

# The days of every team that its own page counts (see team.py, where each number is defined).
DAYS_OF_TEAMS = f"""
states AS (
    SELECT day, count(*) >= {_NEEDED} AND min({_IS_KNOWN}) = 1 AS known, max({_IS_EXPIRED}) = 1 AS expired
    FROM reports
    WHERE {_IS_NEEDED} AND org = $org AND day BETWEEN $first AND $last
    GROUP BY day
),
span AS (
    SELECT team_days.*,
        licensed_members >= $floor AND (known OR (licensed_members IS NOT NULL AND expired)) AS counts
    FROM team_days JOIN states USING (day)
    WHERE {ORG} AND {IN_DAYS}
),
months AS (
    SELECT team_id, {month("day")} AS month, bit_or({bit("day")}) AS counted
    FROM span
    WHERE counts
    GROUP BY team_id, {month("day")}
)
"""

_SUMS = ", ".join(
    told(counter, f"sum({counter})", f"{counter} IS NULL AND active_users > 0")
    for counter in ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")
)

# For every team what its own page says of the span: sums and people of its counted days, licensed members, and how many
# were active on each counted day. Without the command line's sums, which can be about too few people to show.
OVERVIEW = f"""
WITH {DAYS_OF_TEAMS},
last AS (
    SELECT team_id, max(day) AS last_day, arg_max(licensed, day) AS licensed_members
    FROM span
    WHERE licensed >= $floor
    GROUP BY team_id
),
sums AS (
    SELECT team_id, count(*) AS days_counted, min(CASE WHEN people_kept < licensed_members THEN 0 ELSE 1 END) = 1 AS complete,
        array_agg(day ORDER BY day) AS days, array_agg(active_users ORDER BY day) AS active_by_day,
        {_SUMS},
        sum(completion_generations) AS completion_generations, sum(completion_acceptances) AS completion_acceptances,
        CAST(sum(CAST(ai_credits AS DECIMAL(18, 6))) AS DOUBLE) AS ai_credits
    FROM span
    WHERE counts
    GROUP BY team_id
),
people AS (
    SELECT team_id, user_id,
        max(CASE WHEN month = {month("last_day")} AND member_days & {bit("last_day")} <> 0 THEN 1 ELSE 0 END) AS licensed,
        max(CASE WHEN active_days & counted <> 0 THEN 1 ELSE 0 END) AS active
    FROM team_people
    LEFT JOIN months USING (team_id, month)
    LEFT JOIN last USING (team_id)
    WHERE {ORG} AND month BETWEEN {month("CAST($first AS DATE)")} AND $last
    GROUP BY team_id, user_id
),
found AS (
    SELECT team_id, sum(licensed) AS licensed_with_rows, sum(active) AS active_users,
        sum(licensed * active) AS licensed_and_active
    FROM people
    GROUP BY team_id
)
SELECT *
FROM last
LEFT JOIN sums USING (team_id)
LEFT JOIN found USING (team_id)
"""

# The organisation's active people by how many of these teams they were active in, each on the days it counts: in one,
# in several, and all of them, on `$days` or in a team.
IN_TEAMS = f"""
WITH {DAYS_OF_TEAMS},
active AS (
    SELECT user_id, team_id
    FROM team_people JOIN months USING (team_id, month)
    WHERE {ORG} AND active_days & counted <> 0 AND team_id IN (SELECT unnest($teams))
    UNION ALL
    SELECT user_id, NULL AS team_id
    FROM active_people
    WHERE {ORG} AND {IN_MONTHS} AND days & {NOW} <> 0
)
SELECT
    sum(CASE WHEN teams = 1 THEN 1 ELSE 0 END) AS in_one,
    sum(CASE WHEN teams > 1 THEN 1 ELSE 0 END) AS in_several,
    count(*) AS whole
FROM (SELECT user_id, count(DISTINCT team_id) AS teams FROM active GROUP BY user_id)
"""
