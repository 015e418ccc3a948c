"""Who worked in Coder's workspaces, by name: for whom, of whom, and in the shape that is promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.accounts import Identity
from dashboard.demo.coder import API
from dashboard.demo.coder_deployment import Deployment
from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.history.assistants import Assistant
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.insights import Insights
from dashboard.refresh_coder import refresh_coder
from dashboard.sources.coder import Coder
from tests.api.conftest import MONDAY, Asking, acme_day
from tests.api.test_description import problems
from tests.builders import history_of
from tests.cast import ALICE, BOB, CHARLIE, DANA

WEEK = "start_time=2026-11-02T00:00:00Z&end_time=2026-11-09T00:00:00Z"
PATHS = ("/insights/user-activity", "/insights/user-latency")


@pytest.fixture(scope="module")
def replica(tmp_path_factory):
    """Acme's week, on whose Monday and Tuesday alice, charlie and guest, whom GitHub doesn't know, were in workspaces."""
    folder = tmp_path_factory.mktemp("coder")
    days = [("acme", MONDAY + timedelta(days=n), acme_day(MONDAY + timedelta(days=n))) for n in range(7)]
    history_of(folder, days)
    world = World(date(2026, 11, 10))
    coder = world.coder = Deployment()
    for number, wait in enumerate((20.0, 40.0)):
        coder.put_work(MONDAY + timedelta(days=number), "alice", (wait, 2 * wait), vscode=3600)
    coder.put_work(MONDAY, "charlie", jetbrains=1800)
    coder.put_work(MONDAY, "guest", ssh=1800)
    stand_in = serve(world)
    try:
        history = History(open_objects(str(folder / "history")))
        kept = Assistant(history, "coder", "acme")
        who = [Identity("alice", 1001), Identity("charlie", 1003)]
        api = Coder(stand_in.web_url + API, coder.token)
        span = {"since": MONDAY, "until": MONDAY + timedelta(days=6)}
        assert (
            refresh_coder(api, history, kept, "acme", who, datetime(2026, 11, 10, 6, tzinfo=UTC), **span).failures == []
        )
    finally:
        stand_in.stop()
    return history_of(folder, [])


@pytest.fixture
def ask_with(replica):
    return lambda show_names_to: Asking(Insights(replica, 5, show_names_to=show_names_to))


def seconds(answer):
    return {user["username"]: user["seconds"] for user in answer[1]["report"]["users"]}


def test_an_admin_is_told_of_everybody(ask_with):
    answer = ask_with("admins")(f"{PATHS[0]}?{WEEK}", DANA)
    assert seconds(answer) == {"alice": 7200, "charlie": 1800, "guest": 1800}
    assert answer[1]["reason"] == ""


def test_latency_is_the_middle_of_days_and_null_where_it_was_not_measured(ask_with):
    users = ask_with("admins")(f"{PATHS[1]}?{WEEK}", DANA)[1]["report"]["users"]
    assert {user["username"]: user["latency_ms"] for user in users} == {
        "alice": {"p50": 30.0, "p95": 60.0},
        "charlie": {"p50": None, "p95": None},
        "guest": {"p50": None, "p95": None},
    }


@pytest.mark.parametrize("path", PATHS)
def test_answers_have_the_shape_that_is_described(ask_with, path):
    status, found = ask_with("admins")(f"{path}?{WEEK}", DANA)
    assert found["report"]["users"]
    assert problems(path, status, found) == []


def test_a_team_has_its_own_people_alone(ask_with):
    answer = ask_with("admins")(f"{PATHS[0]}?{WEEK}&team_ids=42", DANA)
    assert (seconds(answer), answer[1]["report"]["team_ids"]) == ({"alice": 7200}, [42])


@pytest.mark.parametrize(("names_for", "who"), [("admins", ALICE), ("nobody", ALICE), ("nobody", DANA)])
def test_who_may_not_see_names_is_told_so_and_of_nobody(ask_with, names_for, who):
    status, found = ask_with(names_for)(f"{PATHS[0]}?{WEEK}", who)
    assert (status, found["report"]["users"]) == (200, [])
    assert "names of people are not shown" in found["reason"]


def test_with_names_for_members_they_are_those_of_ones_own_teams(ask_with):
    assert seconds(ask_with("members")(f"{PATHS[0]}?{WEEK}", BOB)) == {"alice": 7200}


def test_another_team_looks_like_none(ask_with):
    assert ask_with("members")(f"{PATHS[0]}?{WEEK}&team_ids=42", CHARLIE)[0] == 404


def test_people_have_the_teams_they_worked_in_and_only_those_that_contributed_are_named(ask_with):
    report = ask_with("admins")(f"{PATHS[0]}?{WEEK}", DANA)[1]["report"]
    assert {user["username"]: user["team_ids"] for user in report["users"]} == {
        "alice": [42],
        "charlie": [],  # whose team is too small to be anybody's
        "guest": [],
    }
    assert report["team_ids"] == [42]
    nobody = "start_time=2026-11-05T00:00:00Z&end_time=2026-11-06T00:00:00Z&team_ids=42"
    assert ask_with("admins")(f"{PATHS[0]}?{nobody}", DANA)[1]["report"]["team_ids"] == []


def test_days_outside_the_window_are_not_in_it(ask_with):
    tuesday = "start_time=2026-11-03T00:00:00Z&end_time=2026-11-04T00:00:00Z"
    assert seconds(ask_with("admins")(f"{PATHS[0]}?{tuesday}", DANA)) == {"alice": 3600}
    empty = "start_time=2026-11-03T00:00:00Z&end_time=2026-11-03T00:00:00Z"
    assert seconds(ask_with("admins")(f"{PATHS[0]}?{empty}", DANA)) == {}
