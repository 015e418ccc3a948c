"""The file that others read: whose it is, and how days come into it."""

from __future__ import annotations

import json

import pytest

from dashboard.core.subjects import Team
from dashboard.core.teams_history import parsed, renewed, team_object

RED = Team("acme", 42, "red", "Red", "The red ones", "https://github.com/orgs/acme/teams/red")
BLUE = Team("acme", 43, "blue", "Blue")


def days(*dates: str, active: int = 7) -> list[dict]:
    return [{"date": date, "total_active_users": active} for date in dates]


def entry(team: Team, *dates: str) -> dict:
    return {"team": team_object(team), "data": days(*dates)}


def test_a_new_team_comes_last_with_all_its_days():
    assert renewed([entry(BLUE, "2026-11-01")], RED, days("2026-11-02")) == [
        entry(BLUE, "2026-11-01"),
        entry(RED, "2026-11-02"),
    ]


def test_a_published_day_is_never_written_again():
    before = [entry(RED, "2026-11-01")]
    after = renewed(before, RED, days("2026-11-01", "2026-11-02", active=99))
    assert [(day["date"], day["total_active_users"]) for day in after[0]["data"]] == [
        ("2026-11-01", 7),
        ("2026-11-02", 99),
    ]


def test_a_day_that_became_final_late_is_put_in_its_place():
    after = renewed([entry(RED, "2026-11-01", "2026-11-03")], RED, days("2026-11-02"))
    assert [day["date"] for day in after[0]["data"]] == ["2026-11-01", "2026-11-02", "2026-11-03"]


def test_a_renamed_team_keeps_its_days_under_its_new_name():
    crimson = Team("acme", 42, "crimson", "Crimson")
    (only,) = renewed([entry(RED, "2026-11-01")], crimson, [])
    assert (only["team"]["slug"], only["team"]["description"], len(only["data"])) == ("crimson", None, 1)


def test_a_team_without_a_day_is_not_in_it():
    assert renewed([], RED, []) == []


def test_every_team_is_marked_as_ours():
    assert parsed(json.dumps([entry(RED, "2026-11-01")]).encode())[0]["team"] == {
        "id": 42,
        "name": "Red",
        "slug": "red",
        "description": "The red ones",
        "url": "https://github.com/orgs/acme/teams/red",
        "published_by": "copilot-usage-dashboard",
    }


OF_OTHERS = {"team": {"name": "red", "slug": "red", "description": None, "url": "u"}, "data": days("2025-11-01")}
OURS = entry(RED, "2026-11-01")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "isn't JSON"),
        (b'[{"team":', "isn't JSON"),
        (b"\xff\xfe[]", "isn't JSON"),
        (b"{}", "isn't a list"),
        (b"null", "isn't a list"),
        ([OF_OTHERS], "marked"),
        ([OURS, OF_OTHERS], r"\[1\].*marked"),
        ([1], "marked"),
        ([{"team": None, "data": []}], "marked"),
        ([{**OURS, "team": {**OURS["team"], "id": None}}], "isn't what"),
        ([{**OURS, "data": None}], "isn't what"),
        ([{**OURS, "data": [{"day": "2026-11-01"}]}], "isn't what"),
        ([{**OURS, "data": days("2026-11-02", "2026-11-01")}], "isn't what"),
        ([{**OURS, "data": days("2026-11-01", "2026-11-01")}], "isn't what"),
        ([{**OURS, "data": days("yesterday")}], "not a day"),
        ([OURS, OURS], "twice"),
    ],
)
def test_whatever_else_is_there_is_not_ours(content, why):
    with pytest.raises(ValueError, match=why):
        parsed(content if isinstance(content, bytes) else json.dumps(content).encode())
