"""Seats: totals for members, names for admins and the person themself."""

from __future__ import annotations

import pytest

from dashboard.insights import Insights
from tests.api.conftest import Asking
from tests.cast import ALICE, BOB, CHARLIE, DANA, ERIN

STATUS = "/insights/user-status-counts"


@pytest.fixture
def ask_with(insights):
    return lambda names_to, floor=5: Asking(Insights(insights.history, floor, show_names_to=names_to))


def test_admins_get_every_seat_and_members_the_totals_alone(ask):
    status, found = ask("/orgs/acme/seats", DANA)
    _, totals = ask("/orgs/acme/seats", ALICE)
    assert status == 200
    assert {one["login"] for one in found["seats"]} >= {"alice", "bob", "charlie", "dana"}
    assert totals == found | {"seats": None}
    assert totals["totals"]["states"] == {
        "active": 3,
        "idle": 1,
        "never_used": 1,
        "pending_cancellation": 1,
        "unknown": 1,
    }
    assert (totals["totals"]["seats"], totals["totals"]["without_assignee"]) == (8, 1)
    assert totals["active_in_days"] == {"7": 1, "28": 3, "90": 3}
    assert totals["estimated_monthly_cost"]["amount"] == 6 * 19 + 39
    assert totals["estimated_monthly_cost"]["prices_since"] == "2026-06-01"


def test_never_not_for_long_and_unknown_are_three_things(ask):
    _, found = ask("/orgs/acme/seats", DANA)
    unused = {one["login"]: one["unused"] for one in found["seats"]}
    assert {login: unused[login] for login in ("alice", "charlie", "dana", "person-001")} == {
        "alice": "used",
        "charlie": "long",
        "dana": "never",
        "person-001": "unknown",
    }


def test_where_nobody_sees_names_there_are_none_in_any_answer(ask_with):
    status, found = ask_with("nobody")("/orgs/acme/seats", DANA)
    assert (status, found["seats"], "alice" in str(found)) == (200, None, False)
    assert ask_with("nobody")("/orgs/acme/seats/alice", DANA)[0] == 404
    assert ask_with("nobody")("/orgs/acme/seats/alice", ALICE)[0] == 200, "one's own is one's own"


@pytest.mark.parametrize(
    ("viewer", "login", "status"),
    [
        (DANA, "Alice", 200),
        (ALICE, "ALICE", 200),
        (BOB, "alice", 404),
        (CHARLIE, "nobody-at-all", 404),
        (ERIN, "erin", 404),
    ],
)
def test_a_seat_is_for_admins_and_its_own_person(ask, viewer, login, status):
    got, found = ask(f"/orgs/acme/seats/{login}", viewer)
    assert got == status
    if status == 200:
        assert (found["seat"]["login"], found["seat"]["state"]) == ("alice", "active")
        assert found["seat"]["last_activity_at"] == "2026-11-06T08:00:00Z"


def test_unknown_and_not_yours_look_the_same(ask):
    assert ask("/orgs/acme/seats/alice", BOB) == ask("/orgs/acme/seats/not-there", BOB)


def test_too_few_seats_are_not_counted_for_members(ask_with):
    _, found = ask_with("admins", floor=9)("/orgs/acme/seats", ALICE)
    assert (found["totals"]["seats"], found["active_in_days"], found["estimated_monthly_cost"]) == (None, None, None)
    assert ask_with("admins", floor=9)("/orgs/acme/seats", DANA)[1]["totals"]["seats"] == 8
    assert ask_with("admins", floor=9)(STATUS, ALICE)[1] == {"status_counts": {}}


def test_states_of_few_seats_are_together_for_members_where_cells_have_a_floor(insights):
    ask = Asking(Insights(insights.history, 5, 2))
    assert ask("/orgs/acme/seats", ALICE)[1]["totals"]["states"] is None
    assert ask("/orgs/acme/seats", DANA)[1]["totals"]["states"]["idle"] == 1
    assert set(ask(STATUS, ALICE)[1]["status_counts"]) == {"active", "other"}
    assert "idle" in ask(STATUS, DANA)[1]["status_counts"]


def test_states_come_at_the_midnights_of_the_days_with_a_snapshot(ask):
    _, found = ask(f"{STATUS}?timezone=Europe/Berlin", ALICE)
    assert found["status_counts"]["active"] == [
        {"date": "2026-11-07T00:00:00+01:00", "count": 3},
        {"date": "2026-11-09T00:00:00+01:00", "count": 3},
    ]
    assert ask(f"{STATUS}?tz_offset=-3")[1]["status_counts"]["idle"][0]["date"] == "2026-11-07T00:00:00-03:00"
    assert ask(STATUS)[1]["status_counts"]["unknown"][0]["date"] == "2026-11-07T00:00:00Z"


@pytest.mark.parametrize("query", ["timezone=Europe/Berlin&tz_offset=1", "timezone=Nowhere", "tz_offset=99", "days=3"])
def test_what_is_wrong_with_a_request_is_said(ask, query):
    assert ask(f"{STATUS}?{query}")[0] == 400
