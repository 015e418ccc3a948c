"""What a Coder deployment says: time in workspaces, accounts, apps, and AI use through its gateway.

Days are bound as `$first` to `$last` but for those in `$without`.
"""

from __future__ import annotations

from dashboard.core.numbers import KNOWN
from dashboard.core.periods import Grouping
from dashboard.insights.questions.pieces import IN_DAYS

_OF_ORG = f"source = 'coder' AND org = $org AND {IN_DAYS}"

FRESHNESS = f"""
SELECT min(day) AS first, max(day) AS last, max(checked_at) AS read_at
FROM reports
WHERE source = 'coder' AND org = $org AND state IN {KNOWN}
"""

STATES = """
SELECT report, day, state, reason
FROM reports
WHERE source = 'coder' AND org = $org AND day BETWEEN $first AND $last
ORDER BY day
"""

PEOPLE = f"""
SELECT count(DISTINCT user_id) AS people, CAST(sum(seconds) AS BIGINT) AS seconds,
    median(latency_p50_ms) AS latency_p50_ms, median(latency_p95_ms) AS latency_p95_ms
FROM workspaces
WHERE {_OF_ORG}
"""

# The middle of everybody's days, in bands.
LATENCY = f"""
SELECT band, count(*) AS people
FROM (
    SELECT user_id,
        CASE WHEN median(latency_p50_ms) IS NULL THEN 4
            WHEN median(latency_p50_ms) < 50 THEN 0
            WHEN median(latency_p50_ms) < 100 THEN 1
            WHEN median(latency_p50_ms) < 200 THEN 2
            ELSE 3 END AS band
    FROM workspaces
    WHERE {_OF_ORG}
    GROUP BY user_id
) AS middles
GROUP BY band
"""


def _point(grouping: Grouping) -> str:
    """The first day of the day, week or month that a day is in."""
    return "day" if grouping == "day" else f"CAST(date_trunc('{grouping}', day) AS DATE)"


def people_by_point(grouping: Grouping) -> str:
    return f"""
SELECT {_point(grouping)} AS point, count(DISTINCT user_id) AS people
FROM workspaces
WHERE {_OF_ORG}
GROUP BY {_point(grouping)}
"""


TEMPLATES = f"""
SELECT template, count(DISTINCT user_id) AS people
FROM (SELECT user_id, unnest(template_ids) AS template FROM workspaces WHERE {_OF_ORG}) AS used
GROUP BY template
ORDER BY people DESC, template
"""


def templates_by_point(grouping: Grouping) -> str:
    return f"""
SELECT template, point, count(DISTINCT user_id) AS people
FROM (
    SELECT user_id, {_point(grouping)} AS point, unnest(template_ids) AS template FROM workspaces WHERE {_OF_ORG}
) AS used
GROUP BY template, point
"""


# As they were called last.
TEMPLATE_NAMES = """
SELECT template.id AS id, arg_max(template.name, day) AS name
FROM (SELECT day, unnest(templates) AS template FROM deployment WHERE source = 'coder' AND org = $org) AS named
GROUP BY template.id
"""

# As Coder counts them, without saying who they were.
DAILY_ACTIVE_USERS = f"""
SELECT day, daily_active_users AS people
FROM deployment
WHERE {_OF_ORG} AND daily_active_users IS NOT NULL
"""

ACCOUNTS = f"""
SELECT day, accounts_active AS active, user_limit AS "limit"
FROM deployment
WHERE {_OF_ORG}
ORDER BY day
"""

APPS = f"""
SELECT max(app.display_name) AS name, CAST(sum(app.seconds) AS BIGINT) AS seconds,
    CAST(sum(app.times_used) AS BIGINT) AS times_used
FROM (SELECT unnest(apps) AS app FROM deployment WHERE {_OF_ORG}) AS used
GROUP BY app.slug
ORDER BY seconds DESC, name
"""

PARAMETERS = f"""
SELECT max(chosen.display_name) AS parameter, chosen.value AS value, CAST(sum(chosen.count) AS BIGINT) AS workspaces
FROM (SELECT unnest(parameters) AS chosen FROM deployment WHERE {_OF_ORG}) AS built
GROUP BY chosen.name, chosen.value
ORDER BY parameter, workspaces DESC, value
"""

_TOKENS = """CAST(sum(input_tokens) AS BIGINT) AS input, CAST(sum(output_tokens) AS BIGINT) AS output,
    CAST(sum(cache_read_tokens) AS BIGINT) AS cache_read, CAST(sum(cache_write_tokens) AS BIGINT) AS cache_write"""
_SPEND = f"{_TOKENS}, CAST(sum(cost_micros) AS BIGINT) AS cost_micros"
_SESSIONS = f"{_TOKENS}, CAST(sum(sessions) AS BIGINT) AS sessions, CAST(sum(prompts) AS BIGINT) AS prompts"


def _all(table: str, sums: str) -> str:
    return f"SELECT 'all' AS name, count(DISTINCT user_id) AS people, {sums} FROM {table} WHERE {_OF_ORG}"


def _by(name: str, table: str, sums: str) -> str:
    return f"""
SELECT coalesce({name}, 'unknown') AS name, count(DISTINCT user_id) AS people, {sums}
FROM {table}
WHERE {_OF_ORG}
GROUP BY coalesce({name}, 'unknown')
"""


def _of_teams(table: str, sums: str) -> str:
    """By team of `$teams`, on the days on which people were in it, and at least `$floor` with them."""
    return f"""
SELECT team_id, count(DISTINCT user_id) AS people, {sums}
FROM (SELECT * FROM {table} WHERE {_OF_ORG}) AS used
JOIN (
    SELECT DISTINCT day, team_id, user_id
    FROM members
    WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
) AS theirs USING (day, user_id)
JOIN (
    SELECT day, team_id
    FROM members
    WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
    GROUP BY day, team_id
    HAVING count(DISTINCT user_id) >= $floor
) AS large USING (day, team_id)
GROUP BY team_id
"""


def used_by_point(grouping: Grouping, spent: bool) -> str:
    """AI use, by the export of spend or by sessions."""
    table, sums = ("ai_spend", _SPEND) if spent else ("ai_sessions", _SESSIONS)
    return f"""
SELECT {_point(grouping)} AS point, 'all' AS name, count(DISTINCT user_id) AS people, {sums}
FROM {table}
WHERE {_OF_ORG}
GROUP BY {_point(grouping)}
"""


SPENT, SPENT_BY_MODEL = _all("ai_spend", _SPEND), _by("model", "ai_spend", _SPEND)
SPENT_BY_TEAM = _of_teams("ai_spend", _SPEND)
SESSIONS, SESSIONS_BY_CLIENT = _all("ai_sessions", _SESSIONS), _by("client", "ai_sessions", _SESSIONS)
SESSIONS_BY_MODEL = _by("model", "ai_sessions", _SESSIONS)
SESSIONS_BY_TEAM = _of_teams("ai_sessions", _SESSIONS)

# How many are in each of these teams, a day.
TEAM_SIZES = f"""
SELECT day, count(DISTINCT user_id) AS members
FROM members
WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
GROUP BY day
"""


def team_people_by_point(grouping: Grouping) -> str:
    """Of those who were in these teams on the day."""
    return f"""
SELECT {_point(grouping)} AS point, count(DISTINCT user_id) AS people
FROM (SELECT day, user_id FROM workspaces WHERE {_OF_ORG}) AS used
JOIN (
    SELECT day, user_id
    FROM members
    WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
) AS theirs USING (day, user_id)
GROUP BY {_point(grouping)}
"""


WORKED_BY_TEAM = _of_teams("workspaces", "CAST(sum(seconds) AS BIGINT) AS seconds")

# In which of `$teams` people were on days on which they worked.
TEAMS_OF_WORKERS = f"""
SELECT DISTINCT user_id, team_id
FROM (SELECT day, user_id FROM workspaces WHERE {_OF_ORG}) AS used
JOIN (
    SELECT day, team_id, user_id
    FROM members
    WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
) AS theirs USING (day, user_id)
ORDER BY user_id, team_id
"""

_WORKER = """user_id, arg_max(user_login, day) AS login, CAST(sum(seconds) AS BIGINT) AS seconds,
    count(DISTINCT day) AS days, max(day) AS last_day,
    median(latency_p50_ms) AS latency_p50_ms, median(latency_p95_ms) AS latency_p95_ms"""

WORKERS = f"""
SELECT {_WORKER}
FROM workspaces
WHERE {_OF_ORG}
GROUP BY user_id
ORDER BY user_id
"""

OWN_WORK = f"""
SELECT {_WORKER}
FROM workspaces
WHERE {_OF_ORG} AND user_id = $user
GROUP BY user_id
"""

WORKERS_OF_TEAMS = f"""
SELECT {_WORKER}
FROM (SELECT * FROM workspaces WHERE {_OF_ORG}) AS used
JOIN (
    SELECT DISTINCT day, user_id
    FROM members
    WHERE source = 'github' AND org = $org AND {IN_DAYS} AND team_id IN (SELECT unnest($teams))
) AS theirs USING (day, user_id)
GROUP BY user_id
ORDER BY user_id
"""
