from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.floor import Contained, overshadowed, reason, remainder, split_cells

people = st.lists(st.integers(0, 30), max_size=12)
teams = st.dictionaries(st.integers(1, 6), st.frozensets(st.integers(1, 14), min_size=1), min_size=1)
MONDAY = date(2026, 11, 2)


def contained(day: date, members: dict[int, frozenset[int]]) -> list[Contained]:
    return [
        Contained(team, other, len(people), len(members[other] - people), day)
        for team, people in members.items()
        for other in members
        if people < members[other]
    ]


def withheld(days: list[dict[int, frozenset[int]]], floor: int):
    found = [pair for n, members in enumerate(days) for pair in contained(MONDAY + timedelta(days=n), members)]
    return overshadowed(found, floor)


def test_a_team_needs_licensed_members_first_and_active_ones_second():
    assert reason(4, 4, floor=5) == "too_few_licensed"
    assert reason(5, 4, floor=5) == "too_few_active"
    assert reason(5, 5, floor=5) is None


def test_a_single_small_cell_takes_the_next_smallest_with_it():
    assert split_cells([9, 3, 7], floor=5) == ([0], [1, 2])


@given(people, st.integers(2, 10))
def test_no_cell_can_be_had_by_subtraction(counts, floor):
    shown, folded = split_cells(counts, floor)
    assert sorted(shown + folded) == list(range(len(counts)))
    assert all(counts[place] >= floor for place in shown)
    assert len(folded) != 1 or len(counts) == 1


def test_the_rest_is_shown_when_it_is_large_enough():
    assert remainder(20, [5, 10], floor=5) == 5
    assert remainder(20, [6, 10], floor=5) is None
    assert remainder(15, [5, 10], floor=5) is None


@given(st.sets(st.integers(1, 40)), st.lists(st.integers(0, 3), max_size=40), st.integers(1, 6))
def test_nobody_is_found_as_the_organisation_less_its_teams(organisation, chosen, floor):
    team_of = dict(zip(sorted(organisation), chosen, strict=False))
    parts = [sum(team == number for team in team_of.values()) for number in (1, 2, 3)]
    in_no_team = sum(team_of.get(person, 0) == 0 for person in organisation)
    assert remainder(len(organisation), parts, floor) == (in_no_team if in_no_team >= floor else None)


def test_of_two_teams_that_differ_by_few_people_only_the_larger_stays():
    five, seven, ten = (frozenset(range(count)) for count in (5, 7, 10))
    assert withheld([{42: five, 43: seven}], 5) == {42: {43}}
    assert withheld([{42: five, 43: ten}], 5) == {}
    assert withheld([{42: five, 43: five}], 5) == {}, "there is nobody to be found"
    assert withheld([{42: seven - {0}, 43: five | {8}}], 5) == {}, "neither contains the other"


def test_a_day_on_which_the_smaller_is_not_shown_does_not_count():
    grown = {42: frozenset(range(6)), 43: frozenset(range(12))}
    assert withheld([{42: frozenset({1}), 43: frozenset({1, 2, 3})}, grown], 5) == {}


def test_one_day_of_the_past_is_enough_and_of_two_that_changed_places_one_stays():
    five, six = frozenset(range(5)), frozenset(range(6))
    apart = {42: five, 43: frozenset(range(20, 30))}
    assert withheld([{42: five, 43: six}, apart], 5) == {42: {43}}
    assert withheld([{42: five, 43: six}, {42: six, 43: five}], 5) == {43: {42}}


@given(st.lists(teams, min_size=1, max_size=4), st.integers(2, 6))
def test_no_two_teams_that_are_shown_leave_too_few_people_between_them_on_any_day(days, floor):
    closed = withheld(days, floor)
    for members in days:
        shown = [people for team, people in members.items() if team not in closed and len(people) >= floor]
        assert not [1 for small in shown for large in shown if small < large and len(large - small) < floor]


@given(teams, st.integers(2, 6))
def test_no_more_is_withheld_than_has_to_be(members, floor):
    for team, beside in withheld([members], floor).items():
        assert all(members[team] < members[other] and len(members[other] - members[team]) < floor for other in beside)
