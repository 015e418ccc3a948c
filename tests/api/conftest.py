from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from dashboard import api, refusals
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, seat, snapshot, usage
from tests.cast import ALICE

MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 10, 14, 20, tzinfo=UTC)


def acme_day(day: date):
    red = [membership(login, 42, "red") for login in ["alice", "bob", *people(1, 3)]]
    blue = [membership(login, 43, "blue") for login in ["charlie", *people(1, 3)]]
    completion = {"feature": "code_completion", **counts(generations=10, acceptances=4)}
    users = [
        usage("alice", interactions=3, generations=10, acceptances=4, totals_by_feature=[completion]),
        *(usage(login, interactions=1) for login in ["bob", "charlie", *people(1, 3)]),
    ]
    total = {"daily_active_users": 6, "weekly_active_users": 6, "monthly_active_users": 6, **counts(interactions=8)}
    return day_of("acme", day, users, red + blue, total)


def seats_of_acme():
    """charlie's activity is forgotten on the second day; nobody knows of person-001's, and bob's seat ends."""
    idle = [seat(login, last_activity_at=datetime(2026, 11, 1, 8)) for login in people(2, 3)]
    last = datetime(2026, 8, 10, 8)
    bob = seat("bob", pending_cancellation_date=date(2026, 12, 1), plan_type="enterprise")
    for day, charlies in ((date(2026, 11, 7), last), (date(2026, 11, 9), None)):
        alice = seat(
            "alice", last_activity_at=datetime(2026, 11, 6, 8), last_activity_editor="vscode/1.139.0/copilot/1"
        )
        known = [alice, bob, seat("charlie", last_activity_at=charlies), seat("person-001"), *idle]
        yield "acme", day, snapshot(*known, seat("dana", created_at=datetime(2026, 11, 6, 8)), without_assignee=1)


@pytest.fixture(scope="session")
def insights(tmp_path_factory):
    days = [("acme", MONDAY + timedelta(days=n), acme_day(MONDAY + timedelta(days=n))) for n in range(7)]
    return Insights(history_of(tmp_path_factory.mktemp("history"), days, seats_of_acme()), min_team_size=5)


class Asking:
    """A client of the API as whoever `viewer` is."""

    def __init__(self, insights):
        self.viewer = ALICE
        server = Flask(__name__)
        refusals.register(server)
        api.register(server, insights, lambda: self.viewer, lambda: NOW)
        self.client = server.test_client()

    def __call__(self, path: str, viewer=None):
        self.viewer = viewer or ALICE
        answer = self.client.get(f"/api/v1{path}")
        return answer.status_code, answer.get_json()


@pytest.fixture
def ask(insights):
    return Asking(insights)
