from __future__ import annotations

from datetime import date

import pytest

from layouts import rankings
from layouts.tables import Column, Table
from tests.layouts.fakes import RED, answers_of
from tests.layouts.walking import as_json, tables

HOSTILE = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "\rx", "\n=x"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_is_taken_for_a_formula(name):
    made = Table("x", [Column("Name", "text"), Column(name)], [[name, 1]]).payload()
    assert made["rows"][0][0] == f"'{name}"
    assert made["columns"][1][0] == f"'{name}"


def test_numbers_stay_numbers_and_unknown_stays_unknown():
    row = Table("x", [], [[date(2026, 11, 19), -5, 0, None, 0.333333, "fine - really"]]).payload()["rows"][0]
    assert row == ["2026-11-19", -5, 0, None, 0.3333, "fine - really"]


def test_a_language_named_like_a_formula_is_harmless_in_the_csv():
    card = as_json(rankings.shares("acme-red", answers_of(RED), "language", "Languages", True))
    names = [row[0] for row in tables(card)["languages"]["rows"]]
    assert "'=cmd|'/c calc'!A1" in names


def test_the_csv_is_named_after_subject_figure_and_days():
    card = as_json(rankings.shares("acme-red", answers_of(RED), "language", "Languages", True))
    assert tables(card)["languages"]["file"] == "copilot-acme-red-languages-2026-10-23-to-2026-11-19.csv"
