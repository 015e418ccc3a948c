from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import orjson
import pytest

from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import REPORTS, USED
from dashboard.demo.things import NoReport, Published
from dashboard.demo.world import lifelike
from tests.demo.conftest import TODAY

THURSDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 14)
LOST = date(2026, 11, 3)


def rows(world, report: str, day: date | None, org: str = "acme") -> list[dict]:
    published = world.report(world.organisations[org], report, day)
    assert isinstance(published, Published)
    return [orjson.loads(line) for shard in published.shards for line in shard.splitlines() if line.strip()]


def active(world, day: date) -> set[int]:
    """As DESIGN §6 has it."""
    counted = [*COUNTERS[:3], *USED]
    return {row["user_id"] for row in rows(world, "users-1-day", day) if any(row[name] for name in counted)}


def added(entries: list[dict], *names: str) -> dict[tuple, list[int]]:
    found: dict[tuple, list[int]] = defaultdict(lambda: [0] * len(COUNTERS))
    for entry in entries:
        key = tuple(entry[name] for name in names)
        found[key] = [total + entry.get(name, 0) for total, name in zip(found[key], COUNTERS, strict=True)]
    return dict(found)


def test_the_same_seed_gives_the_same_history_and_another_seed_another(lifelike_world):
    again, other = (lifelike(users=60, days=365, today=TODAY, seed=seed) for seed in (7, 8))
    for report in REPORTS:
        assert rows(again, report, THURSDAY) == rows(lifelike_world, report, THURSDAY)
    assert rows(other, "users-1-day", THURSDAY) != rows(lifelike_world, "users-1-day", THURSDAY)


def test_tomorrow_tells_the_same_about_last_week(lifelike_world):
    tomorrow = lifelike(users=60, days=365, today=TODAY + timedelta(days=1))
    for person in active(lifelike_world, SATURDAY - timedelta(days=3)):
        assert person in active(tomorrow, SATURDAY - timedelta(days=3))


@pytest.mark.parametrize("day", [THURSDAY, SATURDAY, date(2026, 2, 3)])
def test_the_aggregate_is_the_sum_of_the_rows(lifelike_world, day):
    people, total = rows(lifelike_world, "users-1-day", day), rows(lifelike_world, "organization-1-day", day)[0]
    assert {name: total[name] for name in COUNTERS} == {name: sum(row[name] for row in people) for name in COUNTERS}
    for name, keys in {
        "totals_by_feature": ("feature",),
        "totals_by_ide": ("ide",),
        "totals_by_language_feature": ("language", "feature"),
        "totals_by_language_model": ("language", "model"),
        "totals_by_model_feature": ("model", "feature"),
    }.items():
        assert added(total[name], *keys) == added([entry for row in people for entry in row[name]], *keys)


def test_within_a_row_features_and_languages_reconcile(lifelike_world):
    for row in rows(lifelike_world, "users-1-day", THURSDAY):
        assert [sum(entry[name] for entry in row["totals_by_feature"]) for name in COUNTERS] == [
            row[name] for name in COUNTERS
        ]
        assert [sum(entry[name] for entry in row["totals_by_language_feature"]) for name in COUNTERS[1:]] == [
            row[name] for name in COUNTERS[1:]
        ]


def test_active_users_are_distinct_over_1_7_and_28_days():
    world = lifelike(users=30, days=60, today=TODAY)
    last = LOST - timedelta(days=1)
    total = rows(world, "organization-1-day", last)[0]
    for period, days in (("daily", 1), ("weekly", 7), ("monthly", 28)):
        people = set().union(*(active(world, last - timedelta(days=n)) for n in range(days)))
        assert total[f"{period}_active_users"] == len(people)


def test_a_row_is_not_yet_activity(lifelike_world):
    idle = [
        row
        for row in rows(lifelike_world, "users-1-day", THURSDAY)
        if row["user_id"] not in active(lifelike_world, THURSDAY)
    ]
    weekend = [
        row
        for row in rows(lifelike_world, "users-1-day", SATURDAY)
        if row["user_id"] not in active(lifelike_world, SATURDAY)
    ]
    assert any(row["ai_credits_used"] > 0 for row in idle + weekend)
    assert any(row["ai_credits_used"] == 0 for row in idle + weekend)


def test_weekends_and_holidays_are_quiet(lifelike_world):
    usual = len(active(lifelike_world, THURSDAY))
    assert usual > 25
    assert len(active(lifelike_world, SATURDAY)) < usual / 3
    assert len(active(lifelike_world, date(2025, 12, 25))) < usual / 3


def licensed(world, day: date) -> dict[str, set[int]]:
    teams: dict[str, set[int]] = defaultdict(set)
    for row in rows(world, "user-teams-1-day", day):
        teams[row["slug"]].add(row["user_id"])
    return teams


def test_teams_under_five_seats_are_absent_from_user_teams(lifelike_world):
    for day in (THURSDAY, date(2026, 7, 1)):
        sizes = {slug: len(people) for slug, people in licensed(lifelike_world, day).items()}
        assert min(sizes.values()) >= 5
        assert not {"print", "platform-admins"} & set(sizes)


def test_pricing_is_below_five_for_some_months_of_the_year(lifelike_world):
    days = [date(2026, 2, 3), date(2026, 6, 30), THURSDAY]
    assert ["pricing" in licensed(lifelike_world, day) for day in days] == [True, False, True]


def test_of_contracts_five_not_all_ever_start(lifelike_world):
    contracts = licensed(lifelike_world, THURSDAY)["contracts"]
    ever = set().union(*(active(lifelike_world, THURSDAY - timedelta(days=n)) for n in range(14)))
    assert len(contracts) == 5
    assert len(contracts & ever) < 5


def test_red_qualifies_with_alice_and_bob(lifelike_world):
    red = licensed(lifelike_world, THURSDAY)["red"]
    days = [THURSDAY - timedelta(days=n) for n in range(60) if THURSDAY - timedelta(days=n) != LOST]
    ever = set().union(*(active(lifelike_world, day) for day in days))
    assert {1001, 1002} <= red
    assert len(red & ever) >= 5
    assert {1001, 1002, 1003, 1004} <= ever


def test_people_are_in_several_teams_and_in_both_organisations(lifelike_world):
    members = [row["user_id"] for row in rows(lifelike_world, "user-teams-1-day", THURSDAY)]
    assert len(members) > len(set(members))
    for day in (THURSDAY, THURSDAY - timedelta(days=1)):
        here, there = (
            {row["user_id"]: row for row in rows(lifelike_world, "users-1-day", day, org)}
            for org in ("acme", "umbrella")
        )
        both = set(here) & set(there)
        assert both
        for person in both:
            assert {**here[person], "organization_id": "998"} == there[person]


def test_a_model_comes_in_the_middle_and_agents_grow(lifelike_world):
    early, late = (rows(lifelike_world, "organization-1-day", day)[0] for day in (date(2026, 2, 3), THURSDAY))
    models = [{entry["model"] for entry in total["totals_by_model_feature"]} for total in (early, late)]
    assert ["claude-opus-4.7" in found for found in models] == [False, True]
    features = [added(total["totals_by_feature"], "feature") for total in (early, late)]
    assert features[1]["chat_panel_agent_mode",][0] > 2 * features[0]["chat_panel_agent_mode",][0]
    assert features[1]["copilot_cli",][0] > 2 * features[0].get(("copilot_cli",), [0])[0]


def test_the_newest_day_has_no_users_report_yet(lifelike_world):
    acme, yesterday = lifelike_world.organisations["acme"], TODAY - timedelta(days=1)
    found = {report: isinstance(lifelike_world.report(acme, report, yesterday), Published) for report in REPORTS}
    assert found == {"users-1-day": False, "user-teams-1-day": False, "organization-1-day": True, "repos-1-day": True}


def test_all_shapes_of_no_report_occur(lifelike_world):
    acme = lifelike_world.organisations["acme"]
    days = {TODAY: "204", LOST: "string", TODAY - timedelta(days=366): "404"}
    assert {day: lifelike_world.report(acme, "users-1-day", day) for day in days} == {
        day: NoReport(shape) for day, shape in days.items()
    }


def test_the_28_day_reports_are_the_days_one_by_one(lifelike_world):
    total = rows(lifelike_world, "organization-28-day", None)[0]
    assert len(total["day_totals"]) == 28
    assert total["day_totals"][-1] == rows(lifelike_world, "organization-1-day", THURSDAY)[0]
    people = [row for row in rows(lifelike_world, "users-28-day", None) if row["day"] == THURSDAY.isoformat()]
    assert {row["user_id"] for row in people} == {
        row["user_id"] for row in rows(lifelike_world, "users-1-day", THURSDAY)
    }


def test_pull_requests_of_the_organisation_are_those_of_its_repositories(lifelike_world):
    total, repos = (
        rows(lifelike_world, "organization-1-day", THURSDAY)[0],
        rows(lifelike_world, "repos-1-day", THURSDAY),
    )
    assert total["pull_requests"]["total_merged"] == sum(row["pull_requests"]["total_merged"] for row in repos) > 0


def test_many_rows_come_in_shards_one_of_them_blank_now_and_then():
    world = lifelike(users=300, days=20, today=TODAY)
    days = [THURSDAY - timedelta(days=n) for n in range(10)]
    shards = [world.report(world.organisations["acme"], "users-1-day", day).shards for day in days]
    assert any(len(found) > 1 for found in shards)
    assert any(not shard.strip() for found in shards for shard in found)


@pytest.mark.parametrize("users", [5, 12, 25])
def test_a_small_company_has_the_same_cast(users):
    world = lifelike(users=users, days=10, today=TODAY)
    assert {"red", "platform-admins"} <= {team.slug for team in world.teams.values()}
    assert 1001 in licensed(world, THURSDAY)["red"]


def test_a_day_on_which_nobody_did_anything_has_no_report():
    world = lifelike(users=4, days=60, today=TODAY)
    days = [TODAY - timedelta(days=back) for back in range(3, 50)]
    found = [world.report(world.organisations["acme"], "users-1-day", day) for day in days]
    assert NoReport("204") in found
    assert all(isinstance(each, NoReport) or any(shard.strip() for shard in each.shards) for each in found)
