"""The official Analytics API, over HTTP against the stand-in."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.demo.augment import API
from dashboard.demo.augment_tenant import Tenant
from dashboard.errors import Away, Denied
from dashboard.sources.augment import AugmentApi, Pace
from dashboard.sources.http import Patience

DAY = date(2026, 11, 18)


@pytest.fixture
def tenant(world) -> Tenant:
    world.augment = Tenant(a_minute=0)
    return world.augment


@pytest.fixture
def api(stand_in, tenant, patience):
    return AugmentApi(stand_in.web_url + API, tenant.token, patience, Pace(0))


def paths(stand_in) -> list[str]:
    return [seen.path.removeprefix(f"{API}/analytics/v0/") for seen in stand_in.requests]


def test_a_days_records_have_editor_language_and_metrics_of_every_person(api, tenant):
    tenant.put(DAY, "alice@acme.example", "JetBrains", "Kotlin", completions_count=4)
    tenant.put(DAY, "ci-reviewer", "CLI", "Unknown", cli_agent_non_interactive_messages=2)
    alice, service = api.fetch_day(DAY)
    assert (alice["user_email"], alice["editor"], alice["metrics"]["completions_count"]) == (
        "alice@acme.example",
        "JetBrains",
        4,
    )
    assert service["service_account_name"] == "ci-reviewer"


def test_all_pages_of_a_day_are_read_each_once(api, tenant, stand_in):
    for number in range(230):
        tenant.put(DAY, f"person-{number:03}@acme.example", chat_messages=1)
    found = api.fetch_day(DAY)
    assert len({record["user_email"] for record in found}) == len(found) == 230
    assert [seen.query["page_size"] for seen in stand_in.requests] == ["100"] * 3


def test_the_used_days_of_two_years_are_asked_in_windows_of_ninety(api, tenant, stand_in):
    tenant.put(DAY, "alice@acme.example", chat_messages=1)
    tenant.put(DAY - timedelta(days=400), "alice@acme.example", chat_messages=1)
    span = Span(date(2026, 11, 20) - timedelta(days=728), date(2026, 11, 20))
    assert api.fetch_used_days(span) == {DAY, DAY - timedelta(days=400)}
    assert paths(stand_in) == ["daily-usage"] * 9


def test_a_span_is_a_record_a_person_over_all_of_it(api, tenant):
    for day in (DAY, DAY - timedelta(days=1)):
        tenant.put(day, "alice@acme.example", chat_messages=3)
    (found,) = api.fetch_span(Span(DAY - timedelta(days=5), DAY))
    assert (found["active_days"], found["metrics"]["chat_messages"]) == (2, 6)


def test_a_limit_is_waited_for_as_long_as_it_says(api, tenant, stand_in, waits):
    stand_in.faults.add("too_many_requests", f"{API}/*", times=2, seconds=7)
    api.fetch_day(DAY)
    assert waits == [7, 7]


def test_the_stand_in_limits_as_augment_does_and_the_client_comes_through(stand_in, tenant):
    tenant.a_minute, tenant.burst = 600, 1
    api = AugmentApi(stand_in.web_url + API, tenant.token, Patience(), Pace(0))
    assert [api.fetch_day(DAY) for _ in range(2)] == [[], []]
    assert len(stand_in.requests) == 3


def test_a_breakdown_is_tried_again_and_then_said(api, tenant, stand_in):
    stand_in.faults.add("error", f"{API}/*", times=2)
    assert api.fetch_day(DAY) == []
    stand_in.faults.add("error", f"{API}/*")
    with pytest.raises(Away, match="answered 502"):
        api.fetch_day(DAY)


def test_a_refused_token_says_what_to_do_and_is_nowhere_in_it(stand_in, tenant, patience, caplog):
    caplog.set_level(logging.DEBUG)
    stranger = AugmentApi(stand_in.web_url + API, "a-secret-token", patience, Pace(0))
    with pytest.raises(Denied, match=r"AUGMENT_API_TOKEN.*Unauthenticated") as refused:
        stranger.fetch_day(DAY)
    assert refused.value.status == 401
    assert "a-secret-token" not in str(refused.value) + caplog.text


def test_a_plan_without_analytics_is_told_from_a_wrong_token(api, tenant):
    tenant.allowed = False
    with pytest.raises(Denied, match="Enterprise"):
        api.fetch_day(DAY)


def test_what_augment_says_of_a_wrong_question_is_passed_on(api, tenant, world):
    with pytest.raises(Denied, match=r"400 .InvalidArgument: .*yesterday"):
        api.fetch_day(world.today)


def test_pages_that_go_round_in_a_circle_end(scripted, patience):
    page = {"records": [], "pagination": {"has_more": True, "next_cursor": "again"}}
    scripted.say("/analytics/v0/daily-user-activity-by-editor-language", body=page)
    with pytest.raises(Away, match="circle"):
        AugmentApi(scripted.url, "t", patience, Pace(0)).fetch_day(DAY)


@pytest.mark.parametrize("body", [b"[]", b"<html>", {"records": "none"}, {"records": [1]}])
def test_an_answer_of_another_shape_is_a_service_out_of_order(scripted, patience, body):
    scripted.say("/analytics/v0/daily-user-activity-by-editor-language", body=body)
    with pytest.raises(Away):
        AugmentApi(scripted.url, "t", patience, Pace(0)).fetch_day(DAY)


def test_the_pace_lets_a_burst_through_and_then_ten_a_minute():
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(10, 20, lambda: now[0], sleep)
    for _ in range(23):
        pace.wait()
    assert slept == [6.0, 6.0, 6.0]
    now[0] += 3600
    slept.clear()
    for _ in range(21):
        pace.wait()
    assert slept == [6.0]
