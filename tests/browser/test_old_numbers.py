"""GitHub's old numbers at the end of a page, in the browser."""

from __future__ import annotations

import csv
import time

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/teams/acme/red", "/org"])
def test_old_numbers_stand_apart_at_the_end_with_their_table_and_csv(person, downloads, address):
    person.sign_in("alice")
    person.at(1440, 6000)  # no scrolling
    person.open(address)
    assert person.find("#main section:last-of-type h2").text == "Before April 2026: GitHub’s old metrics API"
    person.find("#graph-active-old .main-svg .lines path")
    assert len(set(person.run(COLOURS))) == 2, "the two sides have a colour each"
    assert "so the two sides can’t be compared" in person.text("#card-active-old .notes")
    person.click("#table-button-active-old")
    assert "GitHub’s old API" in person.text("#table-active-old table")
    person.click("#card-completions-old [data-csv]")
    header, *weeks = list(csv.reader(downloaded(downloads, "completions-old").splitlines()))
    assert header == ["Week from", "Shown on a working day", "Accepted on a working day", "Counted by"]
    assert {week[-1] for week in weeks} == {"GitHub’s old API", "today’s reports"}


def test_a_team_without_old_numbers_says_nothing_of_them(person):
    person.sign_in("dana", "/teams/acme/payments-platform")
    person.wait_for_drawing("active")
    assert person.count("#before") == 0


def downloaded(folder, name: str) -> str:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in folder.glob(f"*{name}*.csv"):
            text = file.read_text(encoding="utf-8-sig")
            file.unlink()
            return text
        time.sleep(0.1)
    raise AssertionError(f"{name} was not downloaded")


COLOURS = "[...document.querySelectorAll('#graph-active-old .lines path')].map((line) => line.style.stroke)"
