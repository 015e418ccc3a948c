"""The same numbers, computed another way: pandas over the files GitHub's stand-in gave, against what Insights answers."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import DIMENSIONS, KNOWN
from dashboard.core.rows import USED
from dashboard.core.subjects import Organisation
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.tables import unpack
from dashboard.insights import Insights

FLOOR = 5


def frame(history: Path, report: str) -> pd.DataFrame:
    files = sorted((history / "raw").glob(f"source=github/org=acme/day=*/{report}.ndjson.zst"))
    lines = "\n".join(unpack(file.read_bytes()).decode() for file in files)
    rows = pd.read_json(StringIO(lines), lines=True, dtype=False)
    return rows.assign(day=pd.to_datetime(rows.day))


@pytest.fixture(scope="module")
def insights(deployed):
    return Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), FLOOR)


@pytest.fixture(scope="module")
def people(deployed):
    """One row for each user and day, with whether they were active."""
    rows = frame(Path(deployed.history_url), "users-1-day")
    counts = rows[
        ["user_initiated_interaction_count", "code_generation_activity_count", "code_acceptance_activity_count"]
    ]
    used = rows[[name for name in USED if name in rows]].eq(True)
    return rows.assign(active=(counts > 0).any(axis=1) | used.any(axis=1))


@pytest.fixture(scope="module")
def of_teams(deployed, people):
    """One row for each member and day of a team, on days that have both reports and enough members."""
    members = frame(Path(deployed.history_url), "user-teams-1-day")[["day", "team_id", "user_id"]]
    members = members[members.day.isin(people.day)]
    licensed = members.groupby(["team_id", "day"]).user_id.transform("nunique")
    return members[licensed >= FLOOR].merge(people, on=["day", "user_id"], how="left")


def span_of(insights: Insights, subject, days: int = 28) -> Span:
    last = insights.freshness(subject).last
    return Span(last - timedelta(days=days - 1), last)


def completions(rows: pd.DataFrame, counter: str) -> int:
    lists = rows.totals_by_feature.dropna()
    return sum(row[counter] for found in lists for row in found if row["feature"] == "code_completion")


def test_every_teams_summary_agrees(insights, of_teams):
    teams = [team for team in insights.teams("acme") if team.qualifies]
    assert len(teams) > 5
    for team in teams:
        span = span_of(insights, team)
        rows = of_teams[(of_teams.team_id == team.id) & of_teams.day.between(str(span.first), str(span.last))]
        now = insights.summary(team, span).now
        assert now.days_counted == rows.day.nunique(), team
        assert now.active_users == rows[rows.active.eq(True)].user_id.nunique(), team
        assert now.counters.interactions == rows.user_initiated_interaction_count.sum(), team
        assert now.counters.loc_added == rows.loc_added_sum.sum(), team
        shown, accepted = (completions(rows, f"code_{kind}_activity_count") for kind in ("generation", "acceptance"))
        assert now.counters.acceptance_rate == (pytest.approx(accepted / shown) if shown else None), team


def test_every_teams_days_agree(insights, of_teams):
    for team in insights.teams("acme"):
        by_day = of_teams[of_teams.team_id == team.id].groupby(of_teams.day.dt.date)
        for day in insights.daily(team, span_of(insights, team)):
            expected = by_day.get_group(day.day) if day.day in by_day.groups else None
            assert day.known == (expected is not None), (team, day)
            if expected is not None:
                assert day.licensed_members == expected.user_id.nunique()
                assert day.active_users == expected.active.eq(True).sum()


LISTS = {
    "feature": "totals_by_feature",
    "language": "totals_by_language_feature",
    "ide": "totals_by_ide",
    "model": "totals_by_model_feature",
}


def parts_of(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """One row for each entry of a breakdown's lists, with whose it was."""
    exploded = rows[["user_id", LISTS[dimension]]].explode(LISTS[dimension]).dropna()
    cells = pd.json_normalize(exploded[LISTS[dimension]].tolist()).assign(user_id=exploded.user_id.to_numpy())
    return cells.assign(name=cells[dimension].replace("", "unknown"))


def people_in(parts: pd.DataFrame) -> dict[str, int]:
    counted = parts[parts.filter(regex="_count$|_sum$").gt(0).any(axis=1)]
    return counted.groupby("name").user_id.nunique().to_dict()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_teams_breakdowns_agree(insights, of_teams, dimension):
    for team in [team for team in insights.teams("acme") if team.qualifies][:8]:
        span = span_of(insights, team, days=34)
        rows = of_teams[(of_teams.team_id == team.id) & of_teams.day.between(str(span.first), str(span.last))]
        parts = parts_of(rows, dimension)
        cells = insights.breakdown(team, span, dimension)
        assert {cell.name: cell.active_users for cell in cells if cell.active_users} == people_in(parts), team
        sums = parts.groupby("name").code_generation_activity_count.sum()
        assert {cell.name: cell.generations for cell in cells} == {cell.name: sums[cell.name] for cell in cells}, team


def test_adoption_agrees(insights, of_teams):
    for team in [team for team in insights.teams("acme") if team.qualifies]:
        span = span_of(insights, team)
        rows = of_teams[(of_teams.team_id == team.id) & of_teams.day.between(str(span.first), str(span.last))]
        licensed = set(rows[rows.day == rows.day.max()].user_id)
        active = set(rows[rows.active.eq(True)].user_id)
        now = insights.summary(team, span).now
        assert (now.licensed_members, now.adoption) == (len(licensed), len(licensed & active) / len(licensed)), team


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_organisations_breakdowns_agree(insights, deployed, people, dimension):
    acme = Organisation("acme")
    span = span_of(insights, acme, days=34)
    days = [day.day for day in insights.daily(acme, span) if day.known]
    aggregate = frame(Path(deployed.history_url), "organization-1-day").assign(user_id=0)
    cells = insights.breakdown(acme, span, dimension)
    used = people_in(parts_of(people[people.day.dt.date.isin(days)], dimension))
    assert {cell.name: cell.active_users for cell in cells if cell.active_users} == used
    sums = parts_of(aggregate[aggregate.day.dt.date.isin(days)], dimension).groupby("name")
    expected = sums.code_generation_activity_count.sum().to_dict()
    assert {cell.name: cell.generations for cell in cells if cell.generations} == {
        k: v for k, v in expected.items() if v
    }


def test_the_organisation_agrees_with_githubs_aggregate(insights, deployed, people):
    aggregate = frame(Path(deployed.history_url), "organization-1-day").set_index("day")
    acme = Organisation("acme")
    span = span_of(insights, acme)
    days = aggregate.loc[str(span.first) : str(span.last)]
    now = insights.summary(acme, span).now
    assert now.counters.generations == days.code_generation_activity_count.sum()
    with_people = people[people.day.isin(days.index)]
    assert now.active_users == with_people[with_people.active].user_id.nunique()
    for day in insights.daily(acme, span):
        assert (day.state in KNOWN) == (str(day.day) in days.index.strftime("%Y-%m-%d"))


def metered(rows: pd.DataFrame) -> dict[str, float]:
    """What GitHub counts of the command line, and credits, of these rows of people or of organisations."""
    lists = rows.totals_by_cli.dropna() if "totals_by_cli" in rows else []
    found = {f"cli_{name}s": sum(cli[f"{name}_count"] for cli in lists) for name in ("session", "request", "prompt")}
    tokens = [cli["token_usage"] for cli in lists]
    return found | {"cli_tokens": sum(used["output_tokens_sum"] + used["prompt_tokens_sum"] for used in tokens)}


def test_every_teams_command_line_and_credits_agree(insights, of_teams):
    for team in [team for team in insights.teams("acme") if team.qualifies]:
        span = span_of(insights, team)
        rows = of_teams[(of_teams.team_id == team.id) & of_teams.day.between(str(span.first), str(span.last))]
        now = insights.summary(team, span).now.counters
        assert {name: getattr(now, name) for name in metered(rows)} == metered(rows), team
        assert now.ai_credits == pytest.approx(rows.ai_credits_used.sum()), team
        by_week = insights.grouped(team, span, "week")
        assert sum(week.counters.cli_tokens or 0 for week in by_week) == now.cli_tokens, team


def test_the_organisations_command_line_and_credits_agree(insights, deployed, people):
    acme = Organisation("acme")
    span = span_of(insights, acme)
    known = [pd.Timestamp(day.day) for day in insights.daily(acme, span) if day.known]
    aggregate = frame(Path(deployed.history_url), "organization-1-day")
    now = insights.summary(acme, span).now.counters
    expected = metered(aggregate[aggregate.day.isin(known)])
    assert {name: getattr(now, name) for name in expected} == expected
    assert now.ai_credits == pytest.approx(people[people.day.isin(known)].ai_credits_used.sum())


SURFACES = {
    "agent_mode": lambda rows: rows.used_agent.eq(True),
    "agents_window": lambda rows: rows.used_vscode_agent.eq(True),
    "cloud_agent": lambda rows: rows.used_copilot_cloud_agent.eq(True) | rows.used_copilot_coding_agent.eq(True),
    "command_line": lambda rows: rows.used_cli.eq(True),
    "ai_credits": lambda rows: rows.ai_credits_used > 0,
}


def people_by_surface(rows: pd.DataFrame) -> dict[str, int]:
    counts = {name: rows[used(rows)].user_id.nunique() for name, used in SURFACES.items()}
    return {name: count for name, count in counts.items() if count}


def test_the_people_of_every_surface_agree(insights, people, of_teams):
    for team in [team for team in insights.teams("acme") if team.qualifies]:
        span = span_of(insights, team, days=34)
        rows = of_teams[(of_teams.team_id == team.id) & of_teams.day.between(str(span.first), str(span.last))]
        cells = insights.breakdown(team, span, "surface")
        assert {cell.name: cell.active_users for cell in cells} == people_by_surface(rows), team
    acme = Organisation("acme")
    span = span_of(insights, acme, days=34)
    days = [day.day for day in insights.daily(acme, span) if day.known]
    cells = insights.breakdown(acme, span, "surface")
    assert {c.name: c.active_users for c in cells} == people_by_surface(people[people.day.dt.date.isin(days)])


def test_the_models_of_the_organisation_are_ranked_by_what_they_generated(insights, deployed):
    aggregate = frame(Path(deployed.history_url), "organization-1-day").assign(user_id=0)
    newest = aggregate.day.max()
    parts = parts_of(aggregate[aggregate.day > newest - timedelta(days=90)], "model")
    sums = parts.groupby("name").code_generation_activity_count.sum()
    assert [sums[name] for name in insights.models("acme")] == sorted((n for n in sums if n), reverse=True)
