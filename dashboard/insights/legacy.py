"""What GitHub's old APIs counted, as it was imported: its own series, never added to the reports of today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.core.numbers import LegacyDay
from dashboard.core.subjects import Organisation, Subject
from dashboard.insights.answers import Ask

# The old APIs gave a team's day only if this many of its members had a licence on it.
GITHUBS_FLOOR = 5

_NUMBERS = """
    api,
    total_active_users AS active_users,
    total_engaged_users AS engaged_users,
    total_code_suggestions AS suggestions,
    total_code_acceptances AS acceptances,
    total_code_lines_suggested AS lines_suggested,
    total_code_lines_accepted AS lines_accepted,
    total_chats AS chats
"""

ORG_LEGACY = f"""
SELECT day, {_NUMBERS}
FROM legacy_org
WHERE source = 'github' AND org = $org
ORDER BY day
"""  # noqa: S608 - made of our own names

# A team that had two slugs on its way here can have a day under both: the one it has now comes last.
TEAM_LEGACY = f"""
SELECT day, {_NUMBERS}
FROM legacy_team
WHERE source = 'github' AND org = $org AND team_id = $team
ORDER BY day, CASE WHEN slug = $slug THEN 1 ELSE 0 END, slug
"""  # noqa: S608 - made of our own names


KNOWN_DAYS = """
SELECT (SELECT count(*) FROM legacy_org WHERE source = 'github' AND org = $org)
    + (SELECT count(*) FROM legacy_team WHERE source = 'github' AND org = $org) AS days
"""


def has_legacy(ask: Ask, org: str) -> bool:
    """Whether anything was imported of an organisation or of one of its teams."""
    return ask(KNOWN_DAYS, org=org)[0]["days"] > 0


def legacy_days(ask: Ask, subject: Subject, floor: int) -> list[LegacyDay]:
    """Every imported day, in order; those that `floor` withholds are left out, like those GitHub withheld."""
    if isinstance(subject, Organisation):
        return _days(ask(ORG_LEGACY, org=subject.org))
    days = _days(ask(TEAM_LEGACY, org=subject.org, team=subject.id, slug=subject.slug))
    return [day for day in days if above_floor(day, floor)]


def above_floor(day: LegacyDay, floor: int) -> bool:
    """How many had a licence was never said, only that it was enough for GitHub's own floor. Above that, only as many
    active people prove it."""
    return floor <= GITHUBS_FLOOR or (day.active_users or 0) >= floor


def _days(rows: Sequence[dict[str, Any]]) -> list[LegacyDay]:
    return list({row["day"]: LegacyDay(**row) for row in rows}.values())
