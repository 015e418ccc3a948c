"""The stand-in's Augment: lifelike, consistent with the company, and as fussy as the real one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import requests

from dashboard.core.accounts import identities
from dashboard.demo.augment import API, APP
from dashboard.demo.augment_tenant import Tenant
from dashboard.demo.run import environment
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from tests.demo.conftest import TODAY

V0 = f"{API}/analytics/v0/"


@pytest.fixture(scope="module")
def pilot(lifelike_world) -> Tenant:
    return lifelike_world.augment


@pytest.fixture
def ask(github, world):
    world.augment = Tenant(a_minute=0)

    def ask(path, token="demo-augment-token", cookie="", **query):
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{github.web_url}{path}"
        return requests.get(address, query, headers=headers, cookies={"_session": cookie}, timeout=10)

    return ask


def told(tenant: Tenant, day: date) -> list:
    return [(work.user.name, work.editor, work.language, dict(work.metrics)) for work in tenant.day(day)]


def test_the_same_world_has_the_same_days(pilot):
    again = lifelike(users=60, days=365, today=TODAY).augment
    days = [TODAY - timedelta(days=back) for back in range(1, 30)]
    assert [told(again, day) for day in days] == [told(pilot, day) for day in days]


def test_some_people_have_github_accounts_and_some_have_not(pilot):
    assert {user.name for user in pilot.users if user.person} >= {"alice@acme.example", "dana@acme.example"}
    assert sum(user.person is None for user in pilot.users) == 4
    assert sum(user.is_service for user in pilot.users) == 1


def test_the_identity_table_leaves_somebody_out_and_can_be_read(pilot):
    found = identities(pilot.identities().encode())
    assert len(found) == sum(user.person is not None for user in pilot.users) - 1
    assert {identity.github_id for identity in found} & {1001}


def test_weekends_are_quiet_and_the_pilot_begins_in_the_middle_of_the_story(pilot):
    days = {TODAY - timedelta(days=back) for back in range(1, 60)}
    busy = {day: len({work.user for work in pilot.day(day)}) for day in days}
    weekend = [busy[day] for day in days if day.weekday() >= 5]
    week = [busy[day] for day in days if day.weekday() < 5]
    assert sum(weekend) / len(weekend) < sum(week) / len(week) / 3
    assert pilot.day(TODAY - timedelta(days=360)) == []


def test_the_parts_add_up_to_the_modified_lines(pilot):
    for work in pilot.day(TODAY - timedelta(days=3)):
        lines = sum(
            value for name, value in work.metrics.items() if name.endswith("lines_of_code") and "total" not in name
        )
        assert work.metrics["total_modified_lines_of_code"] == lines + work.instruction_lines


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("daily-usage", {"start_date": "2026-11-01", "end_date": str(TODAY)}, "InvalidArgument"),
        ("daily-usage", {"start_date": "2026-08-01", "end_date": "2026-11-01"}, "InvalidArgument"),
        ("daily-usage", {"start_date": "2024-11-01", "end_date": "2024-11-02"}, "InvalidArgument"),
        ("daily-usage", {"start_date": "yesterday"}, "InvalidArgument"),
        ("user-activity", {"page_size": "101"}, "InvalidArgument"),
        ("user-activity", {"cursor": "mine"}, "InvalidArgument"),
        ("daily-user-activity-by-editor-language", {}, "InvalidArgument"),
    ],
)
def test_a_wrong_question_is_refused_in_the_envelope(ask, path, query, code):
    answer = ask(V0 + path, **query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_token_is_needed(ask):
    answer = ask(f"{V0}dau-count", token="another")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "Unauthenticated")


def test_more_than_the_limit_is_429_with_when_to_come_again(ask, world):
    world.augment.a_minute, world.augment.burst = 10, 3
    answers = [ask(f"{V0}dau-count") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "6"


def test_without_dates_it_is_the_week_up_to_yesterday(ask, world):
    for back in range(10):
        world.augment.put(TODAY - timedelta(days=back), "a@x", chat_messages=1)
    found = ask(f"{V0}dau-count").json()["daily_active_user_counts"]
    assert [entry["date"] for entry in found] == [str(TODAY - timedelta(days=back)) for back in range(7, 0, -1)]


def test_an_idle_day_is_left_out_and_pages_follow_each_other(ask, world):
    day = date(2026, 11, 18)
    for number in range(3):
        world.augment.put(day, f"person-{number}@x", chat_messages=1)
    query = {"start_date": "2026-11-17", "end_date": str(day)}
    assert [entry["date"] for entry in ask(f"{V0}daily-usage", **query).json()["daily_usage"]] == [str(day)]
    first = ask(f"{V0}user-activity", **query, page_size=2).json()
    second = ask(f"{V0}user-activity", **query, page_size=2, cursor=first["pagination"]["next_cursor"]).json()
    assert [len(page["users"]) for page in (first, second)] == [2, 1]
    assert second["pagination"] == {"has_more": False, "next_cursor": None}


def test_the_dashboard_wants_a_cookie_and_compact_days(ask, world):
    world.augment.put(date(2026, 11, 18), "a@x", chat_messages=1)
    compact, spaced = '{"year":2026,"month":11,"day":18}', '{"year": 2026, "month": 11, "day": 18}'
    path = f"{APP}/api/user-feature-stats"
    assert ask(path, startDate=compact, endDate=compact).status_code == 401
    session = world.augment.session
    assert ask(path, cookie=session, startDate=spaced, endDate=spaced).json() == {}
    assert len(ask(path, cookie=session, startDate=compact, endDate=compact).json()["userFeatureStats"]) == 1


def test_the_settings_for_it_are_there():
    running = serve(lifelike(users=30, days=10, today=TODAY))
    try:
        found = running.augment_settings()
        assert found["AUGMENT_API_URL"] == running.web_url + API
        assert found["AUGMENT_API_TOKEN"] == running.world.augment.token
    finally:
        running.stop()


def test_the_demo_has_two_assistants_and_knows_who_is_who(tmp_path):
    running = serve(lifelike(users=30, days=10, today=TODAY))
    try:
        found = environment(running, tmp_path, 8050, "30x10")
    finally:
        running.stop()
    assert found["AUGMENT_API_TOKEN"] == running.world.augment.token
    assert identities((tmp_path / "config" / "identities.csv").read_bytes())
    assert found["CONFIG_URL"] == str(tmp_path / "config")
