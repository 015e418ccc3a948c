"""The questions, in SQL: each text is the definition of its numbers. Values are bound, never formatted in.

Where a text says {list} and {key}, it is written out below once for every dimension of a breakdown.
"""

from __future__ import annotations

from dashboard.core.numbers import Dimension

STATES = """
SELECT day, report, state
FROM reports
WHERE source = 'github' AND org = $org AND day BETWEEN $first AND $last AND report IN (SELECT unnest($reports))
"""

FRESHNESS = """
SELECT min(day) AS first, max(day) AS last, max(checked_at) AS read_at
FROM (
    SELECT day, max(checked_at) AS checked_at
    FROM reports
    WHERE source = 'github' AND org = $org AND state IN ('final', 'provisional')
      AND report IN (SELECT unnest($reports))
    GROUP BY day
    HAVING count(*) = len($reports)
)
"""

COVERAGE = """
SELECT source, org, report, day, state, checked_at, rows, reason
FROM reports
WHERE org IN (SELECT unnest($orgs))
ORDER BY source, org, report, day
"""

# Every team that the history or GitHub's list of teams knows. Of two that had the same slug, the one that has it now.
TEAMS = """
WITH newest AS (
    SELECT max(day) AS day FROM team_people WHERE source = 'github' AND org = $org
),
seen AS (
    SELECT team_id, arg_max(slug, day) AS slug, max(day) AS last_day
    FROM (
        SELECT team_id, slug, day FROM members WHERE source = 'github' AND org = $org
        UNION ALL
        SELECT team_id, slug, day FROM teams WHERE source = 'github' AND org = $org
    )
    GROUP BY team_id
),
now AS (
    SELECT team_id, max(licensed) AS licensed
    FROM (
        SELECT team_id, count(DISTINCT user_id) AS licensed
        FROM team_people WHERE source = 'github' AND org = $org AND day = (SELECT day FROM newest)
        GROUP BY team_id
        UNION ALL
        SELECT team_id, licensed_members
        FROM teams WHERE source = 'github' AND org = $org AND day = (SELECT day FROM newest)
    )
    GROUP BY team_id
),
listed AS (
    SELECT team_id, slug, name, description, url FROM directory WHERE source = 'github' AND org = $org
)
SELECT
    team_id AS id,
    coalesce(listed.slug, seen.slug) AS slug,
    coalesce(nullif(listed.name, ''), listed.slug, seen.slug) AS name,
    listed.description, listed.url, now.licensed,
    coalesce(standings.max_licensed, 0) AS max_licensed,
    coalesce(standings.max_active, 0) AS max_active
FROM seen
FULL JOIN listed USING (team_id)
LEFT JOIN now USING (team_id)
LEFT JOIN (SELECT * FROM standings WHERE source = 'github' AND org = $org) AS standings USING (team_id)
QUALIFY row_number() OVER (
    PARTITION BY lower(coalesce(listed.slug, seen.slug)) ORDER BY listed.slug IS NULL, seen.last_day DESC, team_id DESC
) = 1
ORDER BY lower(coalesce(nullif(listed.name, ''), listed.slug, seen.slug)), id
"""

CONTAINED = """
SELECT team_id AS team, within, licensed, more, day FROM contained WHERE source = 'github' AND org = $org
"""

# Sums of GitHub's counters; the acceptance rate is of code completion alone, so those two are summed apart.
_COUNTERS = """
    sum(user_initiated_interaction_count) AS interactions,
    sum(code_generation_activity_count) AS generations,
    sum(code_acceptance_activity_count) AS acceptances,
    sum(loc_suggested_to_add_sum) AS loc_suggested,
    sum(loc_added_sum) AS loc_added,
    sum(loc_deleted_sum) AS loc_deleted,
    sum(list_sum([row.code_generation_activity_count
        FOR row IN totals_by_feature IF row.feature = 'code_completion'])) AS completion_generations,
    sum(list_sum([row.code_acceptance_activity_count
        FOR row IN totals_by_feature IF row.feature = 'code_completion'])) AS completion_acceptances
"""

TEAM_DAILY = f"""
SELECT day, any_value(licensed_members) AS licensed_members, any_value(active_users) AS active_users, {_COUNTERS}
FROM teams
WHERE source = 'github' AND org = $org AND team_id = $team AND day BETWEEN $first AND $last
GROUP BY day
"""

TEAM_COUNTERS = f"""
SELECT {_COUNTERS}
FROM teams
WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
"""

# Licensed: the members on the last day of the span with a membership report, if they reach the floor that day.
# Adoption: the share of these who were active, as members, on a counted day.
TEAM_PEOPLE = """
WITH people AS (
    SELECT day, user_id, active
    FROM team_people
    WHERE source = 'github' AND org = $org AND team_id = $team AND day BETWEEN $first AND $last
),
sizes AS (
    SELECT day, max(licensed) AS licensed
    FROM (
        SELECT day, count(DISTINCT user_id) AS licensed FROM people GROUP BY day
        UNION ALL
        SELECT day, licensed_members
        FROM teams
        WHERE source = 'github' AND org = $org AND team_id = $team AND day BETWEEN $first AND $last
    )
    GROUP BY day
    HAVING max(licensed) >= $floor
),
licensed AS (
    SELECT DISTINCT user_id FROM people WHERE day = (SELECT max(day) FROM sizes)
),
active AS (
    SELECT DISTINCT user_id FROM people WHERE active AND day IN (SELECT unnest($days))
)
SELECT
    (SELECT arg_max(licensed, day) FROM sizes) AS licensed_members,
    (SELECT count(*) FROM licensed) AS licensed_with_rows,
    (SELECT count(*) FROM active) AS active_users,
    (SELECT count(*) FROM licensed SEMI JOIN active USING (user_id)) AS licensed_and_active
"""

# Whether any of these days has lost rows of its people, to retention or because somebody was erased: its sums were
# kept, but who was active on several days can't be told any more.
TEAM_INCOMPLETE = """
SELECT count(*) AS days
FROM (
    SELECT day, licensed_members
    FROM teams
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
)
LEFT JOIN (
    SELECT day, count(DISTINCT user_id) AS kept
    FROM team_people
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
    GROUP BY day
) USING (day)
WHERE coalesce(kept, 0) < licensed_members
"""

# By name: the people of the counted days, on the days they were in the team, and those licensed on the last day of the
# span that reaches the floor.
TEAM_MEMBERS = """
WITH days AS (
    SELECT DISTINCT day, user_id, active
    FROM team_people
    WHERE source = 'github' AND org = $org AND team_id = $team AND day BETWEEN $first AND $last
),
licensed AS (
    SELECT user_id FROM days WHERE day = (
        SELECT max(day) FROM (SELECT day FROM days GROUP BY day HAVING count(*) >= $floor)
    )
),
logins AS (
    SELECT user_id, arg_max(user_login, day) AS login
    FROM members
    WHERE source = 'github' AND org = $org AND team_id = $team AND day BETWEEN $first AND $last
    GROUP BY user_id
),
counted AS (
    SELECT
        days.user_id, days.day, days.active, users.user_id IS NOT NULL AS used,
        user_initiated_interaction_count, code_generation_activity_count, code_acceptance_activity_count, loc_added_sum
    FROM days
    LEFT JOIN (SELECT * FROM users WHERE source = 'github' AND org = $org) AS users USING (day, user_id)
    WHERE days.day IN (SELECT unnest($days))
),
numbers AS (
    SELECT
        user_id,
        count(*) FILTER (WHERE active) AS active_days,
        max(day) FILTER (WHERE active) AS last_active,
        coalesce(sum(user_initiated_interaction_count), CASE WHEN NOT bool_or(used) THEN 0 END)::BIGINT AS interactions,
        coalesce(sum(code_generation_activity_count), CASE WHEN NOT bool_or(used) THEN 0 END)::BIGINT AS generations,
        coalesce(sum(code_acceptance_activity_count), CASE WHEN NOT bool_or(used) THEN 0 END)::BIGINT AS acceptances,
        coalesce(sum(loc_added_sum), CASE WHEN NOT bool_or(used) THEN 0 END)::BIGINT AS loc_added
    FROM counted
    GROUP BY user_id
)
SELECT
    user_id, login, user_id IN (FROM licensed) AS licensed,
    active_days, last_active, interactions, generations, acceptances, loc_added
FROM (SELECT user_id FROM licensed UNION SELECT user_id FROM numbers)
LEFT JOIN numbers USING (user_id)
LEFT JOIN logins USING (user_id)
ORDER BY lower(login), user_id
"""

ORG_DAILY = f"""
SELECT day, any_value(daily_active_users) AS active_users, any_value(weekly_active_users) AS weekly_active_users,
       any_value(monthly_active_users) AS monthly_active_users, {_COUNTERS}
FROM org
WHERE source = 'github' AND org = $org AND day BETWEEN $first AND $last
GROUP BY day
"""

ORG_COUNTERS = f"""
SELECT {_COUNTERS}
FROM org
WHERE source = 'github' AND org = $org AND day IN (SELECT unnest($days))
"""

# Distinct people of a free span come from the rows of people: GitHub's aggregate has them for 1, 7 and 28 days only.
ORG_PEOPLE = """
SELECT count(DISTINCT user_id) AS active_users
FROM active_people
WHERE source = 'github' AND org = $org AND day IN (SELECT unnest($days))
"""

_CELL = """
    sum({interactions}) AS interactions,
    coalesce(sum(row.code_generation_activity_count), 0) AS generations,
    coalesce(sum(row.code_acceptance_activity_count), 0) AS acceptances,
    coalesce(sum(row.loc_suggested_to_add_sum), 0) AS loc_suggested,
    coalesce(sum(row.loc_added_sum), 0) AS loc_added,
    coalesce(sum(row.loc_deleted_sum), 0) AS loc_deleted
"""
_NAME = "coalesce(nullif(row.{key}, ''), 'unknown') AS name"
# The same, with the names that are below the floor of a cell counted as one.
_FOLDED_NAME = """
    CASE WHEN coalesce(nullif(row.{key}, ''), 'unknown') IN (SELECT unnest($folded)) THEN 'other'
         ELSE coalesce(nullif(row.{key}, ''), 'unknown') END AS name
"""
_ANY_COUNTER = """
    greatest(coalesce({interactions}, 0), row.code_generation_activity_count, row.code_acceptance_activity_count,
             row.loc_suggested_to_add_sum, row.loc_suggested_to_delete_sum, row.loc_added_sum, row.loc_deleted_sum) > 0
"""

_TEAM_CELLS = f"""
SELECT day, {_NAME}, {_CELL}
FROM (
    SELECT day, unnest({{list}}) AS row
    FROM teams
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
)
GROUP BY ALL
"""

_TEAM_CELL_PEOPLE = f"""
SELECT {_FOLDED_NAME}, count(DISTINCT user_id) AS active_users
FROM (
    SELECT users.user_id, unnest(users.{{list}}) AS row
    FROM users
    JOIN team_people USING (source, org, day, user_id)
    WHERE source = 'github' AND org = $org AND team_people.team_id = $team AND day IN (SELECT unnest($days))
)
WHERE {_ANY_COUNTER}
GROUP BY ALL
"""

_ORG_CELLS = f"""
SELECT day, {_NAME}, {_CELL}
FROM (
    SELECT day, unnest({{list}}) AS row FROM org WHERE source = 'github' AND org = $org AND day IN (SELECT unnest($days))
)
GROUP BY ALL
"""

_ORG_CELL_PEOPLE = f"""
SELECT {_FOLDED_NAME}, count(DISTINCT user_id) AS active_users
FROM (
    SELECT user_id, unnest({{list}}) AS row
    FROM users WHERE source = 'github' AND org = $org AND day IN (SELECT unnest($days))
)
WHERE {_ANY_COUNTER}
GROUP BY ALL
"""

# Where each dimension is counted. GitHub counts no interactions by language.
_WHERE: dict[Dimension, dict[str, str]] = {
    "feature": {"list": "totals_by_feature", "key": "feature", "interactions": "row.user_initiated_interaction_count"},
    "language": {"list": "totals_by_language_feature", "key": "language", "interactions": "NULL::BIGINT"},
    "ide": {"list": "totals_by_ide", "key": "ide", "interactions": "row.user_initiated_interaction_count"},
    "model": {
        "list": "totals_by_model_feature",
        "key": "model",
        "interactions": "row.user_initiated_interaction_count",
    },
}


def _for_every_dimension(text: str) -> dict[Dimension, str]:
    return {dimension: text.format(**where) for dimension, where in _WHERE.items()}


TEAM_CELLS = _for_every_dimension(_TEAM_CELLS)
TEAM_CELL_PEOPLE = _for_every_dimension(_TEAM_CELL_PEOPLE)
ORG_CELLS = _for_every_dimension(_ORG_CELLS)
ORG_CELL_PEOPLE = _for_every_dimension(_ORG_CELL_PEOPLE)
