"""Augment's numbers, and those of both assistants together, another way: pandas over what both stand-ins gave."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import DIMENSIONS
from dashboard.core.subjects import Organisation
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from tests.insights.test_independently import frame

ACME, DAYS, FLOOR = Organisation("acme"), 14, 5


@pytest.fixture(scope="module")
def insights(with_augment) -> Insights:
    return Insights(with_augment, FLOOR)


@pytest.fixture(scope="module")
def members(history_with_augment) -> pd.DataFrame:
    rows = frame(history_with_augment, "user-teams-1-day")[["day", "team_id", "user_id"]].drop_duplicates()
    return rows[rows.groupby(["team_id", "day"]).user_id.transform("nunique") >= FLOOR]


def span_of(insights: Insights, subject) -> Span:
    last = insights.freshness(subject).last
    return Span(last - timedelta(days=DAYS - 1), last)


def active(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows.interactions > 0) | (rows.completions > 0)]


def on(rows: pd.DataFrame, days) -> pd.DataFrame:
    return rows[rows.day.isin([pd.Timestamp(day) for day in days])]


def people_by_day(*rows: pd.DataFrame) -> dict:
    together = pd.concat([each[["day", "user_id"]] for each in rows])
    return together.groupby(together.day.dt.date).user_id.nunique().to_dict()


def test_a_day_is_known_where_every_report_it_needs_is(insights, augment):
    begun = insights.of("augment").freshness(ACME).first
    span = Span(begun - timedelta(days=3), begun + timedelta(days=2))
    for subject in (ACME, next(team for team in insights.teams("acme") if team.qualifies)):
        theirs, both = insights.of("augment").daily(subject, span), insights.of("all").daily(subject, span)
        assert [day.known for day in theirs] == [False] * 3 + [True] * 3
        assert [day.known for day in both] == [False] * 3 + [True] * 3


def test_the_organisations_augment_agrees(insights, augment):
    asked = insights.of("augment")
    span = span_of(asked, ACME)
    days = [day for day in asked.daily(ACME, span) if day.known]
    rows = on(augment, [day.day for day in days])
    now = asked.summary(ACME, span).now
    assert now.days_counted == len(days) > 7
    assert now.active_users == active(rows).user_id.nunique() > 0
    assert now.counters.interactions == rows.interactions.sum()
    assert now.counters.generations == rows.completions.sum()
    assert now.counters.loc_added == rows.loc_added.sum()
    assert (now.counters.loc_deleted, now.counters.cli_sessions, now.counters.ai_credits) == (None, None, None)
    by_day = people_by_day(active(rows))
    assert {day.day: day.active_users for day in days} == {day.day: by_day.get(day.day, 0) for day in days}
    cells = {cell.name: cell for cell in asked.breakdown(ACME, span, "feature")}
    assert cells["code_completion"].generations == rows.completions.sum()
    assert cells["code_completion"].active_users == rows[rows.completions > 0].user_id.nunique()
    assert {cell.loc_deleted for cell in cells.values()} == {None}


def test_the_organisations_people_of_both_are_githubs_count_and_those_of_augment_alone(
    insights, augment, copilot, history_with_augment
):
    asked = insights.of("all")
    span = span_of(asked, ACME)
    days = [day for day in asked.daily(ACME, span) if day.known]
    aggregate = frame(history_with_augment, "organization-1-day").set_index("day")
    theirs, ours = active(on(augment, [d.day for d in days])), on(copilot, [d.day for d in days])
    for day in days:
        githubs = aggregate.loc[pd.Timestamp(day.day)]
        alone = set(on(theirs, [day.day]).user_id) - set(on(ours, [day.day]).user_id)
        assert day.active_users == githubs.daily_active_users + len(alone), day.day
        used = on(augment, [day.day])
        assert day.counters.interactions == githubs.user_initiated_interaction_count + used.interactions.sum()
        assert (day.weekly_active_users, day.monthly_active_users) == (None, None)
    now = asked.summary(ACME, span).now
    together = set(theirs.user_id) | set(ours.user_id)
    assert now.active_users == len(together) < theirs.user_id.nunique() + ours.user_id.nunique()
    assert now.counters.loc_deleted is None
    weeks = asked.grouped(ACME, span, "week")
    by_week = people_by_day(*(rows.assign(day=rows.day.dt.to_period("W").dt.start_time) for rows in (ours, theirs)))
    for week in weeks:
        assert week.active_users == by_week[week.day - timedelta(days=week.day.weekday())]


def test_every_teams_people_and_sums_of_both_agree(insights, members, augment, copilot):
    used_both = 0
    for team in (team for team in insights.teams("acme") if team.qualifies):
        asked = insights.of("all")
        span = span_of(asked, team)
        days = [day for day in asked.daily(team, span) if day.known]
        own = on(members[members.team_id == team.id], [day.day for day in days])
        theirs, ours = augment.merge(own, on=["day", "user_id"]), copilot.merge(own, on=["day", "user_id"])
        now = asked.summary(team, span).now
        together = set(active(theirs).user_id) | set(ours.user_id)
        assert (now.days_counted, now.active_users) == (len(days), len(together)), team
        interactions = theirs.interactions.sum() + ours.user_initiated_interaction_count.sum()
        assert now.counters.interactions == interactions, team
        by_day = people_by_day(active(theirs), ours)
        assert {d.day: d.active_users for d in days} == {d.day: by_day.get(d.day, 0) for d in days}, team
        licensed = set(own[own.day == own.day.max()].user_id)
        assert now.adoption == pytest.approx(len(together & licensed) / len(licensed)), team
        used_both += len(set(active(theirs).user_id) & set(ours.user_id))
    assert used_both > 5


@pytest.mark.parametrize("asked", ["augment", "all"])
def test_every_row_of_the_overview_is_what_the_teams_own_page_says(insights, asked):
    found = insights.of(asked)
    span = span_of(found, ACME)
    rows = [row for row in found.teams_overview("acme", span) if row.team.qualifies]
    assert len(rows) > 5
    for row in rows:
        own = found.summary(row.team, span).now
        assert (row.now.active_users, row.now.adoption) == (own.active_users, own.adoption), row.team
        for name in ("interactions", "generations", "loc_added", "loc_deleted", "loc_suggested"):
            assert getattr(row.now.counters, name) == getattr(own.counters, name), (row.team, name)


@pytest.mark.parametrize("asked", ["augment", "all"])
def test_a_teams_people_by_name_add_up_to_its_summary(insights, asked):
    found = insights.of(asked)
    team = next(team for team in insights.teams("acme") if team.qualifies)
    span = span_of(found, team)
    people, now = found.members(team, span), found.summary(team, span).now
    assert sum(1 for person in people if person.active_days) == now.active_users
    assert sum(person.interactions or 0 for person in people) == now.counters.interactions
    assert max(person.active_days or 0 for person in people) <= now.days_counted


def test_copilots_numbers_are_the_same_with_augment_as_without(insights, deployed):
    without = Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), FLOOR)
    assert (without.assistants_of("acme"), insights.assistants_of("acme")) == (
        ("copilot",),
        ("copilot", "augment", "all"),
    )
    span = span_of(without, ACME)
    assert insights.teams("acme") == without.teams("acme")
    assert insights.teams_overview("acme", span) == without.teams_overview("acme", span)
    assert insights.added_up("acme", span, insights.teams("acme")) == without.added_up(
        "acme", span, without.teams("acme")
    )
    for subject in (ACME, *(team for team in without.teams("acme") if team.qualifies)):
        assert insights.freshness(subject).last == without.freshness(subject).last
        assert insights.grouped(subject, span, "week") == without.grouped(subject, span, "week")
        assert insights.summary(subject, span) == without.summary(subject, span)
        assert insights.change(subject, span) == without.change(subject, span)
        assert insights.versions(subject, span) == without.versions(subject, span)
        assert insights.phases(subject, span) == without.phases(subject, span)
        for dimension in (*DIMENSIONS, "surface"):
            assert insights.breakdown(subject, span, dimension) == without.breakdown(subject, span, dimension)
            assert insights.daily_breakdown(subject, span, dimension) == without.daily_breakdown(
                subject, span, dimension
            )


def test_what_only_github_says_is_unknown_of_another_assistant(insights):
    for asked in ("augment", "all"):
        found = insights.of(asked)
        team = next(team for team in insights.teams("acme") if team.qualifies)
        assert found.phases(team, span_of(found, team)) is None
        assert found.versions(ACME, span_of(found, ACME)) is None
        assert "ai_credits" not in {cell.name for cell in found.breakdown(ACME, span_of(found, ACME), "surface")}
