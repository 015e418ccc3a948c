from __future__ import annotations

import pytest

from dashboard.core.together import Alike, active_of

RED, BLUE, BOTH, NONE = (42,), (43,), (42, 43), ()


def test_people_in_several_teams_are_counted_once():
    assert active_of([Alike(RED, 8, 3), Alike(BLUE, 7, 0), Alike(BOTH, 5, 4), Alike(NONE, 9, 9)], 5) == 7


@pytest.mark.parametrize("small", [RED, BLUE, BOTH, NONE])
def test_nothing_is_said_that_would_tell_of_a_group_below_the_floor(small):
    groups = [Alike(teams, 4 if teams == small else 5, 4) for teams in (RED, BLUE, BOTH, NONE)]
    assert active_of(groups, 5) is None
    assert active_of(groups, 4) == 12


def test_of_one_team_alone_it_says_what_the_teams_own_page_says():
    assert active_of([Alike(RED, 5, 2), Alike(NONE, 1, 1)], 5) == 2


def test_nobody_in_any_of_them_is_nobody():
    assert active_of([], 5) == 0
