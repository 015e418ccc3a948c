"""What was imported of GitHub's old APIs, as the pages get it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.numbers import LegacyDay
from dashboard.core.subjects import Organisation, Team
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from tests.old_days import keep_old_days, old_row

DAY = date(2026, 1, 12)
ACME, RED = Organisation("acme"), Team("acme", 42, "red", "Red")


@pytest.fixture
def objects(tmp_path):
    return open_objects(str(tmp_path / "history"))


@pytest.fixture
def insights(objects, tmp_path):
    def found(floor: int = 5) -> Insights:
        replica = Replica(objects, tmp_path / "replica")
        replica.update()
        return Insights(replica, floor)

    return found


def of_red(day: date, active: int | None = 10, slug: str = "red", team_id: int | None = 42) -> dict:
    return old_row(day, active, slug=slug, team_id=team_id)


def test_every_number_is_what_the_file_said_and_what_it_did_not_say_is_unknown(objects, insights):
    keep_old_days(objects, "legacy_org", "acme", {DAY: [old_row(DAY, 31, 600, total_chats=12)]})
    assert insights().legacy(ACME) == [LegacyDay(DAY, "metrics", 31, None, 600, 200, None, None, 12)]


def test_days_come_in_order_with_the_api_that_counted_them(objects, insights):
    days = [date(2025, 2, 3), date(2024, 11, 4), DAY]
    keep_old_days(objects, "legacy_org", "acme", {day: [old_row(day)] for day in days})
    found = [(day.day, day.api) for day in insights().legacy(ACME)]
    assert found == [(date(2024, 11, 4), "usage"), (date(2025, 2, 3), "metrics"), (DAY, "metrics")]


def test_a_team_has_its_own_days_and_nobody_elses(objects, insights):
    rows = [of_red(DAY, 7), of_red(DAY, 9, "blue", 43), of_red(DAY, 11, "gone", None)]
    keep_old_days(objects, "legacy_team", "acme", {DAY: rows})
    keep_old_days(objects, "legacy_team", "umbrella", {DAY: [of_red(DAY, 99)]})
    assert [day.active_users for day in insights().legacy(RED)] == [7]
    assert insights().legacy(ACME) == []


def test_a_day_under_two_slugs_counts_once_by_the_one_it_has_now(objects, insights):
    keep_old_days(objects, "legacy_team", "acme", {DAY: [of_red(DAY, 7), of_red(DAY, 9, "a-former-one")]})
    assert [day.active_users for day in insights().legacy(RED)] == [7]


def test_above_githubs_own_floor_only_as_many_active_people_prove_that_there_were_enough(objects, insights):
    actives: list[int | None] = [7, 8, None]
    days = {DAY + timedelta(days=place): active for place, active in enumerate(actives)}
    keep_old_days(objects, "legacy_team", "acme", {day: [of_red(day, active)] for day, active in days.items()})
    assert [day.active_users for day in insights(5).legacy(RED)] == [7, 8, None]
    assert [day.active_users for day in insights(8).legacy(RED)] == [8]


def test_without_anything_imported_there_is_nothing(objects, insights):
    keep_old_days(objects, "legacy_org", "umbrella", {DAY: [old_row(DAY)]})
    assert insights().legacy(ACME) == insights().legacy(RED) == []
