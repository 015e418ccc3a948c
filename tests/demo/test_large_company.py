"""The demo at the size of a large company: made at once, its days when they are asked for."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter, defaultdict
from datetime import timedelta

import orjson
import pytest

from dashboard.demo.world import lifelike
from tests.demo.conftest import TODAY

USERS, DAY = 20_000, TODAY - timedelta(days=4)


@pytest.fixture(scope="module")
def large():
    return lifelike(users=USERS, days=365, today=TODAY)


@pytest.fixture(scope="module")
def acme(large):
    return large.organisations["acme"]


def records(world, org, report):
    return [orjson.loads(line) for file in world.report(org, report, DAY).shards for line in file.split(b"\n") if line]


def test_it_is_made_in_seconds_and_holds_no_days_yet():
    tracemalloc.start()
    began = time.perf_counter()
    lifelike(users=USERS, days=365, today=TODAY)
    took, (_, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 10
    assert most < 100e6


def test_it_has_hundreds_of_teams_in_departments_in_divisions(large, acme):
    teams = large.teams_of(acme)
    depths = Counter(depth(team) for team in teams)
    assert 600 < len(teams) < 900
    assert depths[2] > 500
    assert depths[0] < depths[1] < depths[2]
    assert len({team.slug for team in teams}) == len(teams)


def depth(team) -> int:
    return 1 + depth(team.parent) if team.parent else 0


def test_nearly_everybody_is_in_one_to_three_teams(large, acme):
    teams_of = defaultdict(set)
    for membership in large.memberships:
        if membership.team.org is acme:
            teams_of[membership.person.id].add(membership.team.id)
    numbers = Counter(map(len, teams_of.values()))
    assert sum(numbers[n] for n in (1, 2, 3)) > 0.9 * USERS
    assert numbers[2] + numbers[3] > 0.15 * USERS


def test_nobody_is_in_a_team_twice(large):
    pairs = [(membership.team.id, membership.person.id) for membership in large.memberships]
    assert len(pairs) == len(set(pairs))


def test_teams_are_of_the_size_of_teams(large, acme):
    sizes = sorted(Counter(m.team.id for m in large.memberships if m.team.org is acme).values())
    assert 15 < sizes[len(sizes) // 2] < 40
    assert sizes[-1] < 250


def test_a_day_of_it_is_as_large_as_githubs(large, acme):
    found = records(large, acme, "users-1-day")
    text = sum(map(len, large.report(acme, "users-1-day", DAY).shards))
    assert 10_000 < len(found) < 14_000
    assert 60e6 < text < 90e6
    assert len({row["user_id"] for row in found}) == len(found)


def test_the_aggregate_is_the_sum_of_all_rows(large, acme):
    people, (total,) = records(large, acme, "users-1-day"), records(large, acme, "organization-1-day")
    name = "code_generation_activity_count"
    assert total[name] == sum(row[name] for row in people)


def test_what_was_asked_for_is_not_kept_for_long(large, acme):
    for back in range(10):
        large.report(acme, "users-1-day", DAY - timedelta(days=back))
    assert large.reporter.published.cache_info().currsize <= 6
