"""How far the history reaches for a subject."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.subjects import Organisation, Team
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.builders import FETCHED, counts, day_of, membership, people, usage

MONDAY = date(2026, 11, 2)
RED, ACME = Team("acme", 42, "red", "Red"), Organisation("acme")
FIVE = people(1, 5)


@pytest.fixture
def history(tmp_path):
    history = History(open_objects(str(tmp_path / "history")))
    for number in range(4):
        day = MONDAY + timedelta(days=number)
        users, members = [usage(login, interactions=1) for login in FIVE], [membership(login, 42) for login in FIVE]
        total = counts(interactions=5) if number else None
        history.write_day("github", "acme", day, day_of("acme", day, users, members, total), FETCHED)
    return history


@pytest.fixture
def insights(history, tmp_path):
    def asked() -> Insights:
        replica = Replica(history.objects, tmp_path / "replica")
        replica.update()
        return Insights(replica, 5)

    return asked


def test_it_reaches_over_the_days_that_have_every_report(history, insights):
    day = MONDAY + timedelta(days=4)
    history.write_day("github", "acme", day, day_of("acme", day, None, []), FETCHED)
    fresh = insights().freshness(RED)
    assert (fresh.first, fresh.last, fresh.read_at) == (MONDAY, MONDAY + timedelta(days=3), FETCHED)
    assert insights().freshness(ACME).first == MONDAY + timedelta(days=1)


def test_a_teams_begins_where_its_sums_were_kept_when_the_rows_of_people_expired(history, insights):
    history.expire(MONDAY + timedelta(days=10), 8, None)
    asked = insights()
    (day,) = asked.daily(RED, Span(MONDAY, MONDAY))
    assert (day.state, day.active_users) == ("final", 5)
    assert asked.freshness(RED).first == MONDAY
    assert asked.freshness(RED).last == MONDAY + timedelta(days=3)


def test_an_expired_day_of_which_nothing_was_kept_is_beyond_reach(history, insights):
    history.expire(MONDAY + timedelta(days=10), 8, 8)
    assert insights().freshness(RED).first == MONDAY + timedelta(days=2)


def test_an_empty_history_reaches_nowhere(tmp_path):
    replica = Replica(open_objects(str(tmp_path / "history")), tmp_path / "replica")
    replica.update()
    fresh = Insights(replica, 5).freshness(RED)
    assert (fresh.first, fresh.last, fresh.read_at) == (None, None, None)
