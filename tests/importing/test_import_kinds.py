from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.importing.kinds import (
    KINDS,
    MEMBERS,
    METRICS,
    ORG,
    REPOS,
    TEAM_LIST,
    TEAMS,
    USAGE,
    USERS,
    is_of_enterprise,
    is_ours,
    kind_of,
)
from tests.builders import membership, usage
from tests.importing.olden import metrics_day, team, usage_day

DAY = {"day": "2026-11-16"}


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (team("red", metrics_day()), TEAMS),
        ({"team": None, "data": None}, TEAMS),
        (metrics_day(), METRICS),
        ({"date": "2025-03-03", "total_active_users": 1}, METRICS),
        (usage_day(), USAGE),
        ({**DAY, "breakdown": None}, USAGE),
        ("red", TEAM_LIST),
        ({"name": "Red", "slug": "red"}, TEAM_LIST),
        (team("red")["team"], TEAM_LIST),
        ({**DAY, **usage("alice")}, USERS),
        ({**DAY, **membership("alice", 42)}, MEMBERS),
        ({**DAY, "daily_active_users": 3}, ORG),
        ({**DAY, "totals_by_feature": []}, ORG),
        ({**DAY, "repo_id": 7}, REPOS),
    ],
)
def test_a_record_is_told_by_its_fields(record, kind):
    assert kind_of(record) is kind


@pytest.mark.parametrize(
    "record",
    [
        None,
        7,
        [],
        {},
        DAY,
        {"date": "2025-03-03", "cups": 3},
        {"name": "a", "slug": "b", "version": "1"},
        {"seats": []},
    ],
)
def test_what_is_something_else_is_not_recognised(record):
    assert kind_of(record) is None


def test_our_own_publication_is_known_by_its_mark():
    assert is_ours(team("red", published_by="copilot-usage-dashboard"))
    assert not is_ours(team("red", published_by="somebody"))
    assert not is_ours({"team": None, "data": []})


def test_an_enterprise_is_told_by_having_no_organisation():
    assert is_of_enterprise({"enterprise_id": "1"})
    assert is_of_enterprise({"enterprise_id": "1", "organization_id": None})
    assert not is_of_enterprise({"enterprise_id": "1", "organization_id": "999"})
    assert not is_of_enterprise(DAY)


def test_the_documentation_has_every_kind_and_what_becomes_of_it():
    text = (Path(__file__).parents[2] / "docs" / "importing.md").read_text()
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*\| (?:`(\w+)`|(nothing)) \|", text, re.MULTILINE)
    assert {name: table or nothing for name, table, nothing in rows} == {kind.name: kind.becomes for kind in KINDS}
