"""What a team or an organisation did with another assistant than GitHub's. Memberships are GitHub's for all of them."""

from __future__ import annotations

from dashboard.insights.questions.pieces import COUNTERS, IN_MONTHS

_OF_TEAM = "org = $org AND team_id = $team"

TEAM_DAYS = f"""
SELECT day, active_users, {COUNTERS}
FROM team_days
WHERE source = $source AND {_OF_TEAM} AND day BETWEEN $first AND $last
"""

ORG_DAYS = f"""
SELECT day, active_users, {COUNTERS}
FROM org_days
WHERE source = $source AND org = $org AND day BETWEEN $first AND $last
"""

STATES = """
SELECT day, state
FROM reports
WHERE source = $source AND org = $org AND report = $report AND day BETWEEN $first AND $last
"""


def _groups(days: str, people: str) -> str:
    """People by which assistants they used: `days` are those of a month on which somebody was active with one."""

    def used(source: str, wanted: str) -> str:
        on_those = f"{days} & {wanted}[list_position($months, month)]"
        return f"max(CASE WHEN source = {source} AND {on_those} <> 0 THEN 1 ELSE 0 END)"

    return f"""
SELECT copilot, other, count(*) AS people
FROM (
    SELECT user_id, {used("'github'", "$copilot")} AS copilot, {used("$source", "$other")} AS other
    FROM {people}
    WHERE org = $org AND {IN_MONTHS}
    GROUP BY user_id
)
GROUP BY copilot, other
"""


ORG_GROUPS = _groups("days", "active_people")

# On the days on which they were members.
TEAM_GROUPS = _groups(
    "days & member_days",
    f"""(
    SELECT active_people.source, active_people.org, month, user_id, days, member_days
    FROM active_people
    JOIN (SELECT month, user_id, member_days FROM team_people WHERE source = 'github' AND {_OF_TEAM}) AS members
        USING (month, user_id)
    )""",
)
