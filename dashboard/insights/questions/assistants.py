"""Whom an organisation's or a team's other assistants are used by, beside GitHub's. Memberships are GitHub's for all of them."""

from __future__ import annotations

from dashboard.core.assistants import SOURCES
from dashboard.insights.questions.pieces import IN_MONTHS, any_of


def _groups(table: str, days: str, whose: str) -> str:
    """People by which assistants they used: `days` are those of a month on which somebody was active with one."""

    def used(source: str, wanted: str) -> str:
        on_those = any_of(f"{days} & {wanted}[list_position($months, month)]")
        return f"max(CASE WHEN source = '{source}' THEN {on_those} ELSE 0 END)"

    return f"""
SELECT copilot, augment, count(*) AS people
FROM (
    SELECT user_id, {used(SOURCES["copilot"], "$copilot")} AS copilot, {used(SOURCES["augment"], "$augment")} AS augment
    FROM {table}
    WHERE source IN {tuple(SOURCES.values())} AND {whose} AND {IN_MONTHS}
    GROUP BY user_id
)
GROUP BY copilot, augment
"""


ORG_GROUPS = _groups("active_people", "days", "org = $org")
TEAM_GROUPS = _groups("team_people", "active_days", "org = $org AND team_id = $team")
