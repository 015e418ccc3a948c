"""Copilot and Augment side by side: against pandas over what both stand-ins gave, and by hand where it is about the rules."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.core.accounts import Account
from dashboard.core.assistants import Groups, Use, side_by_side
from dashboard.core.augment_rows import day_report
from dashboard.core.days import Span
from dashboard.core.numbers import Counters, Day
from dashboard.core.reports import Outcome
from dashboard.core.rows import USERS_REPORT
from dashboard.core.subjects import Organisation
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.builders import FETCHED, day_of, membership, usage, user_id
from tests.insights.test_independently import frame

DAYS = 14


@pytest.fixture(scope="module")
def insights(with_augment) -> Insights:
    return Insights(with_augment, 5)


def span_of(insights: Insights, subject) -> Span:
    last = insights.freshness(subject).last
    return Span(last - timedelta(days=DAYS - 1), last)


def within(rows: pd.DataFrame, days) -> pd.DataFrame:
    return rows[rows.day.isin([pd.Timestamp(day) for day in days])]


def active(rows: pd.DataFrame) -> set[int]:
    return set(rows[(rows.interactions > 0) | (rows.completions > 0)].user_id)


def test_the_organisations_people_and_sums_agree_each_person_once(insights, augment, copilot):
    span = span_of(insights, Organisation("acme"))
    found = insights.assistants(Organisation("acme"), span)
    ours, theirs = found.uses
    of_augment = within(augment, [day.day for day in theirs.days if day.known])
    with_augment, with_copilot = active(of_augment), set(within(copilot, [d.day for d in ours.days if d.known]).user_id)
    assert (ours.active_users, theirs.active_users) == (len(with_copilot), len(with_augment))
    assert (found.people, found.several) == (len(with_augment | with_copilot), len(with_augment & with_copilot))
    assert found.several > 0
    assert found.people < ours.active_users + theirs.active_users
    assert theirs.counters.interactions == of_augment.interactions.sum()
    assert theirs.counters.loc_added == of_augment.loc_added.sum()
    assert (theirs.counters.loc_deleted, theirs.counters.cli_sessions, theirs.counters.ai_credits) == (None, None, None)


def test_every_teams_people_and_sums_agree_by_githubs_memberships_of_each_day(
    insights, history_with_augment, augment, copilot
):
    members = frame(history_with_augment, "user-teams-1-day")[["day", "team_id", "user_id"]].drop_duplicates()
    used_by = 0
    for team in (team for team in insights.teams("acme") if team.qualifies):
        found = insights.assistants(team, span_of(insights, team))
        ours, theirs = found.uses
        own = members[members.team_id == team.id]
        of_augment = within(augment, [day.day for day in theirs.days if day.known]).merge(own, on=["day", "user_id"])
        of_copilot = within(copilot, [day.day for day in ours.days if day.known]).merge(own, on=["day", "user_id"])
        both = active(of_augment) & set(of_copilot.user_id)
        assert theirs.active_users == len(active(of_augment)), team
        assert ours.active_users == of_copilot.user_id.nunique(), team
        assert (found.people, found.several) == (len(active(of_augment) | set(of_copilot.user_id)), len(both)), team
        assert theirs.counters.interactions == of_augment.interactions.sum(), team
        by_day = {day.day: day.active_users for day in theirs.days if day.known}
        alone = of_augment[(of_augment.interactions > 0) | (of_augment.completions > 0)]
        counts = alone.groupby("day").user_id.nunique()
        assert by_day == {day: counts.get(pd.Timestamp(day), 0) for day in by_day}, team
        used_by += bool(theirs.active_users)
    assert used_by >= 2


def test_copilots_part_is_what_its_own_questions_say(insights):
    for team in (team for team in insights.teams("acme") if team.qualifies):
        span = span_of(insights, team)
        ours, now = insights.assistants(team, span).uses[0], insights.summary(team, span).now
        assert (ours.active_users, ours.days_counted, ours.counters) == (
            now.active_users,
            now.days_counted,
            now.counters,
        )


def test_without_another_assistant_there_is_nothing_to_set_beside(deployed):
    insights = Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), 5)
    assert insights.assistants(Organisation("acme"), span_of(insights, Organisation("acme"))) is None


def test_what_somebody_did_on_days_they_were_not_in_the_team_is_not_the_teams(tmp_path):
    """Alice leaves red after the first day, and uses Augment on the second."""
    history = History(open_objects(str(tmp_path / "history")))
    for number, members in enumerate((("alice", "bob"), ("bob",))):
        day = date(2026, 11, 11 + number)
        rows = [membership(login, 42, "red") for login in members]
        users = [usage(login, interactions=1) for login in ("alice", "bob")]
        history.write_day("github", "acme", day, day_of("acme", day, users, rows), FETCHED)
    records = [{"user_email": "alice", "metrics": {"chat_messages": 4}}]
    report = day_report("acme", day, records, lambda name: Account(user_id(name), name, True))
    history.write_day("augment", "acme", day, [Outcome(USERS_REPORT, "final", rows=report)], FETCHED)
    replica = Replica(history.objects, tmp_path / "replica")
    replica.update()
    insights = Insights(replica, 1)
    (red,) = insights.teams("acme")
    found = insights.assistants(red, Span(date(2026, 11, 11), day))
    assert ([use.active_users for use in found.uses], found.people, found.several) == ([2, 0], 2, 0)
    assert [day.state for day in found.uses[1].days] == ["not_available", "final"]
    assert found.uses[1].counters.interactions == 0


# -- what may be shown

DAY = Day(date(2026, 11, 12), "final", 9)
USES = [Use("copilot", [DAY], 1, counters=Counters(30)), Use("augment", [DAY], 1, counters=Counters(20))]


def test_without_a_floor_of_cells_everything_is_shown():
    found = side_by_side(USES, Groups(6, 1, 2), 1)
    assert ([use.active_users for use in found.uses], found.people, found.several) == ([8, 3], 9, 2)


def test_a_group_that_is_too_small_hides_whatever_it_could_be_worked_out_of():
    found = side_by_side(USES, Groups(6, 2, 7), 5)
    assert ([use.active_users for use in found.uses], found.people, found.several) == ([13, 9], None, None)


def test_an_assistant_of_too_few_people_has_no_numbers():
    ours, theirs = side_by_side(USES, Groups(6, 1, 2), 5).uses
    assert (ours.active_users, theirs.active_users, theirs.counters) == (8, None, Counters())
    assert [day.state for day in theirs.days] == ["suppressed"]


def test_where_people_cannot_be_told_any_more_sums_are_shown_only_without_a_floor():
    assert [use.counters.interactions for use in side_by_side(USES, None, 1).uses] == [30, 20]
    assert [use.counters.interactions for use in side_by_side(USES, None, 5).uses] == [None, None]
    assert side_by_side(USES, None, 1).people is None
