"""The calendars of the state of the data, which the browser draws."""

from __future__ import annotations

import csv
import time

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

USERS = "[data-calendar='users-1-day']"
FOCUSED = "document.activeElement.getAttribute('aria-label')"
TIP = "getComputedStyle(document.activeElement, '::after').content"


@pytest.fixture
def dana(person):
    person.sign_in("dana")
    person.click(".side a[href='/data']")
    person.see("State of the data")
    person.find(f"{USERS} td.day")
    return person


def test_every_report_has_a_calendar_of_all_its_days(dana):
    assert (dana.count("#calendars .calendar table"), dana.count("#coder .calendar table")) == (5, 4)
    assert dana.text(".answer").startswith("Complete from ")
    rows = dana.run(f"[...document.querySelectorAll(`{USERS} tbody th`)].map((head) => head.textContent)")
    assert rows[:2] == ["Nov 2026", "Oct 2026"]
    first = dana.find(f"{USERS} tbody tr:nth-child(2) td:nth-child(2)").get_attribute("aria-label")
    assert first.startswith("Thu 1 Oct 2026: final, ")
    assert "Last tried Sat 21 Nov 2026 at 09:00 UTC." in first


def test_seats_and_another_assistant_have_theirs_each_with_its_own_days(dana, downloads):
    seats = dana.run("[...document.querySelectorAll(`[data-calendar='seats'] td.day`)].map((day) => day.ariaLabel)")
    assert seats[0].startswith("Sun 1 Nov 2026: final, ")
    assert any(day.startswith("Sat 21 Nov 2026: final, ") for day in seats)
    assert dana.run("document.querySelector(`.side a[href$='#coder']`).textContent") == "Coder"
    dana.run("document.querySelector(`[data-csv='coder-workspaces-1-day']`).click()")
    file = next(arrived(downloads, "coder-workspaces-1-day"))
    rows = list(csv.DictReader(file.open(newline="")))
    assert rows[-1]["Day"] == "2026-11-20"


def test_a_square_says_its_day_and_state_under_the_pointer_or_the_focus(dana):
    dana.run(f"document.querySelector(`{USERS} tbody tr:nth-child(2) td:nth-child(2)`).focus()")
    assert dana.run(TIP).strip('"').startswith("Thu 1 Oct 2026: final, ")


def test_the_arrows_walk_over_the_days_and_a_calendar_is_one_tab_stop(dana):
    assert dana.count(f"{USERS} td[tabindex='0']") == 1
    dana.run(f"document.querySelector(`{USERS} tbody tr:nth-child(2) td:nth-child(2)`).focus()")
    for key, there in [
        (Keys.ARROW_RIGHT, "Fri 2 Oct 2026"),
        (Keys.ARROW_UP, "Mon 2 Nov 2026"),
        (Keys.ARROW_LEFT, "Sun 1 Nov 2026"),
        (Keys.ARROW_LEFT, "Sun 1 Nov 2026"),
        (Keys.ARROW_DOWN, "Thu 1 Oct 2026"),
    ]:
        dana.press(key)
        assert dana.run(FOCUSED).startswith(there)
    assert dana.count(f"{USERS} td[tabindex='0']") == 1


def test_the_csv_has_the_days_of_the_calendar(dana, downloads):
    dana.click("[data-csv='users-1-day']")
    file = next(arrived(downloads))
    rows = list(csv.DictReader(file.open(newline="")))
    assert len(rows) == dana.count(f"{USERS} td.day")
    assert rows[-1]["Day"] == "2026-11-20"


def arrived(folder, report="users-1-day"):
    for _ in range(50):
        yield from folder.glob(f"coverage-acme-{report}.csv")
        time.sleep(0.1)


def test_a_calendar_is_there_again_after_another_page(dana):
    dana.click(".side a[href='/help']")
    dana.see("What the numbers mean")
    dana.driver.back()
    dana.see("State of the data")
    dana.find(f"{USERS} td.day")


def test_no_square_of_a_phone_opens_a_tip_beside_the_screen(dana):
    dana.at(390, 844)
    for place in (2, 11, 12, 13, 22, 23, 32):
        dana.run(f"document.querySelector(`{USERS} tbody tr:nth-child(2) td:nth-child({place})`).focus()")
        assert dana.run("document.documentElement.scrollWidth") <= 390, place


def test_who_is_not_an_admin_is_told_so(person):
    person.sign_in("alice")
    assert person.count(".side a[href='/data']") == 0
    person.open("/data")
    person.see("This page is for admins")
    assert person.count(".calendar") == 0
