"""What people see and do."""

from __future__ import annotations

import csv
import time

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

RED, PLATFORM = "/teams/acme/red", "/teams/acme/payments-platform"
ADDRESSES = ["/org", "/teams", RED, "/teams/acme/no-such-team", "/help", "/data", "/org?from=2020-01-01&to=2020-02-01"]


@pytest.fixture
def alice(person):
    person.sign_in("alice")
    return person


@pytest.fixture
def dana(person):
    person.sign_in("dana")
    return person


def test_a_member_signs_in_picks_one_of_her_teams_and_sees_its_usage(person):
    (alice := person).sign_in_by_hand("alice")
    alice.see("Your teams")
    alice.click("#team-picker")
    offered = alice.offered()
    assert offered["Red"]
    assert "Checkout" not in offered
    alice.press("red")
    alice.wait_for_offer("Red")
    alice.press(Keys.ARROW_DOWN, Keys.ENTER)
    alice.see("Red")
    assert alice.address() == RED
    alice.wait_for_drawing("active")
    assert "licensed members used Copilot in these 28 days" in alice.text(".answer")
    assert alice.count(".tile") == 5


def test_an_admin_finds_any_team_by_searching(dana):
    dana.click("#team-picker")
    offered = dana.offered()
    assert {"Red", "Checkout", "Payments platform"} <= offered.keys()
    assert not all(offered.values()), "a team below the floor is offered, closed"
    dana.press("checkout")
    dana.wait_for_offer("Checkout")
    dana.press(Keys.ARROW_DOWN, Keys.ENTER)
    dana.see("Checkout")


def test_who_is_not_a_member_is_told_so_and_sees_nothing(person):
    person.sign_in_by_hand("erin")
    assert "not a member" in person.text("[role=alert]")
    assert person.count(".chart") == 0


def test_a_team_of_others_looks_like_no_team(alice):
    alice.open("/teams/acme/checkout")
    alice.see("There is no team here that you can see")
    refused = alice.text("main")
    alice.open("/teams/acme/no-such-team")
    assert alice.text("main") == refused


def test_the_address_is_the_view_and_back_and_forward_work(alice):
    alice.open(RED)
    alice.click("#span-picker summary")
    alice.click(".presets a:first-child")
    alice.wait_for_address(f"{RED}?days=7")
    alice.browser.wait_for_contains_text("#span-picker summary", "7 days")
    alice.click("#compare")
    alice.wait_for_address(f"{RED}?days=7&compare=0")
    alice.browser.wait_for_no_elements(".tile .change")
    alice.click(".side a[href^='/org']")
    alice.see("acme")
    assert alice.address() == "/org?days=7&compare=0", "the days stay from page to page"
    alice.driver.back()
    alice.see("Red")
    assert alice.address() == f"{RED}?days=7&compare=0"
    assert not alice.find("#compare").is_selected()
    alice.driver.back()
    alice.wait_for_address(f"{RED}?days=7")
    alice.browser.wait_for_element(".tile .change")
    alice.driver.forward()
    alice.browser.wait_for_no_elements(".tile .change")


def test_free_dates_and_steps_change_the_address(alice):
    alice.open(RED)
    alice.click("#span-picker summary")
    alice.run("document.querySelector('#span-from').value = '2026-11-01'")
    alice.run("document.querySelector('#span-to').value = '2026-11-10'")
    alice.click(".dates-form button")
    alice.wait_for_address(f"{RED}?from=2026-11-01&to=2026-11-10")
    alice.browser.wait_for_contains_text("#span-picker summary", "10 days")
    alice.click(".joined > .step:first-child")
    alice.wait_for_address(f"{RED}?from=2026-10-22&to=2026-10-31")


def test_a_view_has_a_title_and_is_announced(alice):
    alice.open(f"{RED}?days=7")
    alice.wait_for_drawing("active")
    assert alice.driver.title == "Red, 7 days · Copilot usage"
    assert alice.find("#said").get_attribute("textContent").startswith("Red, 7 days:")


def test_a_link_that_means_nothing_falls_back_with_a_notice(alice):
    alice.open(f"{RED}?days=5")
    assert "not offered. Showing 28 days." in alice.text(".notice")


def test_the_csv_and_the_table_hold_what_is_shown(alice, downloads):
    alice.open(RED)
    alice.wait_for_drawing("active")
    alice.click("#table-button-active")
    alice.browser.wait_for_element("#table-active tbody tr")
    assert not alice.find("#shown-active").is_displayed()
    shown = alice.run(
        "[...document.querySelectorAll('#table-active tbody tr')].map(r => [...r.children].map(c => c.textContent))"
    )
    alice.click("[data-csv=active]")
    file = next(arrived(downloads))
    rows = list(csv.DictReader(file.open(newline="")))
    assert len(rows) == len(shown) == 28
    assert [row["Active"] or "unknown" for row in rows] == [row[1] for row in shown]
    assert [row["State"] for row in rows] == [row[-1] for row in shown]
    assert "unknown" in {row[1] for row in shown}


def test_a_table_of_days_has_a_line_a_day_and_keeps_them_in_sight(alice):
    alice.open(RED)
    alice.wait_for_drawing("interactions")
    alice.click("#table-button-interactions")
    alice.browser.wait_for_element("#table-interactions tbody tr")
    day = "document.querySelector('#table-interactions tbody th')"
    assert alice.run(f"{day}.offsetHeight") < 45
    alice.at(390, 844)
    alice.run("document.querySelector('#table-interactions').scrollBy(200, 0)")
    left = "{}.getBoundingClientRect().left".format
    assert alice.run("document.querySelector('#table-interactions').scrollLeft") > 0
    assert abs(alice.run(left(day)) - alice.run(left("document.querySelector('#table-interactions')"))) < 2


def arrived(folder):
    for _ in range(50):
        yield from folder.glob("*active-users*.csv")
        time.sleep(0.1)


def test_the_theme_follows_the_system_until_somebody_chooses(alice):
    alice.prefers("dark")
    alice.open(RED)
    alice.wait_for_drawing("active")
    assert theme_of(alice) == "dark"
    dark = bar_colour(alice)
    asked = alice.run("performance.getEntriesByType('resource').length")
    alice.click(".side [data-theme-switch]")
    alice.browser._wait_for(lambda _: bar_colour(alice) != dark, None, "the figures keep their colours")
    assert theme_of(alice) == "light"
    assert alice.run("performance.getEntriesByType('resource').length") == asked, "switching asks the server nothing"
    alice.open(RED)
    assert theme_of(alice) == "light"


def theme_of(person):
    return person.run("document.documentElement.dataset.bsTheme")


def bar_colour(person):
    return person.run("document.querySelector('#graph-active .bars .point path').style.fill")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(dana, width):
    dana.at(width, 844)
    for address in ADDRESSES:
        dana.open(address)
        assert dana.run("document.documentElement.scrollWidth") <= width, address


def test_on_a_phone_menu_and_controls_open_at_a_touch(alice):
    alice.at(390, 844)
    alice.open(RED)
    assert not alice.find(".side").is_displayed()
    alice.click("[data-toggle=side]")
    assert alice.find(".side").is_displayed()
    alice.escape()
    assert not alice.find(".side").is_displayed()
    alice.click("[data-toggle=controls]")
    assert alice.find("#team-picker").is_displayed()
    assert alice.find("#span-picker summary").size["height"] >= 44


def test_a_definition_opens_and_escape_closes_it_and_gives_the_focus_back(alice):
    alice.open(RED)
    alice.wait_for_drawing("active")
    alice.find(".tile summary").send_keys(Keys.ENTER)
    alice.browser.wait_for_contains_text(".tile .pop", "Each person counts once")
    alice.escape()
    assert not alice.find(".tile .pop").is_displayed()
    assert alice.driver.switch_to.active_element.text == "Active users"


def test_the_first_tab_stop_skips_to_the_content(alice):
    alice.open(RED)
    alice.find("body").send_keys(Keys.TAB)
    assert alice.driver.switch_to.active_element.text == "Skip to the content"


def test_hostile_team_names_are_text(dana):
    dana.open("/teams")
    assert dana.count("main tools") == 0
    assert "R&D <tools>" in dana.text("main")


def test_fifty_quick_switches_end_at_the_last_team(dana):
    dana.open(RED)
    dana.wait_for_drawing("active")
    go = "document.querySelector('.side a[href=\"/org\"]').click()", "history.back()"
    for turn in range(50):
        dana.run(go[turn % 2])
    dana.see("Red")
    dana.wait_for_drawing("active")
    time.sleep(1)
    dana.see("Red")
    assert dana.driver.title.startswith("Red")
    assert dana.address() == RED


def test_sign_out_closes_the_pages_and_says_so_in_another_tab(alice):
    alice.open(RED)
    alice.wait_for_drawing("active")
    alice.run("fetch('/logout', {method: 'POST'}).then(() => 1)")
    time.sleep(0.3)
    alice.click(".side a[href='/org']")
    alice.browser.wait_for_contains_text("#session-notice", "You are signed out")
    assert alice.text("h1") == "Red", "the figures stay"
    alice.open("/org")
    assert "Sign in with GitHub" in alice.text("main")
    alice.driver.get_log("browser")  # the refused call is in it


def test_only_our_own_host_is_asked(alice):
    alice.open(RED)
    alice.wait_for_drawing("active")
    hosts = set(alice.run("performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)"))
    assert hosts == {alice.url}
