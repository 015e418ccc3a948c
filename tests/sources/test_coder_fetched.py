"""A Coder deployment, over HTTP against the stand-in."""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta

import pytest

from dashboard.demo.coder import API
from dashboard.demo.coder_deployment import Deployment
from dashboard.errors import Away, Denied
from dashboard.sources.coder import Coder

DAY = date(2026, 11, 18)
SECRET = "rename the secret project to falcon"
INSIGHTS = "/api/v2/insights/user-activity"


@pytest.fixture
def deployment(world) -> Deployment:
    world.coder = Deployment()
    return world.coder


@pytest.fixture
def api(stand_in, deployment, patience):
    return Coder(stand_in.web_url + API, deployment.token, patience)


def test_a_days_workspaces_have_seconds_latency_and_templates_of_every_person(api, deployment):
    deployment.put_work(DAY, "alice", (20.5, 41.0), vscode=3600, reconnecting_pty=1800)
    deployment.put_work(DAY + timedelta(days=1), "bob", vscode=1800)
    (alice,) = api.fetch_workspaces(DAY)
    assert (alice["username"], alice["seconds"]) == ("alice", 5400)
    assert api.fetch_latency(DAY) == {"alice": {"latency_p50_ms": 20.5, "latency_p95_ms": 41.0}}
    assert alice["template_ids"] == [deployment.templates[0].id]


def test_a_latency_of_minus_one_is_missing(api, deployment):
    deployment.put_work(DAY, "bob", vscode=1800)
    assert api.fetch_latency(DAY) == {"bob": {"latency_p50_ms": None, "latency_p95_ms": None}}


def test_windows_are_one_day_of_utc_and_nothing_else_is_asked(api, stand_in):
    api.fetch_workspaces(DAY)
    first = stand_in.requests[0]
    assert first.query == {"start_time": "2026-11-18T00:00:00Z", "end_time": "2026-11-19T00:00:00Z"}
    assert first.headers["Coder-Session-Token"] == "demo-coder-token"


def test_apps_are_those_that_were_used_and_builtin_ones_have_no_times(api, deployment):
    deployment.put_work(DAY, "alice", vscode=3600, code_server=1800)
    apps = {app["slug"]: (app["seconds"], app["times_used"]) for app in api.fetch_template_usage(DAY)["apps"]}
    assert apps == {"vscode": (3600, None), "code-server": (1800, 1)}


def test_of_a_parameter_that_people_write_only_the_number_of_values_is_kept(api, deployment):
    for value in ("eu-west", "eu-west", "us-east"):
        deployment.put_build(DAY, "region", value)
    deployment.put_build(DAY, "dotfiles", "https://github.com/alice/dotfiles")
    found = {(row["name"], row["value"]): row["count"] for row in api.fetch_template_usage(DAY)["parameters"]}
    assert found == {("region", "eu-west"): 2, ("region", "us-east"): 1, ("dotfiles", None): 1}


def test_what_is_known_of_the_deployment_is_by_day(api, deployment, world):
    deployment.put_work(DAY, "alice", vscode=1800)
    assert api.fetch_active_users()[DAY] == 1
    assert len(api.fetch_active_users()) == 61
    assert api.fetch_accounts()[DAY] == {"accounts_active": 1, "accounts_dormant": 0, "accounts_suspended": 0}
    assert (api.fetch_limit(), api.fetch_organizations()) == (100, ["coder"])


def test_emails_are_read_to_the_last_page(api, deployment):
    for number in range(230):
        deployment.account(f"person-{number:03}")
    assert len(api.fetch_emails()) == 230


def test_spend_is_by_person_group_model_and_provider_without_guards(api, deployment, stand_in):
    deployment.put_session(DAY, "@alice", input=10, output=5, cache_read=3, cost_micros=42)
    deployment.put_session(DAY, "@alice", input=1)
    (row,) = api.fetch_spend("coder", DAY)
    assert (row["username"], row["group_name"], row["provider"]) == ("@alice", "Everyone", "anthropic")
    assert [row[name] for name in ("input_tokens", "output_tokens", "cache_read_tokens", "cost_micros")] == [
        11,
        5,
        3,
        42,
    ]
    assert stand_in.requests[0].query["period_end"] == "2026-11-19T00:00:00Z"


def test_sessions_are_read_to_the_last_page_without_a_word_of_a_prompt(api, deployment, stand_in, monkeypatch):
    monkeypatch.setattr("dashboard.sources.coder.PAGE", 2)
    for _ in range(5):
        deployment.put_session(DAY, "alice", prompt=SECRET, threads=3, input=7)
    found = api.fetch_sessions(DAY)
    assert [(row["client"], row["prompts"], row["input_tokens"]) for row in found] == [("Claude Code", 3, 7)] * 5
    assert "falcon" not in json.dumps(found)
    assert len(stand_in.requests) == 3


@pytest.mark.parametrize("gateway", ["sessions", "interceptions"])
def test_an_older_gateway_is_read_as_well(api, deployment, gateway):
    deployment.gateway = gateway
    deployment.missing = {"ai-gateway"}
    deployment.put_session(DAY, "alice", prompt=SECRET, threads=2, input=7, output=1)
    (row,) = api.fetch_sessions(DAY)
    assert (row["username"], row["prompts"], row["input_tokens"], row["output_tokens"]) == ("alice", 2, 7, 1)
    assert row["sessions"] == (1 if gateway == "sessions" else None)
    assert "falcon" not in json.dumps(row)


def test_without_the_licence_it_is_said_what_is_missing(api, deployment):
    deployment.gateway = "none"
    with pytest.raises(Denied, match=r"Premium feature.*licence"):
        api.fetch_sessions(DAY)


@pytest.mark.parametrize(
    ("refused", "asked"), [("user-activity", "fetch_workspaces"), ("ai-gateway", "fetch_sessions")]
)
def test_a_licence_is_spoken_of_only_where_it_takes_one(api, deployment, refused, asked):
    deployment.refused = {refused}
    with pytest.raises(Denied, match="it needs the role auditor") as denied:
        getattr(api, asked)(DAY)
    assert ("licence" in str(denied.value)) == (refused == "ai-gateway")


def test_a_refused_token_says_what_to_do_and_is_nowhere_in_it(stand_in, deployment, patience, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Denied, match="CODER_TOKEN") as refused:
        Coder(stand_in.web_url + API, "a-secret-token", patience).fetch_own_name()
    assert refused.value.status == 401
    assert "a-secret-token" not in str(refused.value) + caplog.text


def test_a_breakdown_and_a_limit_are_waited_for(api, stand_in, waits):
    stand_in.faults.add("error", f"{API}/*", times=2)
    stand_in.faults.add("too_many_requests", f"{API}/*", times=1, seconds=7)
    assert api.fetch_workspaces(DAY) == []
    assert 7 in waits
    stand_in.faults.add("error", f"{API}/*")
    with pytest.raises(Away, match="answered 502"):
        api.fetch_workspaces(DAY)


@pytest.mark.parametrize(
    "body", [b"[]", b"<html>", {"report": {}}, {"report": {"users": [{"user_id": 1}]}}, {"report": 3}]
)
def test_an_answer_of_another_shape_is_a_service_out_of_order(scripted, patience, body):
    scripted.say(INSIGHTS, body=body)
    scripted.say("/api/v2/insights/user-latency", body={"report": {"users": []}})
    with pytest.raises(Away):
        Coder(scripted.url, "t", patience).fetch_workspaces(DAY)


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"no,such\n1,2\n", b"username,model,input_tokens,cost_micros\na,b,x,1\n"]
)
def test_an_export_of_another_shape_is_one_too(scripted, patience, body):
    scripted.say("/api/v2/organizations/coder/ai/spend/export", body=body)
    with pytest.raises(Away, match="spend"):
        Coder(scripted.url, "t", patience).fetch_spend("coder", DAY)


def test_accounts_hold_until_the_next_change_where_only_changes_are_told(scripted, patience):
    """As Coder did early in 2025. Before the first is unknown, and a status that isn't there has nobody."""
    active = [{"date": "2026-11-16T00:00:00Z", "count": 7}, {"date": "2026-11-18T14:30:00Z", "count": 8}]
    counts = {"active": active, "dormant": [{"date": "2026-11-17T09:00:00Z", "count": 1}]}
    scripted.say("/api/v2/insights/user-status-counts", body={"status_counts": counts})
    found = Coder(scripted.url, "t", patience).fetch_accounts()
    days = [date(2026, 11, day) for day in (16, 17, 18)]
    assert list(found) == days
    assert [found[day]["accounts_active"] for day in days] == [7, 7, 8]
    assert [found[day]["accounts_dormant"] for day in days] == [None, 1, 1]
    assert [found[day]["accounts_suspended"] for day in days] == [0, 0, 0]


def test_sessions_of_another_day_are_left_out_whatever_the_deployment_makes_of_the_question(scripted, patience):
    begun = (
        "2026-11-17T23:59:59.999999999Z",
        "2026-11-18T00:00:00Z",
        "2026-11-19T01:30:00+02:00",
        "2026-11-19T00:00:00Z",
    )
    answer = [{"id": at, "initiator": {"username": at}, "started_at": at} for at in begun]
    scripted.say("/api/v2/ai-gateway/sessions", body={"sessions": answer})
    assert [row["username"] for row in Coder(scripted.url, "t", patience).fetch_sessions(DAY)] == list(begun[1:3])


def test_pages_that_go_round_in_a_circle_end(scripted, patience, monkeypatch):
    monkeypatch.setattr("dashboard.sources.coder.PAGE", 1)
    scripted.say(
        "/api/v2/ai-gateway/sessions",
        body={"sessions": [{"id": "again", "initiator": {"id": "x"}, "started_at": "2026-11-18T09:00:00Z"}]},
    )
    with pytest.raises(Away, match="sessions"):
        Coder(scripted.url, "t", patience).fetch_sessions(DAY)
