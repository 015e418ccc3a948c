"""What the page of workspaces says, beside the same computed from what the stand-in did that day, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from dashboard.core.accounts import Identity
from dashboard.core.coder_rows import CODER
from dashboard.core.days import Span
from dashboard.core.own import Person
from dashboard.core.periods import GROUPINGS, beginning
from dashboard.demo.coder import API
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from dashboard.history.assistants import Assistant
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from dashboard.insights.workspaces import team_states
from dashboard.refresh_coder import refresh_coder
from dashboard.sources.coder import Coder
from dashboard.sources.http import Patience
from tests.builders import day_of, membership

TODAY = date(2026, 11, 21)
SPAN = Span(date(2026, 11, 2), date(2026, 11, 20))
MISSING = date(2026, 11, 11)  # of workspaces
RED = 42


@pytest.fixture(scope="module")
def world():
    return lifelike(users=60, days=60, today=TODAY)


@pytest.fixture(scope="module")
def red(world):
    """Everybody of Coder's with an odd number at GitHub."""
    return {a.username: a.person.id for a in world.coder.accounts if a.person and a.person.id % 2}


@pytest.fixture(scope="module")
def replica(world, red, tmp_path_factory):
    folder = tmp_path_factory.mktemp("coder")
    objects, stand_in = open_objects(str(folder / "history")), serve(world)
    history = History(objects)
    stand_in.faults.add("error", "*/user-activity", times=2)  # both tries of one day
    who = [Identity(account.username, account.person.id) for account in world.coder.accounts if account.person]

    def api():
        return Coder(stand_in.web_url + API, world.coder.token, Patience(tries=2, sleep=lambda seconds: None))

    now, kept = datetime(2026, 11, 21, 6, tzinfo=UTC), Assistant(history, CODER, "acme")
    try:
        failed = refresh_coder(api(), history, kept, "acme", who, now, since=MISSING, until=MISSING)
        assert len(failed.failures) == 1
        for span in ((SPAN.first, MISSING - timedelta(days=1)), (MISSING + timedelta(days=1), SPAN.last)):
            done = refresh_coder(api(), history, kept, "acme", who, now, since=span[0], until=span[1])
            assert done.failures == []
    finally:
        stand_in.stop()
    rows = [membership("alice", RED, "red") | {"user_id": number} for number in red.values()]
    for day in SPAN:
        history.write_day("github", "acme", day, day_of("acme", day, [], rows), now)
    found = Replica(objects, folder / "replica")
    found.update()
    return found


@pytest.fixture(scope="module")
def insights(replica):
    return Insights(replica, 5)


@pytest.fixture(scope="module")
def stints(world):
    days = [day for day in SPAN if day != MISSING]
    return [(day, stint) for day in days for stint in world.coder.stints_of(day)]


@pytest.fixture(scope="module")
def sessions(world):
    return [session for day in SPAN for session in world.coder.sessions_of(day)]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_people_over_the_span_and_by_point(insights, stints, grouping):
    found = insights.workspaces("acme", SPAN, grouping, [])
    by_point = defaultdict(set)
    for day, stint in stints:
        by_point[max(beginning(day, grouping), SPAN.first)].add(stint.account)
    assert found.people == len({stint.account for _, stint in stints})
    assert found.seconds == sum(stint.seconds for _, stint in stints)
    assert {point.day: point.active_users for point in found.points if point.active_users} == {
        day: len(people) for day, people in by_point.items()
    }


def test_a_day_that_failed_is_unknown_and_counts_nowhere(insights):
    found = insights.workspaces("acme", SPAN, "day", [])
    (failed,) = [point for point in found.points if not point.known]
    assert (failed.day, failed.state, failed.active_users) == (MISSING, "failed", None)
    assert found.days_known == len(SPAN) - 1


def test_templates_apps_and_latency(insights, world, stints):
    found = insights.workspaces("acme", SPAN, "day", [])
    people = defaultdict(set)
    days = defaultdict(list)
    for _, stint in stints:
        people[stint.template.display_name].add(stint.account)
        if stint.latency_ms:
            days[stint.account].append(stint.latency_ms[0])
    assert {each.name: each.people for each in found.templates} == {name: len(some) for name, some in people.items()}
    apps = Counter()
    for day in SPAN:  # the report of the deployment didn't fail
        for stint in world.coder.stints_of(day):
            apps.update(dict(stint.apps))
    assert sum(app.seconds for app in found.apps) == sum(apps.values())
    middles = [median(waits) for waits in days.values()]
    bands = [sum(low <= each < high for each in middles) for low, high in ((0, 50), (50, 100), (100, 200), (200, 9e9))]
    unmeasured = len({stint.account for _, stint in stints}) - len(middles)
    assert found.people_by_latency == [*bands, unmeasured]
    assert found.latency_p50_ms == pytest.approx(median(wait for waits in days.values() for wait in waits))


def test_ai_use_as_a_whole_by_client_and_by_model(insights, sessions):
    found = insights.workspaces("acme", SPAN, "day", [])
    assert found.ai.people == len({session.account for session in sessions})
    assert (found.ai.sessions, found.ai.prompts) == (len(sessions), sum(session.threads for session in sessions))
    assert found.ai.cost_micros == sum(session.cost_micros for session in sessions)
    assert found.ai.tokens.input == sum(session.tokens.input for session in sessions)
    by_client, by_model = Counter(), Counter()
    for session in sessions:
        by_client[session.client] += 1
        by_model[session.model] += session.cost_micros
    assert {use.name: use.sessions for use in found.clients} == by_client
    assert {use.name: use.cost_micros for use in found.models} == by_model


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_ai_use_over_time(insights, sessions, grouping):
    cost, people = Counter(), defaultdict(set)
    for session in sessions:
        point = max(beginning(session.started_at.date(), grouping), SPAN.first)
        cost[point] += session.cost_micros
        people[point].add(session.account)
    found = insights.workspaces("acme", SPAN, grouping, []).ai_points
    assert {each.point.day: each.use.cost_micros for each in found if each.use.people} == cost
    assert {each.point.day: each.use.people for each in found if each.use.people} == {
        d: len(p) for d, p in people.items()
    }
    assert all(each.use.cost_micros == 0 for each in found if not each.use.people), "known days, on which nobody did"


def test_by_team_are_its_members_and_too_few_are_withheld(replica, red, sessions):
    theirs = [session for session in sessions if session.account.username in red]
    people = len({session.account for session in theirs})
    open_to = Insights(replica, people)
    (team,) = [team for team in open_to.teams("acme") if team.id == RED]
    (found,) = open_to.workspaces("acme", SPAN, "day", [team]).teams
    assert (found.people, found.cost_micros) == (people, sum(session.cost_micros for session in theirs))
    (withheld,) = Insights(replica, people + 1).workspaces("acme", SPAN, "day", [team]).teams
    assert (withheld.withheld, withheld.people, withheld.tokens.all) == (True, None, None)


def test_small_cells_are_folded_and_their_people_not_counted(replica, sessions):
    people = defaultdict(set)
    for session in sessions:
        people[session.client].add(session.account)
    floor = sorted(len(some) for some in people.values())[1]
    found = Insights(replica, 5, floor + 1).workspaces("acme", SPAN, "day", [])
    other = found.clients[-1]
    assert (other.name, other.people) == ("other", None)
    assert sum(use.sessions for use in found.clients) == len(sessions)


def test_people_by_name_are_those_of_the_team_on_the_days_they_were_in_it(insights, red, stints):
    seconds = Counter()
    for _, stint in stints:
        if stint.account.username in red:
            seconds[red[stint.account.username]] += stint.seconds
    assert {each.user_id: each.seconds for each in insights.workers("acme", SPAN, [RED])} == seconds
    assert insights.workers("acme", SPAN, []) == []
    assert len(insights.workers("acme", SPAN, None)) > len(seconds)


def test_a_teams_own_line_has_its_members_time_and_use(replica, red, stints, sessions):
    worked = [stint for _, stint in stints if stint.account.username in red]
    talked = {session.account for session in sessions if session.account.username in red}
    (team,) = [team for team in Insights(replica, 5).teams("acme") if team.id == RED]
    found = Insights(replica, 5).team_work(team, SPAN, "day")
    assert (found.people, found.seconds) == (len({stint.account for stint in worked}), sum(s.seconds for s in worked))
    assert (found.ai.people, found.withheld) == (len(talked), False)
    few = Insights(replica, len(talked) + 1).team_work(team, SPAN, "day")
    assert (few.ai, few.withheld) == (None, True)


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_a_teams_members_over_time_are_those_who_were_in_it(replica, red, stints, grouping):
    (team,) = [team for team in Insights(replica, 5).teams("acme") if team.id == RED]
    people = defaultdict(set)
    for day, stint in stints:
        if stint.account.username in red:
            people[max(beginning(day, grouping), SPAN.first)].add(stint.account)
    points = Insights(replica, 5).team_work(team, SPAN, grouping).points
    assert {point.day: point.active_users for point in points if point.active_users} == {
        d: len(p) for d, p in people.items()
    }
    if grouping == "day":
        assert [(point.day, point.state) for point in points if not point.known] == [(MISSING, "failed")]


def test_days_on_which_a_team_was_too_small_are_withheld_and_count_nowhere(replica, red):
    (team,) = [team for team in Insights(replica, 5).teams("acme") if team.id == RED]
    sizes = {day: len(red) for day in SPAN}
    states = team_states(replica.ask, "acme", SPAN, {**sizes, SPAN.first: 4}, 5)
    assert (states[SPAN.first], states[MISSING], states[SPAN.last]) == ("suppressed", "failed", "provisional")
    large = Insights(replica, len(red) + 1)
    assert large.team_work(team, SPAN, "day") is None
    assert large.workspaces("acme", SPAN, "day", [team]).teams == []


def test_ones_own_time(insights, red, stints):
    name, number = next(iter(red.items()))
    mine = [(day, stint) for day, stint in stints if stint.account.username == name]
    found = insights.own_work(Person("acme", number), SPAN)
    assert (found.seconds, found.days) == (sum(stint.seconds for _, stint in mine), len({day for day, _ in mine}))
    assert insights.own_work(Person("acme", 1), SPAN) is None
