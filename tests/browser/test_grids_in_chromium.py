"""Grids: sorting, searching, choosing, and the CSV of what is shown."""

from __future__ import annotations

import csv
import time

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

NAMES = """[...document.querySelectorAll('.ag-pinned-left-cols-container .ag-row')]
    .map((row) => [Number(row.getAttribute('row-index')), row.textContent.trim()]).sort((a, b) => a[0] - b[0]).map((row) => row[1])"""
SCRIPTS = (
    "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('ag_grid'))"
)


@pytest.fixture
def dana(person):
    person.sign_in("dana")
    person.at(1440, 1600)
    return person


def opened(person, address):
    person.open(address)
    person.find(".ag-pinned-left-cols-container .ag-row")
    return person.run(NAMES)


def shown(person, count):
    person.browser._wait_for(lambda _: len(person.run(NAMES)) == count, None, f"not {count} rows are shown")
    return person.run(NAMES)


def test_the_script_comes_with_the_first_page_that_has_a_grid(dana):
    dana.open("/org")
    dana.wait_for_drawing("active")
    assert dana.run(SCRIPTS) == []
    dana.click(".side a[href='/teams-overview']")
    dana.see("Teams overview")
    dana.find(".ag-pinned-left-cols-container .ag-row")
    assert len(set(dana.run(SCRIPTS))) == 2


def test_teams_are_sorted_by_adoption_until_somebody_asks_otherwise(dana):
    names = opened(dana, "/teams-overview")
    assert names != sorted(names, key=str.casefold)
    dana.find(".ag-header-cell[col-id=Team]").click()
    dana.browser._wait_for(
        lambda _: (now := dana.run(NAMES)) == sorted(now, key=str.casefold), None, "the teams are not sorted by name"
    )


def test_search_and_quick_filters_leave_what_they_name_and_the_csv_has_that(dana, downloads):
    names = opened(dana, "/teams-overview")
    dana.find(".grid-find").send_keys(names[0][:6])
    found = shown(dana, sum(names[0][:6].casefold() in name.casefold() for name in names))
    assert f"{len(found)} of {len(names)} teams" in dana.text("#count-teams")
    dana.run("document.querySelector('.grid-find').value = ''")
    dana.find(".grid-find").send_keys(" ", Keys.BACKSPACE)
    shown(dana, len(names))
    button = dana.find("[data-grid-choice=teams][data-bit='1']")
    chosen = shown_by(dana, button)
    dana.click("summary.btn-secondary")
    dana.click(".grid-columns input[name='Interactions']")
    dana.click(".grid-columns input[name='Lines added']")
    dana.escape()
    dana.click("[data-grid-csv=teams]")
    rows = list(csv.DictReader(arrived(downloads, "copilot-acme-teams-2*.csv").splitlines()))
    assert [row["Team"] for row in rows] == chosen
    assert "Interactions" not in rows[0]
    assert "Lines added" in rows[0]
    cells = "document.querySelectorAll(\"#grid-teams .ag-row [col-id='Licensed']\")"
    assert [row["Licensed"] for row in rows] == dana.run(f"[...{cells}].map((cell) => cell.textContent.trim())")


def shown_by(person, button):
    button.click()
    return shown(person, int(button.find_element("css selector", ".count").text))


def arrived(folder, pattern):
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in folder.glob(pattern):
            text = file.read_text(encoding="utf-8-sig")
            file.unlink()
            return text
        time.sleep(0.1)
    raise AssertionError(f"{pattern} was not downloaded")


def test_a_team_opens_by_a_click_and_by_the_keyboard(dana):
    names = opened(dana, "/teams-overview")
    dana.run("document.querySelector('.ag-pinned-left-cols-container .ag-row [col-id=Team]').focus()")
    dana.press(Keys.ARROW_DOWN, Keys.ENTER)
    dana.see(names[1])
    dana.driver.back()
    dana.see("Teams overview")
    dana.find(".ag-pinned-left-cols-container .ag-row a").click()
    dana.see(names[0])


def test_tab_leaves_the_grid(dana):
    opened(dana, "/teams-overview")
    dana.run("document.querySelector('.ag-pinned-left-cols-container .ag-row [col-id=Team]').focus()")
    dana.press(Keys.TAB)
    assert not dana.run("document.activeElement.matches('.ag-cell')")


def test_another_span_keeps_what_was_searched_and_chosen(dana):
    opened(dana, "/teams-overview")
    dana.click(".ag-header-cell[col-id=Team]")
    dana.click("summary.btn-secondary")
    dana.click(".grid-columns input[name='Interactions']")
    dana.escape()
    dana.find(".grid-find").send_keys("Red")
    shown(dana, 1)
    dana.click("#span-picker summary")
    dana.click(".presets a:first-child")
    dana.browser.wait_for_contains_text("h1 + .answer", "7 days before")
    assert shown(dana, 1) == ["Red"]
    assert dana.find(".grid-find").get_attribute("value") == "Red"
    assert dana.count(".ag-header-cell[col-id=Team][aria-sort=ascending]") == 1
    assert dana.count(".ag-header-cell[col-id=Interactions]") == 0


def test_repositories_are_there_with_a_days_medians(dana):
    opened(dana, "/repos")
    assert "To merge, a day’s median" in dana.text(".ag-header")
    assert "pull requests were opened" in dana.text(".answer")


def test_people_are_for_those_who_may_see_names(person):
    person.sign_in("alice")
    person.open("/teams/acme/red")
    person.wait_for_drawing("active")
    assert "licensed members" in person.text("#people .lede")
    assert person.count("#grid-people") == 0
    person.open("/teams-overview")
    person.see("This page is for admins")


def test_an_admin_sees_people_by_login_and_hostile_names_are_text(dana):
    names = opened(dana, "/teams/acme/red#people")
    assert names == sorted(names, key=str.casefold)
    assert "R&D <tools>" in opened(dana, "/teams-overview")
    assert dana.count("main tools") == 0


@pytest.mark.parametrize("address", ["/teams-overview", "/repos"])
def test_no_grid_makes_a_phone_scroll_sideways(dana, address):
    dana.at(390, 844)
    dana.open(address)
    dana.find(".ag-row")
    assert dana.run("document.documentElement.scrollWidth") <= 390
    assert dana.run("document.querySelectorAll('.ag-header-cell').length") == 3
