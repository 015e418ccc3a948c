"""How the people of teams come to the organisation's, and that nothing follows about few people."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.core.overview import AddedUp, added_up

FLOOR = 5


def test_everybody_is_in_exactly_one_part():
    found = added_up([30, 20, 15], 41, 12, 73, FLOOR)
    assert found == AddedUp(in_one=41, in_several=12, in_none=20)
    assert (found.in_teams, found.whole) == (53, 73)


def test_nobody_in_several_teams_is_no_secret():
    assert added_up([30, 20], 50, 0, 60, FLOOR) == AddedUp(50, 0, 10)


@pytest.mark.parametrize("in_none", [0, 1, 4])
def test_the_people_of_a_team_that_is_too_small_do_not_follow(in_none):
    """A team of three, of whom that many were active, is all there is beside the teams that are shown."""
    assert added_up([30, 20, 15], 50, 7, 57 + in_none, FLOOR) is None


@pytest.mark.parametrize(("in_one", "in_several"), [(50, 1), (50, 4), (4, 12)])
def test_a_part_of_few_people_withholds_them_all(in_one, in_several):
    assert added_up([30, 20, 15], in_one, in_several, 90, FLOOR) is None


def test_of_two_teams_who_is_in_one_alone_does_not_follow():
    """Eight and thirty are active, seven of them in both: one person is in the smaller team alone."""
    assert added_up([8, 30], 24, 7, 51, FLOOR) is None
    assert added_up([8, 30, 9], 24, 7, 51, FLOOR) == AddedUp(24, 7, 20)


TEAMS = some.lists(some.frozensets(some.integers(0, 40), min_size=FLOOR), min_size=1, max_size=5)


@given(shown=TEAMS, hidden=some.frozensets(some.integers(30, 45), max_size=FLOOR - 1), others=some.integers(0, 12))
def test_whatever_is_said_is_of_nobody_or_of_enough(shown, hidden, others):
    times = Counter(person for team in shown for person in team)
    one, several = sum(n == 1 for n in times.values()), sum(n > 1 for n in times.values())
    whole = len({*times, *hidden}) + others
    found = added_up([len(team) for team in shown], one, several, whole, FLOOR)
    if found is None:
        return
    assert found.whole == whole
    assert found.in_none >= FLOOR
    assert all(part == 0 or part >= FLOOR for part in (found.in_one, found.in_several))
    in_three = sum(n > 2 for n in times.values())
    if sum(times.values()) - one - 2 * several == in_three:  # nobody in four: they can be counted
        assert in_three == 0 or in_three >= FLOOR
    if len(shown) == 2:
        first, second = shown
        assert all(len(alone) == 0 or len(alone) >= FLOOR for alone in (first - second, second - first))
