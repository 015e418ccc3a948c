"""Seats of the demo's year, counted a second time out of what the demo says of each person."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.core.days import Span
from dashboard.core.own import Person
from dashboard.core.subjects import Organisation
from dashboard.demo.seats import keep_snapshots
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.deployed import fetch_history, settings_for

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def world():
    return lifelike(users=60, days=130, today=TODAY)


@pytest.fixture(scope="module")
def insights(world, tmp_path_factory):
    github = serve(world)
    settings = settings_for(github, tmp_path_factory.mktemp("seats"))
    keep_snapshots(world, History(open_objects(settings.history_url)))
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert fetch_history(settings, now, since=TODAY - timedelta(days=34)).failures == []
    github.stop()
    return Insights(Replica(open_objects(settings.history_url), Path(settings.replica_dir)), 5)


@pytest.fixture(scope="module")
def last_days(world):
    """When each person was last active in the story, out of its days one by one."""
    told, found = world.reporter.chronicle, {}
    for back in range(130, 0, -1):
        day = TODAY - timedelta(days=back)
        found |= dict.fromkeys(told.crowd.ids[told.trace(day).active].tolist(), day)
    return found


def test_every_seat_has_the_last_day_the_person_was_active(insights, world, last_days):
    found = insights.seats("acme")
    assert found.day == TODAY
    assert len(found.seats) == len({seat.person.id for seat in world.current_seats(world.organisation("acme"))})
    known = {seat.user_id: seat.active_at.date() for seat in found.seats if seat.active_at}
    ours = {user: day for user, day in last_days.items() if user in {seat.user_id for seat in found.seats}}
    assert {user: known[user] for user in ours} == ours
    assert found.active_within(28) == sum((TODAY - day).days < 28 for day in known.values())


def test_states_add_up_to_the_seats_of_every_day(insights):
    days = insights.seats_by_day("acme", Span(TODAY - timedelta(days=130), TODAY))
    assert len(days) >= 120
    assert all(sum(day.states.values()) + day.without_assignee == day.seats for day in days)
    newest = insights.seats("acme")
    assert Counter(seat.state for seat in newest.seats) == {k: v for k, v in newest.billing.states.items() if v}


def test_an_activity_that_github_forgot_is_still_known(insights, world, last_days):
    """Whoever was last active 91 days ago and more: null at GitHub."""
    forgotten = {user for user, day in last_days.items() if (TODAY - day).days > 90}
    seats = {seat.user_id: seat for seat in insights.seats("acme").seats}
    assert forgotten & seats.keys()
    assert all(seats[user].unused == "long" for user in forgotten & seats.keys())


def test_a_person_in_two_organisations_has_a_seat_in_each_and_is_not_unlicensed(insights, world):
    acme = {seat.person.id for seat in world.current_seats(world.organisation("acme"))}
    umbrella = {seat.person.id for seat in world.current_seats(world.organisation("umbrella"))}
    both = acme & umbrella
    assert both
    found = insights.seats("acme")
    assert not both & {person.user_id for person in found.unlicensed}
    assert all(insights.seat(Person("acme", user)) for user in both)


def test_whoever_has_rows_and_no_seat_is_listed_with_the_last_snapshot_they_are_in(insights, world):
    found = insights.seats("acme")
    holders = {seat.user_id for seat in found.seats}
    rows = insights.history.ask(
        "SELECT user_id, max(day) AS day FROM users WHERE org = 'acme' AND day BETWEEN $first AND $last GROUP BY user_id",
        first=found.compared.first,
        last=found.compared.last,
    )
    assert {person.user_id: person.row_on for person in found.unlicensed} == {
        row["user_id"]: row["day"] for row in rows if row["user_id"] not in holders
    }
    with_rows = {row["user_id"] for row in rows}
    assert {seat.user_id for seat in found.without_usage()} == {
        seat.user_id for seat in found.seats
        if seat.user_id not in with_rows and seat.assigned_at.date() <= found.compared.first
    }  # fmt: skip


def test_teams_count_members_with_a_seat(insights, world):
    found = insights.seats("acme")
    holders = {seat.user_id: seat for seat in found.seats}
    rows = insights.history.ask(
        "SELECT team_id, user_id FROM members WHERE org = 'acme' AND day = (SELECT max(day) FROM members)"
    )
    counted = Counter(row["team_id"] for row in rows if row["user_id"] in holders)
    assert {team.id: team.people for team in found.teams} == counted


def active_holders(insights, span, snapshot):
    """Out of the rows themselves, by the definition of an active user."""
    rows = insights.history.ask("SELECT * FROM users WHERE org = 'acme'")
    used = [name for name in rows[0] if name.startswith("used_")]
    counts = ("user_initiated_interaction_count", "code_generation_activity_count", "code_acceptance_activity_count")
    active = {
        row["user_id"] for row in rows
        if row["day"] in span and (any((row[name] or 0) > 0 for name in counts) or any(row[name] for name in used))
    }  # fmt: skip
    held = insights.history.ask("SELECT user_id FROM seats WHERE org = 'acme' AND day = $day", day=snapshot)
    return active & {row["user_id"] for row in held}


@pytest.mark.parametrize("days", [7, 14])
def test_adoption_is_of_the_seats_held_at_the_end_of_the_span(insights, days):
    last = insights.freshness(Organisation("acme")).last
    span = Span(last - timedelta(days=days - 1), last)
    found = insights.seat_adoption("acme", span)
    (billing,) = insights.seats_by_day("acme", Span(last, last))
    assert (found.day, found.seats) == (last, billing.seats)
    assert found.active == len(active_holders(insights, span, last)) > 0
    assert found.before == len(active_holders(insights, span.before(), span.before().last)) / (
        insights.seats_by_day("acme", span.before())[-1].seats
    )


def test_the_first_snapshot_stands_for_the_days_before_whose_reports_came_with_it_and_no_earlier_ones(world, tmp_path):
    github = serve(world)
    settings = settings_for(github, tmp_path)
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert fetch_history(settings, now, since=TODAY - timedelta(days=14)).failures == []
    github.stop()
    asked = Insights(Replica(open_objects(settings.history_url), Path(settings.replica_dir)), 5)
    last = asked.freshness(Organisation("acme")).last
    found = asked.seat_adoption("acme", Span(last - timedelta(days=5), last))
    assert (last < TODAY, found.day, found.before) == (True, TODAY, None)
    assert asked.seat_adoption("acme", Span(TODAY - timedelta(days=10), TODAY - timedelta(days=4))) is None
    assert asked.seat_adoption("umbrella", Span(last - timedelta(days=900), last - timedelta(days=890))) is None
