"""The stand-in for Coder, by Coder's contract: what it answers, and how it refuses."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
import requests

from dashboard.demo.coder_deployment import Deployment
from dashboard.demo.coder_gateway import HEADER

TODAY = date(2026, 11, 21)
DAY = date(2026, 11, 18)
MIDNIGHTS = {"start_time": f"{DAY}T00:00:00Z", "end_time": f"{DAY + timedelta(days=1)}T00:00:00Z"}


@pytest.fixture
def deployment(world) -> Deployment:
    world.coder = Deployment()
    world.coder.put_work(DAY, "alice", (20.5, 41.0), vscode=3600, reconnecting_pty=1800)
    world.coder.put_work(DAY, "bob", template=1, code_server=1800)
    return world.coder


@pytest.fixture
def ask(github, deployment):
    def ask(path: str, token: str = deployment.token, **asked) -> requests.Response:
        address = f"{github.web_url}/coder/api/v2/{path}"
        return requests.get(address, params=asked, headers={"Coder-Session-Token": token}, timeout=10)

    return ask


def fields(answer: requests.Response) -> set[str]:
    return {found["field"] for found in answer.json()["validations"]}


def test_without_the_token_everything_is_401(ask):
    for path in ("users/me", "insights/daus", "users", "ai-gateway/sessions", "organizations/x/ai/spend/export"):
        assert ask(path, token="another").status_code == 401


def test_daus_are_61_entries_oldest_first(ask):
    entries = ask("insights/daus", tz_offset=0).json()["entries"]
    assert (len(entries), entries[-1]["date"]) == (61, TODAY.isoformat())
    assert [entry["amount"] for entry in entries if entry["date"] == DAY.isoformat()] == [2]


def test_templates_have_builtin_apps_at_zero_and_distinct_people(ask):
    report = ask("insights/templates", **MIDNIGHTS).json()["report"]
    assert report["active_users"] == 2
    seconds = {app["slug"]: (app["type"], app["seconds"]) for app in report["apps_usage"]}
    assert (seconds["vscode"], seconds["ssh"]) == (("builtin", 3600), ("builtin", 0))
    assert seconds["code-server"] == ("app", 1800)


def test_a_template_filter_leaves_the_others_out(ask, deployment):
    found = ask("insights/templates", template_ids=deployment.templates[1].id, **MIDNIGHTS).json()["report"]
    assert (found["active_users"], found["template_ids"]) == (1, [deployment.templates[1].id])


def test_activity_is_of_everybody_with_usage_and_latency_is_minus_one_without_a_measurement(ask):
    activity = ask("insights/user-activity", **MIDNIGHTS).json()["report"]["users"]
    assert {user["username"]: user["seconds"] for user in activity} == {"alice": 5400, "bob": 1800}
    latency = ask("insights/user-latency", **MIDNIGHTS).json()["report"]["users"]
    assert {user["username"]: user["latency_ms"]["p50"] for user in latency} == {"alice": 20.5, "bob": -1}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_time": f"{DAY}"}, "start_time"),
        ({"start_time": f"{DAY}T01:00:00Z"}, "start_time"),
        ({"end_time": f"{DAY}T09:30:00Z"}, "end_time"),
        ({"end_time": f"{DAY - timedelta(days=1)}T00:00:00Z"}, "end_time"),
        ({"end_time": "2027-11-18T00:00:00Z"}, "end_time"),
        ({"_": "17"}, "_"),
        ({"template_ids": "nonsense"}, "template_ids"),
    ],
)
def test_wrong_parameters_are_named(ask, changes, field):
    answer = ask("insights/user-activity", **{**MIDNIGHTS, **changes})
    assert (answer.status_code, fields(answer)) == (400, {field})


def test_what_is_missing_is_said_in_one_answer(ask):
    assert fields(ask("insights/user-activity")) == {"start_time", "end_time"}


def test_a_week_needs_at_least_six_days_at_its_end(ask):
    for days, status in ((5, 400), (6, 200), (7, 200), (9, 400), (13, 200)):
        end = f"{DAY - timedelta(days=1)}T00:00:00Z"
        start = f"{DAY - timedelta(days=1 + days)}T00:00:00Z"
        assert ask("insights/templates", start_time=start, end_time=end, interval="week").status_code == status


def test_only_statuses_that_occur_are_counted(ask):
    assert list(ask("insights/user-status-counts", timezone="UTC").json()["status_counts"]) == ["active"]
    assert ask("insights/user-status-counts", timezone="UTC", tz_offset=2).status_code == 400
    assert ask("insights/user-status-counts", timezone="Mars/Base").json()["message"] == "Invalid timezone."


def test_the_export_is_csv_with_guards(ask, deployment):
    deployment.put_session(DAY, "=alice", input=10, output=5, cost_micros=42)
    window = {"period_start": f"{DAY}T00:00:00Z", "period_end": f"{DAY + timedelta(days=1)}T00:00:00Z"}
    answer = ask("organizations/coder/ai/spend/export", **window)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(io.StringIO(answer.text))
    assert tuple(header) == HEADER
    assert (row[1], row[9], row[13]) == ("'=alice", "10", "42")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-18T00:00:00Z", "", "together"),
        ("2026-11-18T00:00:00Z", "2026-11-18T00:00:00Z", "before"),
        ("2026-10-01T00:00:00Z", "2026-11-02T00:00:00Z", "31 days"),
        ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "retention"),
    ],
)
def test_the_export_refuses_windows_as_coder_does(ask, first, last, said):
    answer = ask("organizations/coder/ai/spend/export", period_start=first, period_end=last)
    assert (answer.status_code, said in answer.json()["message"]) == (400, True)


def test_sessions_come_in_pages_by_cursor_and_have_the_last_prompt(ask, deployment):
    for _ in range(3):
        deployment.put_session(DAY, "alice", prompt="secret")
    asked = {"q": f"started_after:{DAY}T00:00:00Z started_before:{DAY + timedelta(days=1)}T00:00:00Z", "limit": 2}
    first = ask("ai-gateway/sessions", **asked).json()
    assert (first["count"], len(first["sessions"]), first["sessions"][0]["last_prompt"]) == (3, 2, "secret")
    rest = ask("ai-gateway/sessions", after_session_id=first["sessions"][-1]["id"], **asked).json()
    assert len(rest["sessions"]) == 1


def test_its_variants_have_no_licence_or_are_older_or_lack_a_permission(ask, deployment):
    asked = {"q": f"started_after:{DAY}T00:00:00Z started_before:{DAY + timedelta(days=1)}T00:00:00Z"}
    deployment.gateway = "interceptions"
    assert ask("ai-gateway/sessions", **asked).status_code == ask("aibridge/sessions", **asked).status_code == 404
    assert ask("aibridge/interceptions", **asked).status_code == 200
    deployment.gateway = "none"
    assert ask("aibridge/interceptions", **asked).status_code == 403
    deployment.refused = {"user-latency"}
    assert ask("insights/user-latency", **MIDNIGHTS).status_code == 403
    assert ask("insights/user-activity", **MIDNIGHTS).status_code == 200


def test_a_lifelike_company_has_people_in_workspaces_and_at_models(lifelike_world):
    deployment = lifelike_world.coder
    days = [TODAY - timedelta(days=back) for back in range(1, 15)]
    stints = [stint for day in days for stint in deployment.stints_of(day)]
    sessions = [session for day in days for session in deployment.sessions_of(day)]
    assert len({stint.account for stint in stints}) > 10
    assert len({session.client for session in sessions}) > 2
    assert any(stint.latency_ms is None for stint in stints)
