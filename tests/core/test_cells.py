from datetime import date

from dashboard.core.cells import OTHER, folded_days, names_to_fold, span_cells
from dashboard.core.numbers import DayCell

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def cell(day: date, name: str, generations: int, interactions: int | None = 0) -> DayCell:
    return DayCell(day, name, interactions, generations, 0, 0, 0, 0)


def test_days_add_up_and_the_largest_comes_first():
    days = [cell(MONDAY, "go", 2), cell(MONDAY, "sql", 5), cell(TUESDAY, "go", 4)]
    assert [(found.name, found.generations) for found in span_cells(days, {"go": 2, "sql": 1})] == [
        ("go", 6),
        ("sql", 5),
    ]


def test_a_row_of_zeros_is_no_row():
    assert span_cells([cell(MONDAY, "others", 0)], {}) == []


def test_what_github_does_not_count_stays_unknown():
    (found,) = span_cells([cell(MONDAY, "go", 2, interactions=None)], {"go": 1})
    assert found.interactions is None


def test_small_cells_fold_day_by_day():
    days = [cell(MONDAY, "go", 9), cell(MONDAY, "sql", 1), cell(MONDAY, "c", 2), cell(TUESDAY, "c", 3)]
    cells = span_cells(days, {"go": 9, "sql": 1, "c": 2})
    folded = names_to_fold(cells, floor=5)
    assert sorted(folded) == ["c", "sql"]
    assert folded_days(days, folded) == [cell(MONDAY, "go", 9), cell(MONDAY, OTHER, 3), cell(TUESDAY, OTHER, 3)]


def test_the_floor_of_cells_is_off_at_one():
    assert names_to_fold(span_cells([cell(MONDAY, "go", 9)], {}), floor=1) == []
