"""What GitHub last knew of people in a span: adoption phases, versions of editors and plugins.

`$now` has the counted days of each of `$months`. The newest of a person's days is the largest number made of the place
of its month and the set of its days in it, as sets of different days differ first in the newest.
"""

from __future__ import annotations

from dashboard.insights.questions.organisation import ORG
from dashboard.insights.questions.pieces import IN_DAYS, IN_MONTHS, NOW
from dashboard.insights.questions.team import TEAM

# GitHub's own count of the newest day that has one.
ORG_PHASES = f"""
SELECT day, part.phase AS name, part.phase_number AS number, part.users_in_phase_28d AS people,
    part.total_engaged_users AS engaged
FROM (SELECT day, unnest(totals_by_ai_adoption_phase) AS part FROM org WHERE {ORG} AND {IN_DAYS})
WHERE part.phase IS NOT NULL
ORDER BY day DESC, part.phase_number, part.phase
"""


def _newest(table: str, whose: str, days: str, columns: str) -> str:
    """A row for each person's state in each month, with `newest` as the order of its days."""
    return f"""
    SELECT user_id, {columns}, list_position($months, month) * 4294967296 + ({days} & {NOW}) AS newest
    FROM {table}
    WHERE {whose} AND {IN_MONTHS} AND {days} & {NOW} <> 0"""


def _of_team(table: str) -> tuple[str, str, str]:
    """Only while they were in the team."""
    return f"{table} JOIN team_people USING (source, org, month, user_id)", TEAM, "days & member_days"


def _of_org(table: str) -> tuple[str, str, str]:
    return table, ORG, "days"


TEAM_PHASES = f"""
SELECT name, count(*) AS people
FROM (
    SELECT user_id, arg_max(phase, newest) AS name
    FROM ({_newest(*_of_team("person_phases"), "phase")})
    GROUP BY user_id
)
GROUP BY name
ORDER BY name
"""


def _versions(table: str, whose: str, days: str) -> str:
    """Distinct people by the newest known version of each editor and each plugin they used."""
    parts = (
        f"""
    SELECT '{kind}' AS kind, user_id, {name} AS name, arg_max({version}, newest) AS version
    FROM ({_newest(table, whose, days, f"{name}, {version}")})
    WHERE {version} IS NOT NULL AND {name} IS NOT NULL
    GROUP BY user_id, {name}"""
        for kind, name, version in (("editor", "ide", "ide_version"), ("plugin", "plugin", "plugin_version"))
    )
    return f"""
SELECT kind, name, version, count(*) AS people
FROM ({" UNION ALL ".join(parts)})
GROUP BY kind, name, version
ORDER BY kind, name, version
"""


TEAM_VERSIONS = _versions(*_of_team("person_editors"))
ORG_VERSIONS = _versions(*_of_org("person_editors"))
