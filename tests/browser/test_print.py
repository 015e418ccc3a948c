"""A print is a report: printed to PDF in Chromium, and read again."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from layouts import words
from tests import shots

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
A4 = (595, 842)  # points


def printed(person) -> PdfReader:
    return PdfReader(io.BytesIO(shots.printed(person)))


def text_of(pdf: PdfReader) -> str:
    """With every run of white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.fixture
def red(person):
    person.sign_in("alice", f"{RED}?days=7")
    person.wait_for_drawing("active")
    return person


def test_a_page_prints_as_a_report_on_a4(red):
    red.prefers("dark")
    answer = " ".join(red.text(".answer").split())
    pdf = printed(red)
    text = text_of(pdf)
    assert answer.replace(words.NARROW, " ") in text.replace(words.NARROW, " ")
    assert "against 7 days before" in text, "the view is told in words"
    assert f"{red.url}{RED}?days=7" in text.replace(" ", "")
    assert f"1 of {len(pdf.pages)}" in text
    assert [round(float(edge)) for edge in pdf.pages[0].mediabox[2:]] == list(A4)
    for tool in ("What the numbers mean", "Sign out", "Copy link", "Working days only", "All your teams"):
        assert tool not in text, tool


def test_no_page_of_it_is_empty_and_there_are_few(red):
    pages = [page.extract_text() for page in printed(red).pages]
    assert 2 <= len(pages) <= 8
    assert all(len(page) > 150 for page in pages)


def test_a_card_stands_on_one_page(red):
    """Its title on the page of its last line."""
    pages = [" ".join(page.extract_text().split()) for page in printed(red).pages]
    (whole,) = [page for page in pages if "Interactions by feature" in page]
    assert "Prompts people sent, by where they sent them." in whole
    assert "GitHub counted too few agent sessions in editors not yet updated." in whole


def test_a_table_that_is_open_prints_open(red):
    assert "Sat 14 Nov 2026" not in text_of(printed(red))
    red.click("[data-table='active']")
    red.find("#table-active table")
    assert "Sat 14 Nov 2026" in text_of(printed(red))


def test_afterwards_the_page_is_as_before(red):
    red.prefers("dark")
    before = red.run("document.querySelector('#graph-active .main-svg').getBoundingClientRect().width")
    printed(red)
    same = f"Math.abs(document.querySelector('#graph-active .main-svg').getBoundingClientRect().width - {before}) < 1"
    red.browser._wait_for(lambda _: red.run(same), None, "the plot keeps the paper's width")
    assert red.run("document.documentElement.dataset.bsTheme") == "dark"
    assert red.count(".printing, .in-words, #print-foot") == 0


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/org", "acme"),
        ("/compare", "All numbers"),
        ("/me", "Your usage"),
        ("/teams", "Your teams"),
        ("/teams-overview", "Teams overview"),
        ("/repos", "Repositories"),
        ("/data", "Calendars"),
        ("/help", "Signs of days"),
        ("/teams/acme/nope", "There is no team here"),
    ],
)
def test_every_page_prints_without_what_is_there_to_be_used(person, address, heading):
    person.sign_in("dana", address)
    person.find("#main h1")
    text = text_of(printed(person))
    assert heading in text
    for tool in ("Sign out", "Columns", "Make a key", "choose one", "Find a"):
        assert tool not in text, tool


def test_a_grid_prints_every_row_and_column_that_is_shown_in_words(person):
    person.sign_in("dana", "/teams-overview?days=7")
    person.find(".grid-place [role=row] a")
    person.find(".grid-find").send_keys("check")
    person.browser.wait_for_contains_text(".grid-count", "1 of")
    text = text_of(printed(person))
    assert "Checkout" in text
    assert "Payments platform" not in text, "it is not among what was searched for"
    assert "Lines added" not in text, "the column is not shown"
    assert person.count(".grid-written") == 0


def test_a_grid_prints_the_names_and_words_of_the_screen_not_of_its_file(person):
    person.sign_in("dana", "/repos")
    person.find(".grid-place [role=row]")
    text = text_of(printed(person))
    assert "To merge, a day’s median" in text
    assert "minutes" not in text
    assert re.search(r"\d+.h \d+.min", text)
    person.open("/seats")
    person.find(".grid-place [role=row]")
    text = text_of(printed(person))
    assert "Last activity Days since With" in text
    assert "last_surface_used" not in text
    assert "Show" not in text, "there is nothing to be asked on paper"
