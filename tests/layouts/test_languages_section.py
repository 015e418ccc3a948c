"""Languages, and what was used in the one that somebody chose."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.numbers import Cell
from dashboard.core.within_language import WithinLanguage
from layouts import languages
from layouts.view import asked
from tests.layouts.fakes import RED, FakeInsights, answers_of
from tests.layouts.walking import as_json, of_type, tables, text, with_id

LAST = FakeInsights().freshness(RED).last


def cell(name: str, generations: int | None, lines: int | None = 1) -> Cell:
    return Cell(name, None, None, generations, 0, 0, lines, 0)


def section(features, models=(), cells=None):
    answers = replace(answers_of(RED), within=WithinLanguage("python", features, list(models)))
    if cells:
        answers = replace(answers, cells={**answers.cells, "language": cells})
    return as_json(languages.section("red", answers, asked("?language=python", LAST)))


def rows_of(found, name: str) -> list[str]:
    rows = of_type(with_id(found, f"card-language-{name}"), "Tr")
    return [" ".join(text(row).split()) for row in rows[1:]]


def test_more_than_a_list_holds_is_one_row_and_all_of_it_is_in_the_table():
    found = section([cell(f"feature_{number}", 20 - number, 2) for number in range(11)])
    assert rows_of(found, "features")[-1] == "Other (4) 46 8"
    assert len(rows_of(found, "features")) == 8
    assert len(tables(found)["language-features"]["rows"]) == 11


def test_what_is_withheld_is_not_in_a_sum():
    cells = [*(cell(f"model-{number}", 20 - number) for number in range(9)), cell("other", None, None)]
    found = section([cell("agent_edit", 3)], cells)
    assert rows_of(found, "models")[-1] == f"Other (3) {languages.WITHHELD}"
    few = section([cell("agent_edit", 3), cell("other", None, None)])
    assert rows_of(few, "features")[-1] == f"Other {languages.WITHHELD}"


def test_languages_that_are_folded_lead_nowhere():
    found = section([cell("agent_edit", 3)], cells=[cell("kotlin", 9), cell("other", 4)])
    rows = of_type(with_id(found, "card-languages"), "Tbody")
    assert [text(link) for link in of_type(rows, "A")] == ["Kotlin"]


def test_a_language_without_a_named_model_says_so_and_that_editors_are_not_known():
    found = section([cell("code_completion", 9)])
    assert "No model is named" in text(found)
    assert languages.NO_EDITORS in text(found)
