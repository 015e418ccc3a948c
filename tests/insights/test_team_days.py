"""What is published of a team's days, against the same computed another way, and against its page."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.daily_object import TeamDay, together
from dashboard.core.days import Span
from dashboard.core.numbers import Day
from dashboard.core.subjects import Team
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.tables import unpack
from dashboard.insights import Insights

FLOOR = 5


@pytest.fixture(scope="module")
def insights(deployed):
    return Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), FLOOR)


def lines(history: Path, report: str) -> pd.DataFrame:
    files = sorted((history / "raw").glob(f"source=github/org=acme/day=*/{report}.ndjson.zst"))
    text = "\n".join(unpack(file.read_bytes()).decode() for file in files)
    return pd.read_json(StringIO(text), lines=True, dtype=False)


@pytest.fixture(scope="module")
def of_teams(deployed) -> pd.DataFrame:
    """A row for each member, team and day, with what GitHub's lines say of the person that day."""
    history = Path(deployed.history_url)
    members = lines(history, "user-teams-1-day")[["day", "team_id", "user_id"]].drop_duplicates()
    return members.merge(lines(history, "users-1-day"), on=["day", "user_id"])


def found(insights: Insights, team: Team) -> tuple[list[Day], list[TeamDay]]:
    reach = insights.freshness(team)
    days = [day for day in insights.daily(team, Span(reach.first, reach.last)) if day.known]
    return days, insights.team_days(team, days)


@pytest.fixture(scope="module")
def teams(insights) -> list[Team]:
    return [team for team in insights.teams("acme") if team.qualifies]


def test_it_adds_up_to_what_the_teams_page_says(insights, teams):
    for team in teams:
        days, published = found(insights, team)
        cells = insights.daily_breakdown(team, Span(days[0].day, days[-1].day), "feature")
        completions = {cell.day: cell for cell in cells if cell.name == "code_completion"}
        for shown, day in zip(days, published, strict=True):
            whole, cell = together(day.languages.values()), completions.get(shown.day)
            assert (day.day, day.active_users) == (shown.day, shown.active_users)
            assert whole.suggestions == (cell.generations if cell else 0)
            assert whole.acceptances == (cell.acceptances if cell else 0)
            assert whole.lines_accepted == (cell.loc_added if cell else 0)


def test_people_and_prompts_are_those_in_githubs_lines(insights, teams, of_teams):
    for team in teams[:6]:
        rows = of_teams[of_teams.team_id == team.id]
        for day in found(insights, team)[1]:
            today = rows[rows.day == day.day.isoformat()]
            prompted, accepted = today.user_initiated_interaction_count, today.code_acceptance_activity_count
            assert day.everything.engaged == frozenset(today[(prompted > 0) | (accepted > 0)].user_id)
            chats = today.totals_by_feature.map(chats_in)
            assert day.chats == chats.sum()
            assert day.chat.engaged == frozenset(today[chats > 0].user_id)
            assert day.people_known


def chats_in(features: list[dict]) -> int:
    return sum(row["user_initiated_interaction_count"] for row in features if row["feature"].startswith("chat"))


def test_people_by_language_are_those_in_githubs_lines(insights, teams, of_teams):
    team = teams[0]
    rows = of_teams[of_teams.team_id == team.id]
    for day in found(insights, team)[1]:
        today = rows[rows.day == day.day.isoformat()]
        for language, cell in day.languages.items():
            taken = today.totals_by_language_feature.map(lambda found, language=language: taken_in(found, language))
            assert cell.use.engaged == frozenset(today[taken > 0].user_id)
            assert cell.acceptances == taken.sum()


def taken_in(languages: list[dict], language: str) -> int:
    return sum(
        row["code_acceptance_activity_count"]
        for row in languages
        if (row["language"], row["feature"]) == (language, "code_completion")
    )
