"""`?assistant=` on every route of teams and organisations: whose numbers are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.insights import Insights
from tests.api.conftest import MONDAY, Asking, acme_day
from tests.api.test_description import problems
from tests.builders import augment_of, history_of
from tests.cast import CHARLIE, DANA

SPAN = "from=2026-11-02&to=2026-11-08"
ROUTES = [
    "/teams/{org}/{slug}/daily",
    "/teams/{org}/{slug}/summary",
    "/teams/{org}/{slug}/breakdown/{name}",
    "/teams/{org}/{slug}/members",
    "/orgs/{org}/daily",
    "/orgs/{org}/summary",
    "/orgs/{org}/breakdown/{name}",
]
CHAT = {"chat_messages": 4}


@pytest.fixture(scope="module")
def replica(tmp_path_factory):
    """Alice and person-001 used Augment on three days of the week, dana, who is in no team, on the first."""
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    used = [{"alice": CHAT, "person-001": CHAT, "dana": CHAT}, *[{"alice": CHAT, "person-001": CHAT}] * 2]
    return history_of(
        tmp_path_factory.mktemp("assistants"),
        [("acme", day, acme_day(day)) for day in days],
        augment=[("acme", day, augment_of("acme", day, people)) for day, people in zip(days, used, strict=False)],
    )


@pytest.fixture(scope="module")
def asking(replica):
    return Asking(Insights(replica, min_team_size=5))


def said(asking, route, assistant=""):
    query = f"{SPAN}&assistant={assistant}" if assistant else SPAN
    status, found = asking(f"{route.format(org='acme', slug='red', name='feature')}?{query}", DANA)
    assert (status, problems(route, status, found)) == (200, [])
    return found


@pytest.mark.parametrize("route", ROUTES)
def test_without_it_the_numbers_are_copilots(asking, ask, route):
    without = ask(f"{route.format(org='acme', slug='red', name='feature')}?{SPAN}", DANA)[1]
    assert said(asking, route) == said(asking, route, "copilot") == without


def test_a_teams_numbers_of_augment_are_of_its_members_alone(asking):
    found = said(asking, "/teams/{org}/{slug}/summary", "augment")
    assert (found["days_counted"], found["active_users"], found["interactions"]) == (3, 2, 24)
    assert (found["licensed_members"], found["adoption"], found["loc_deleted"]) == (5, 0.4, None)


def test_of_all_whoever_used_both_is_counted_once(asking):
    team = said(asking, "/teams/{org}/{slug}/summary", "all")
    assert (team["days_counted"], team["active_users"], team["interactions"]) == (3, 5, 3 * 7 + 24)
    org = said(asking, "/orgs/{org}/daily", "all")["days"]
    assert [(day["state"], day["active_users"], day["interactions"]) for day in org[:4]] == [
        ("final", 7, 20),
        ("final", 6, 16),
        ("final", 6, 16),
        ("not_available", None, None),
    ]


def test_breakdowns_and_members_are_of_the_assistant(asking):
    rows = said(asking, "/teams/{org}/{slug}/breakdown/{name}", "augment")["rows"]
    assert [(row["name"], row["active_users"], row["interactions"], row["loc_deleted"]) for row in rows] == [
        ("chat_panel", 2, 24, None)
    ]
    members = said(asking, "/teams/{org}/{slug}/members", "augment")["members"]
    assert {member["login"]: member["active_days"] for member in members if member["active_days"]} == {
        "alice": 3,
        "person-001": 3,
    }


def test_daily_active_users_are_of_the_assistant(asking):
    _, found = asking("/insights/daus?assistant=augment", DANA)
    amounts = {entry["date"]: entry["amount"] for entry in found["entries"]}
    assert [amounts[f"2026-11-0{day}"] for day in (2, 3, 5)] == [3, 2, None]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("value", ["cursor", "", "ALL", "github"])
def test_an_assistant_that_nobody_knows_is_refused_with_all_else_that_is_wrong(asking, route, value):
    address = route.format(org="acme", slug="red", name="feature")
    status, found = asking(f"{address}?assistant={value}&from=soon", DANA)
    assert status == 400
    assert {problem["field"] for problem in found["validations"]} == {"assistant", "from"}
    assert "copilot, augment, all" in str(found["validations"])


def test_no_assistant_opens_another_team(asking):
    assert asking("/teams/acme/red/summary?assistant=all", CHARLIE)[0] == 404


def test_of_an_organisation_without_it_nothing_is_known(ask):
    _, found = ask(f"/orgs/acme/daily?{SPAN}&assistant=all")
    assert {day["state"] for day in found["days"]} == {"not_available"}


def together(asking, more):
    query = f"start_time=2026-11-02T00:00:00Z&end_time=2026-11-07T00:00:00Z&interval=day&team_ids=42&{more}"
    status, found = asking(f"/insights/teams?{query}", DANA)
    assert (status, problems("/insights/teams", status, found)) == (200, [])
    return found


def test_teams_together_are_of_the_assistant(asking):
    alone = together(asking, "assistant=augment")
    assert (alone["report"]["active_users"], alone["report"]["team_ids"]) == (2, [42])
    assert [part["active_users"] for part in alone["interval_reports"]] == [2, 2, 2, None, None]
    assert [(each["slug"], each["times_used"]) for each in alone["report"]["apps_usage"]] == [("chat_panel", 24)]
    both = together(asking, "assistant=all")
    assert (both["report"]["active_users"], together(asking, "")["report"]["active_users"]) == (5, 5)
    used = {each["slug"]: each["times_used"] for each in both["report"]["apps_usage"]}
    of_copilot = together(asking, "")["report"]["apps_usage"]
    assert used["chat_panel"] == 24
    assert len(used) == 1 + len(of_copilot)


def test_above_a_floor_of_cells_teams_together_are_copilots_alone(replica):
    strict = Asking(Insights(replica, min_team_size=5, min_cell_size=2))
    assert together(strict, "assistant=all")["report"] | {"start_time": "", "end_time": ""} == {
        "start_time": "",
        "end_time": "",
        "team_ids": [],
        "active_users": None,
        "apps_usage": None,
        "parameters_usage": [],
    }
    assert together(strict, "")["report"]["active_users"] == 5
