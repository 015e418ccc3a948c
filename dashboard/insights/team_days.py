"""All that is published of a team's days: what its page shows, day by day, in the terms of GitHub's old API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.core.daily_object import Completions, TeamDay, Use
from dashboard.core.numbers import Day
from dashboard.core.subjects import Team
from dashboard.insights.answers import Ask

EVERYTHING, CHAT = "everything", "chat"
SUMS = ("suggestions", "acceptances", "lines_suggested", "lines_accepted")

# Sums as the team's page has them. Chat in the editor is every feature of that kind.
CHATS = """
SELECT day, sum(row.user_initiated_interaction_count) AS chats
FROM (
    SELECT day, unnest(totals_by_feature) AS row
    FROM teams
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
) AS features
WHERE row.feature LIKE 'chat%'
GROUP BY day
"""

LANGUAGES = """
SELECT
    day, coalesce(nullif(row.language, ''), 'unknown') AS language,
    sum(row.code_generation_activity_count) AS suggestions,
    sum(row.code_acceptance_activity_count) AS acceptances,
    sum(row.loc_suggested_to_add_sum) AS lines_suggested,
    sum(row.loc_added_sum) AS lines_accepted
FROM (
    SELECT day, unnest(totals_by_language_feature) AS row
    FROM teams
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
) AS languages
WHERE row.feature = 'code_completion'
GROUP BY day, coalesce(nullif(row.language, ''), 'unknown')
ORDER BY day, suggestions DESC, language
"""

# Whose rows are there still, of those who were licensed.
MEMBERS_KEPT = """
SELECT teams.day, teams.licensed_members AS licensed, count(DISTINCT members.user_id) AS kept
FROM (
    SELECT day, licensed_members
    FROM teams
    WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
) AS teams
LEFT JOIN (SELECT day, user_id FROM members WHERE source = 'github' AND org = $org AND team_id = $team) AS members
    ON members.day = teams.day
GROUP BY teams.day, teams.licensed_members
"""

_OF_THE_TEAM = """
    SELECT users.*
    FROM users
    JOIN (
        SELECT DISTINCT day, user_id
        FROM members
        WHERE source = 'github' AND org = $org AND team_id = $team AND day IN (SELECT unnest($days))
    ) AS people ON people.day = users.day AND people.user_id = users.user_id
    WHERE users.source = 'github' AND users.org = $org
"""

# Who engaged, as GitHub's old API had it: prompted, or accepted something.
PEOPLE = f"""
SELECT
    day, user_id, 'everything' AS thing,
    user_initiated_interaction_count > 0 OR code_acceptance_activity_count > 0 AS engaged
FROM ({_OF_THE_TEAM}) AS rows
UNION ALL
SELECT day, user_id, 'chat' AS thing, row.user_initiated_interaction_count > 0 AS engaged
FROM (SELECT day, user_id, unnest(totals_by_feature) AS row FROM ({_OF_THE_TEAM}) AS rows) AS features
WHERE row.feature LIKE 'chat%' AND (row.user_initiated_interaction_count > 0
    OR row.code_generation_activity_count > 0 OR row.code_acceptance_activity_count > 0)
"""  # noqa: S608 - made of our own names

LANGUAGE_PEOPLE = f"""
SELECT
    day, user_id, coalesce(nullif(row.language, ''), 'unknown') AS thing, row.code_acceptance_activity_count > 0 AS engaged
FROM (SELECT day, user_id, unnest(totals_by_language_feature) AS row FROM ({_OF_THE_TEAM}) AS rows) AS languages
WHERE row.feature = 'code_completion'
  AND (row.code_generation_activity_count > 0 OR row.code_acceptance_activity_count > 0)
"""  # noqa: S608 - made of our own names

Uses = Mapping[tuple[date, str], Use]


def team_days(ask: Ask, team: Team, days: Sequence[Day]) -> list[TeamDay]:
    """`days` are known ones, as the team's page has them."""
    where: dict[str, Any] = {"org": team.org, "team": team.id, "days": [day.day for day in days]}
    chats = {row["day"]: int(row["chats"] or 0) for row in ask(CHATS, **where)}
    complete = {row["day"] for row in ask(MEMBERS_KEPT, **where) if row["kept"] >= row["licensed"]}
    uses, by_language = uses_of(ask(PEOPLE, **where)), uses_of(ask(LANGUAGE_PEOPLE, **where))
    languages = languages_of(ask(LANGUAGES, **where), by_language)
    return [
        TeamDay(
            day.day,
            day.active_users,
            uses.get((day.day, EVERYTHING), Use()),
            languages.get(day.day, {}),
            chats.get(day.day, 0),
            uses.get((day.day, CHAT), Use()),
            people_known=day.day in complete,
        )
        for day in days
    ]


def uses_of(rows: Sequence[Mapping[str, Any]]) -> Uses:
    """By day and thing."""
    people: dict[tuple[date, str], set[int]] = defaultdict(set)
    engaged: dict[tuple[date, str], set[int]] = defaultdict(set)
    for row in rows:
        people[row["day"], row["thing"]].add(row["user_id"])
        if row["engaged"]:
            engaged[row["day"], row["thing"]].add(row["user_id"])
    return {key: Use(frozenset(found), frozenset(engaged[key])) for key, found in people.items()}


def languages_of(rows: Sequence[Mapping[str, Any]], uses: Uses) -> dict[date, dict[str, Completions]]:
    """By day, the languages with any completion, most suggestions first."""
    found: dict[date, dict[str, Completions]] = defaultdict(dict)
    for row in rows:
        day, language = row["day"], row["language"]
        sums = {name: int(row[name] or 0) for name in SUMS}
        if any(sums.values()):
            found[day][language] = Completions(use=uses.get((day, language), Use()), **sums)
    return found
