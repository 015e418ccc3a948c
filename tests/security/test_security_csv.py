"""X2, X3: cells that spreadsheets would take for formulas, and file names. The browser's part is test_security_browser."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.core.days import Span
from dashboard.core.spreadsheet import safe_text
from layouts.charts import file_name
from layouts.tables import Column, Table

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u00a0+1",
]
HIDDEN = ["\ufeff=1", "\u200b=1", "\u202e=1", "\x01=1", "\0=1", "\0\0+cmd|' /C calc'!A0"]
PLAIN = ["Red", "", "a=1", "C++", "C#", "'quoted'", "1-2", 'say "hi"', "two\nlines", "R&D <tools>", "…=", "日本"]


@pytest.mark.parametrize("text", [*FORMULAS, *HIDDEN])
def test_x2_a_formula_becomes_text_in_headings_and_cells(text):
    table = Table("x", [Column(text, "text"), Column("n")], [[text, -1]]).payload()
    for safe in (table["columns"][0][0], table["rows"][0][0]):
        assert safe == "'" + text.replace("\0", "")
    assert table["rows"][0][1] == -1


@pytest.mark.parametrize("text", PLAIN)
def test_x2_any_other_text_is_as_it_was(text):
    assert safe_text(text) == text


def test_x2_numbers_and_days_stay_what_they_are():
    rows = [[date(2026, 11, 1), -3, -0.12345, None]]
    columns = [Column("Day", "day"), Column("a"), Column("b", "share"), Column("c")]
    assert Table("x", columns, rows).payload()["rows"] == [["2026-11-01", -3, -0.1235, None]]


@pytest.mark.parametrize(
    "slug",
    ["../x", "..\\x", "a\r\nSet-Cookie: b", 'x"; filename="y', "x" * 300, "CON", "", "\u202egpj", "日本", "a/b\0c"],
)
def test_x3_a_file_is_named_safely_whatever_the_team_is_called(slug):
    answers = SimpleNamespace(span=Span(date(2026, 11, 1), date(2026, 11, 28)))
    name = file_name(f"acme-{slug}", "models", answers)
    assert re.fullmatch(r"copilot-[A-Za-z0-9_-]{1,80}-models-2026-11-01-to-2026-11-28", name)
