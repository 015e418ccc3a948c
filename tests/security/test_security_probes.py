"""/healthz, /readyz and /metrics: what they say, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from dashboard.app import create_server
from dashboard.core.numbers import Coverage
from dashboard.metrics import known_days, missing
from tests.asking import page_request
from tests.auth.site import Browser
from tests.security.served import wait_until

CALLBACK = "/_dash-update-component"
TOKEN = "of-the-tests-alone"


def signed_in(server: Flask, login: str) -> Browser:
    browser = Browser(server)
    assert browser.sign_in(login).status_code == 302
    return browser


def test_readyz_is_503_without_a_replica_and_tells_strangers_no_more(deployed, monkeypatch):
    monkeypatch.setattr("dashboard.history.replica.Replica.ready", property(lambda replica: False))
    server = create_server(deployed)
    for browser in (Browser(server), signed_in(server, "alice")):
        answer = browser.get("/readyz")
        assert (answer.status_code, answer.get_json()) == (503, {"status": "not ready"})
    assert Browser(server).get("/healthz").status_code == 200
    told = signed_in(server, "dana").get("/readyz")
    assert (told.status_code, told.get_json()["parts"]) == (503, {"replica": "away", "sessions": "ready"})


def test_readyz_is_503_when_the_session_store_is_away(deployed):
    nobody = "redis://127.0.0.1:1/0"
    server = create_server(replace(deployed, session_url=nobody))
    client = server.test_client()
    client.set_cookie("dashboard_session", "forged")
    assert (client.get("/readyz").status_code, client.get("/readyz").get_json()) == (503, {"status": "not ready"})
    assert client.get("/healthz").status_code == 200


def test_readyz_is_200_with_both(deployed):
    server = create_server(deployed)
    wait_until(lambda: Browser(server).get("/readyz").get_json() == {"status": "ready"}, 10)
    parts = signed_in(server, "dana").get("/readyz").get_json()["parts"]
    assert parts == {"replica": "ready", "sessions": "ready"}


def test_metrics_are_closed_without_the_token(deployed):
    for settings in (deployed, replace(deployed, metrics_token=TOKEN)):
        client = create_server(settings).test_client()
        for said in (None, "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"bearer {TOKEN}", "Bearer é"):
            headers = {"Authorization": said} if said else {}
            assert client.get("/metrics", headers=headers).status_code == 404


@pytest.fixture
def measured(deployed):
    server = create_server(replace(deployed, metrics_token=TOKEN))
    alice = signed_in(server, "alice")
    alice.client.post(CALLBACK, json=page_request("/org"))
    alice.client.post(CALLBACK, json=page_request("/teams/acme/checkout"))
    Browser(server).get("/api/v1/me")

    def metrics() -> str:
        answer = server.test_client().get(
            "/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7:8050"}
        )
        assert answer.mimetype == "text/plain"
        return answer.text

    return metrics


def test_metrics_count_requests_refusals_and_the_time_of_callbacks(measured):
    text = measured()
    assert 'dashboard_requests_total{endpoint="/_dash-update-component",status="200"} 2.0' in text
    assert 'dashboard_requests_total{endpoint="api.show_me",status="401"} 1.0' in text
    assert 'dashboard_denied_requests_total{status="401",why=""} 1.0' in text
    assert 'dashboard_denied_requests_total{status="200",why="not_found"} 1.0' in text
    assert "dashboard_callback_seconds_count 2.0" in text


def test_metrics_say_how_old_the_data_is(measured):
    text = measured()
    assert "dashboard_replica_age_seconds " in text
    assert 'dashboard_refresh_age_seconds{org="acme"}' in text
    for report in {line.split('report="')[1].split('"')[0] for line in text.splitlines() if 'report="' in line}:
        assert f'dashboard_days_since_newest{{org="acme",report="{report}"}}' in text
        assert f'dashboard_coverage_gaps{{org="acme",report="{report}"}} ' in text


def test_metrics_name_nobody(measured):
    text = measured()
    assert not [login for login in ("alice", "dana", "person-0") if login in text]


def entry(number: int, state: str) -> Coverage:
    day = date(2026, 11, 1) + timedelta(days=number)
    return Coverage("github", "acme", "users-1-day", day, state, datetime(2026, 11, 20, tzinfo=UTC), 1)


def test_a_gap_is_a_day_that_failed_or_was_never_asked_for():
    states = {0: "final", 1: "failed", 2: "final", 4: "not_available", 5: "expired", 6: "provisional", 7: "failed"}
    days = known_days(entry(number, state) for number, state in states.items())
    assert missing(days["acme", "users-1-day"]) == 3


def test_without_a_history_its_numbers_are_left_out_and_not_zero(deployed, tmp_path):
    nothing = str(tmp_path / "nothing")
    settings = replace(deployed, replica_dir=str(tmp_path), history_url=nothing, metrics_token=TOKEN)
    text = create_server(settings).test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert "dashboard_replica_age_seconds 0" not in text
    assert "dashboard_coverage_gaps{" not in text
