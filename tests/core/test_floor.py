from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.floor import reason, split_cells

people = st.lists(st.integers(0, 30), max_size=12)


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
