"""The people of a team, by name, for those who may see names."""

from __future__ import annotations

import pytest

from dashboard.insights import Insights
from tests.api.conftest import Asking
from tests.cast import ALICE, CHARLIE, DANA, ERIN

SPAN = "?from=2026-11-01&to=2026-11-08"
PATH = f"/teams/acme/red/members{SPAN}"
WHO = {"alice": ALICE, "charlie": CHARLIE, "dana": DANA, "erin": ERIN}


@pytest.fixture
def ask_with(insights):
    return lambda names_to: Asking(Insights(insights.history, 5, show_names_to=names_to))


@pytest.mark.parametrize(
    ("names_to", "login", "status"),
    [
        ("admins", "dana", 200),
        ("admins", "alice", 403),
        ("members", "alice", 200),
        ("members", "dana", 200),
        ("members", "charlie", 404),
        ("nobody", "dana", 403),
        ("nobody", "alice", 403),
        ("members", "erin", 404),
    ],
)
def test_names_are_for_whom_the_setting_says_and_of_their_own_teams(ask_with, names_to, login, status):
    got, found = ask_with(names_to)(PATH, WHO[login])
    assert got == status
    assert status == 200 or "person-001" not in str(found)
    assert status != 403 or found["detail"] == "names_withheld"


def test_everybody_is_listed_with_what_they_did_as_members(ask):
    _, found = ask(PATH, DANA)
    assert set(found) == {"members"}
    assert [member["login"] for member in found["members"]] == [
        "alice",
        "bob",
        "person-001",
        "person-002",
        "person-003",
    ]
    assert found["members"][0] == {
        "user_id": 1001,
        "login": "alice",
        "licensed": True,
        "active_days": 7,
        "last_active": "2026-11-08",
        "interactions": 21,
        "generations": 70,
        "acceptances": 28,
        "loc_added": 0,
    }


def test_they_add_up_to_the_teams_summary(ask):
    members = ask(PATH, DANA)[1]["members"]
    summary = ask(f"/teams/acme/red/summary{SPAN}", DANA)[1]
    assert sum(member["interactions"] for member in members) == summary["interactions"]
    assert sum(member["licensed"] for member in members) == summary["licensed_members"]
    assert sum(member["active_days"] > 0 for member in members) == summary["active_users"]


def test_without_a_day_that_counts_nobody_is_listed(ask):
    assert ask("/teams/acme/red/members?from=2026-10-01&to=2026-10-02", DANA) == (200, {"members": []})


def test_a_team_below_the_floor_lists_nobody_even_for_admins(ask):
    assert ask(f"/teams/acme/blue/members{SPAN}", DANA)[0] == 403
