from datetime import date

from dashboard.core.cells import OTHER, folded_days, folded_together, names_to_fold, ranked
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


def surfaces_and_features(command_line: int, copilot_cli: int, agents: int = 9) -> dict:
    """By how many people each was used."""
    return {
        "surface": [span_cell("agent_mode", agents, 0), span_cell("command_line", command_line, 0)],
        "feature": [
            span_cell("chat_panel_agent_mode", agents, 9),
            span_cell("code_completion", 20, 9),
            span_cell("copilot_cli", copilot_cli, 9),
            span_cell("copilot_app", 1, 9),
            span_cell("agent_edit", 1, 9),
        ],
    }


def test_what_is_counted_in_two_ways_is_folded_in_both_or_in_none():
    assert folded_together(surfaces_and_features(6, 7), 5)["surface"] == []
    few = folded_together(surfaces_and_features(6, 4), 5)
    assert few["surface"] == ["command_line"]
    assert sorted(few["feature"]) == ["agent_edit", "copilot_app", "copilot_cli"]
    assert "copilot_cli" in folded_together(surfaces_and_features(4, 6), 5)["feature"]


def test_a_feature_that_goes_with_another_is_not_told_by_its_surface():
    two = [span_cell("copilot_app", 1, 9), span_cell("copilot_cli", 6, 9)]
    found = folded_together({"feature": two, "surface": [span_cell("command_line", 6, 0)]}, 5)
    assert found == {"feature": ["copilot_app", "copilot_cli"], "surface": ["command_line"]}


def test_nothing_goes_with_another_while_the_floor_of_cells_is_off():
    assert not any(folded_together(surfaces_and_features(1, 1), 1).values())
