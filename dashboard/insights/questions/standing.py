"""What GitHub last knew of people in a span: adoption phases, versions of editors and plugins.

`$now` has the counted days of each of `$months`. The newest of a person's days is the largest number made of the place
of its month and the set of its days in it, as sets of different days differ first in the newest.
"""

from __future__ import annotations

from dashboard.insights.questions.pieces import IN_DAYS, IN_MONTHS, NOW, OF_GITHUB

# GitHub's own count of the newest day that has one.
ORG_PHASES = f"""
SELECT day, part.phase AS name, part.phase_number AS number, part.users_in_phase_28d AS people,
    part.total_engaged_users AS engaged
FROM (SELECT day, unnest(totals_by_ai_adoption_phase) AS part FROM org WHERE {OF_GITHUB} AND {IN_DAYS})
WHERE part.phase IS NOT NULL
ORDER BY day DESC, part.phase_number, part.phase
"""


def _standing(table: str, whose: str) -> str:
    """Distinct people by what is known of them on the newest of their days: their phase, and the version of each editor
    and plugin they used."""
    return f"""
SELECT kind, name, value, count(*) AS people
FROM (
    SELECT kind, name, user_id,
        arg_max(value, list_position($months, month) * 4294967296 + (days & {NOW})) AS value
    FROM {table}
    WHERE {whose} AND {IN_MONTHS} AND days & {NOW} <> 0
    GROUP BY kind, name, user_id
)
GROUP BY kind, name, value
"""


TEAM_STANDING = _standing("team_standing", f"{OF_GITHUB} AND team_id = $team")
ORG_VERSIONS = _standing("person_standing", f"{OF_GITHUB} AND kind <> 'phase'")
