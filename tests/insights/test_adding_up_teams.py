"""What the overview says of all teams together, computed a second way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.overview import AddedUp
from dashboard.core.subjects import Organisation
from dashboard.insights import Insights
from tests.builders import day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 30)  # its week is in two months
DAYS = [MONDAY + timedelta(days=n) for n in range(4)]
TOTAL = {"daily_active_users": 1}
RED, BLUE, TINY = people(1, 14), people(9, 30), people(29, 31)  # six in both
EVERYBODY = people(1, 40)  # 31 to 40 in no team, or in one that is too small


def used(logins: list[str]) -> list[dict]:
    return [usage(login, interactions=1) for login in logins]


def team(number: int, logins: list[str]) -> list[dict]:
    return [membership(login, number) for login in logins]


@pytest.fixture(scope="module")
def insights(tmp_path_factory):
    members = team(42, RED) + team(43, BLUE) + team(44, TINY)
    days = [
        day_of("acme", DAYS[0], used(EVERYBODY[:20]), members, TOTAL),
        day_of("acme", DAYS[1], used(EVERYBODY[10:40]), members, TOTAL),
        day_of("acme", DAYS[2], used(EVERYBODY), None, TOTAL),
        day_of("acme", DAYS[3], used(EVERYBODY), members, None),
    ]
    dated = [("acme", day, found) for day, found in zip(DAYS, days, strict=True)]
    return Insights(history_of(tmp_path_factory.mktemp("adding-up"), dated), min_team_size=5)


def shown(insights):
    return [found for found in insights.teams("acme") if found.qualifies]


def test_each_person_is_in_one_team_in_several_or_in_none(insights):
    span = Span(DAYS[0], DAYS[1])
    assert [found.slug for found in shown(insights)] == ["team-42", "team-43"]
    found = insights.added_up("acme", span, shown(insights))
    assert found == AddedUp(in_one=24, in_several=6, in_none=10)
    assert found.whole == insights.summary(Organisation("acme"), span).now.active_users


def test_the_people_of_a_team_that_is_too_small_are_in_no_team_shown(insights):
    """person-031 is in no other. They stay among the ten even if the small team is asked for."""
    span = Span(DAYS[0], DAYS[1])
    assert len(insights.teams("acme")) == 3
    assert insights.added_up("acme", span, insights.teams("acme")).in_none == 10


def test_a_day_that_no_team_counts_puts_people_in_no_team(insights):
    found = insights.added_up("acme", Span(DAYS[2], DAYS[2]), shown(insights))
    assert found == AddedUp(0, 0, 40)


def test_few_in_no_team_withhold_every_part(insights):
    assert insights.added_up("acme", Span(DAYS[0], DAYS[0]), shown(insights)) is None


def test_days_without_rows_of_people_are_unknown(insights):
    before = DAYS[0] - timedelta(days=9)
    assert insights.added_up("acme", Span(before, before), shown(insights)) is None


def test_of_the_licensed_those_count_as_started_who_were_ever_active_until_then(insights):
    red, blue = shown(insights)
    first, second = insights.started(red, Span(DAYS[0], DAYS[0])), insights.started(blue, Span(DAYS[0], DAYS[0]))
    assert (first.licensed, first.active, first.waiting) == (14, 14, 0)
    assert (second.licensed, second.active, second.waiting) == (22, 12, 10)
    assert insights.started(blue, Span(DAYS[1], DAYS[1])).waiting == 0
    assert second.told(5)
    assert not first.told(5)


def test_who_has_started_is_unknown_where_no_day_reaches_the_floor(insights):
    tiny = next(found for found in insights.teams("acme") if not found.qualifies)
    assert insights.started(tiny, Span(DAYS[0], DAYS[3])) is None
