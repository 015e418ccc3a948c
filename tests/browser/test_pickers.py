"""The team picker by keyboard, and with thousands of teams."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
AT = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
NAME_AT = f"{AT}.querySelector('.option-name').textContent"
MANY = """(() => {
    const offered = window.dash_clientside.pages.options["team-picker"].options;
    for (let n = 0; n < 5000; n++) offered.push({value: `acme/t${n}`, name: `Team ${n}`, why: "9 licensed", disabled: false, own: false});
})()"""
QUICK = """(() => {
    const search = document.activeElement;
    const began = performance.now();
    search.value = "team 4";
    search.dispatchEvent(new Event("input"));
    document.querySelector("[role=listbox]").offsetHeight;
    return performance.now() - began;
})()"""


@pytest.fixture
def dana(person):
    person.sign_in("dana", RED)
    return person


def test_it_opens_on_the_team_that_is_shown_and_is_walked_by_keyboard(dana):
    dana.run("document.querySelector('#team-picker').focus()")
    dana.press(Keys.ARROW_DOWN)
    assert dana.run("document.activeElement.getAttribute('role')") == "combobox"
    assert dana.run(NAME_AT) == "Red"
    assert dana.run(f"{AT}.getAttribute('aria-selected')") == "true"
    names = list(dana.offered())
    assert names[0] == "Developer experience", "one's own stand first"
    for key, there in [
        (Keys.HOME, names[0]),
        (Keys.ARROW_UP, names[0]),
        (Keys.ARROW_DOWN, names[1]),
        (Keys.END, names[-1]),
        (Keys.ARROW_DOWN, names[-1]),
    ]:
        dana.press(key)
        assert dana.run(NAME_AT) == there


def test_escape_closes_it_and_gives_the_focus_back(dana):
    dana.click("#team-picker")
    assert dana.find("#team-picker").get_attribute("aria-expanded") == "true"
    dana.escape()
    assert dana.count("[role=option]") == 0
    assert dana.run("document.activeElement.id") == "team-picker"
    assert dana.find("#team-picker").get_attribute("aria-expanded") == "false"


def test_tab_leaves_it_for_the_next_control_and_a_click_beside_it_closes_it(dana):
    dana.click("#team-picker")
    dana.press(Keys.TAB)
    assert dana.run("document.activeElement.id") == "span-earlier"
    assert dana.count("[role=option]") == 0
    dana.click("#team-picker")
    dana.click("h1")
    assert dana.count("[role=option]") == 0


def test_a_closed_team_says_why_and_can_not_be_chosen(dana):
    dana.click("#team-picker")
    dana.press("print")
    dana.wait_for_offer("Print")
    assert dana.text("[role=option] .why") == "too few licensed"
    dana.press(Keys.ARROW_DOWN, Keys.ENTER)
    dana.click("[role=option]")
    assert dana.count("[role=option]") == 1
    assert dana.address() == RED


def test_what_is_not_there_is_said(dana):
    dana.click("#team-picker")
    dana.press("zzz")
    dana.browser.wait_for_text_to_equal(".picker [role=status]", "None of that name")
    dana.press(Keys.ARROW_DOWN, Keys.ENTER)
    assert dana.address() == RED


def test_the_choice_keeps_the_view_and_the_focus_and_it_opens_again_on_the_next_page(dana):
    dana.open(f"{RED}?days=7&group=week")
    dana.click("#team-picker")
    dana.press("checkout", Keys.ENTER)
    dana.see("Checkout")
    assert dana.address() == "/teams/acme/checkout?days=7&group=week"
    dana.browser.wait_for_contains_text("#team-picker", "Checkout")
    assert dana.run("document.activeElement.id") == "team-picker"
    dana.click("#team-picker")
    assert dana.run(NAME_AT) == "Checkout"
    dana.driver.back()
    dana.see("Red")
    assert dana.count("[role=option]") == 0, "a page that comes closes it"


def test_five_thousand_teams_are_searched_without_a_pause(dana):
    dana.run(MANY)
    dana.click("#team-picker")
    assert dana.count("[role=option]") == 100
    assert "more: type to find them" in dana.text(".picker [role=status]")
    assert dana.run(QUICK) < 100
    assert dana.run(NAME_AT) == "Team 4"
