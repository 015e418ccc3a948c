from datetime import date

from dashboard.core.cells import OTHER, folded_days, names_to_fold, ranked
from dashboard.core.numbers import Cell, DayCell

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def cell(day: date, name: str, generations: int, interactions: int | None = 0) -> DayCell:
    return DayCell(day, name, interactions, generations, 0, 0, 0, 0)


def span_cell(name: str, people: int | None, generations: int, interactions: int | None = 0) -> Cell:
    return Cell(name, people, interactions, generations, 0, 0, 0, 0)


def test_the_largest_comes_first():
    go, sql, chat = span_cell("go", 2, 6), span_cell("sql", 1, 5), span_cell("chat", 9, 0, interactions=50)
    assert ranked([sql, chat, go]) == [go, sql, chat]


def test_a_row_of_zeros_is_no_row_and_one_with_people_is():
    assert ranked([span_cell("others", None, 0), span_cell("idle", 0, 0)]) == []
    assert ranked([span_cell("people", 1, 0)])


def test_small_cells_fold_day_by_day():
    days = [cell(MONDAY, "go", 9), cell(MONDAY, "sql", 1), cell(MONDAY, "c", 2), cell(TUESDAY, "c", 3)]
    cells = [span_cell("go", 9, 9), span_cell("sql", 1, 1), span_cell("c", 2, 5)]
    folded = names_to_fold(cells, floor=5)
    assert sorted(folded) == ["c", "sql"]
    assert folded_days(days, folded) == [cell(MONDAY, "go", 9), cell(MONDAY, OTHER, 3), cell(TUESDAY, OTHER, 3)]


def test_the_floor_of_cells_is_off_at_one():
    assert names_to_fold([span_cell("go", 1, 9)], floor=1) == []
