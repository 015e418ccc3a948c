"""The page of seats in a real browser: the chart, the list, its CSV, and the choice of days."""

from __future__ import annotations

import csv
import time

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser


def rows_of(downloads, part):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for found in downloads.glob(f"*{part}*.csv"):
            return list(csv.reader(found.open(encoding="utf-8-sig", newline="")))
        time.sleep(0.1)
    raise AssertionError(f"no file with {part} in its name came")


def test_an_admin_sorts_the_list_and_takes_it_along(person, downloads):
    person.sign_in("dana")
    person.open("/seats")
    person.see("Seats")
    person.wait_for_drawing("seats-by-state")
    person.browser.wait_for_element("#grid-seats .ag-row")
    person.run("document.querySelector('[data-grid-csv=seats]').click()")
    rows = rows_of(downloads, "-seats-2026")
    assert rows[0][:5] == ["report_time", "login", "last_authenticated_at", "last_activity_at", "last_surface_used"]
    assert {"state", "idle_days", "plan"} <= set(rows[0])
    assert "alice" in {row[rows[0].index("login")] for row in rows[1:]}


def test_another_number_of_unused_days_is_anybodys_to_choose(person):
    person.sign_in("dana")
    person.open("/seats")
    person.wait_for_drawing("seats-by-state")
    field = person.find("#unused")
    field.clear()
    field.send_keys("45", Keys.ENTER)
    person.browser.wait_for_text_to_equal("#title-unused-seats", "Not used for 45 days")
    person.wait_for_address("/seats?unused=45")


def test_a_member_sees_totals_and_no_list(person):
    person.sign_in("alice")
    person.open("/seats")
    person.see("Seats")
    person.wait_for_drawing("seats-by-state")
    assert person.count("#grid-seats") == 0
