"""The control bar, by keyboard and on a phone, and what it does to charts, tables and files."""

from __future__ import annotations

import csv
import time

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
FOCUS = "document.activeElement.id || document.activeElement.textContent"
RANGE = "document.querySelector('#graph-active .js-plotly-plot, #graph-active.js-plotly-plot').layout.xaxis.range"
HEADS = "[...document.querySelectorAll('#table-active thead th')].map((head) => head.textContent)"


@pytest.fixture
def alice(person):
    person.sign_in("alice", RED)
    person.wait_for_drawing("active")
    return person


@pytest.fixture
def dana(person):
    person.sign_in("dana", RED)
    person.wait_for_drawing("active")
    return person


def test_the_bar_is_walked_by_keyboard_in_the_order_it_is_read(alice):
    alice.run("document.querySelector('#team-picker').focus()")
    walked = []
    for _ in range(9):
        walked.append(alice.run(FOCUS))
        alice.press(Keys.TAB)
    assert walked[:2] == ["team-picker", "span-earlier"]
    assert walked[2].startswith("28 days")
    assert walked[3:] == ["group-day", "group-week", "group-month", "working", "compare", "Copy link"]


def test_every_control_is_in_the_address_and_back_and_forward_walk_over_them(alice):
    alice.run("document.querySelector('#group-week').focus()")
    alice.press(Keys.ENTER)
    alice.wait_for_address(f"{RED}?group=week")
    alice.browser.wait_for_text_to_equal("#title-active", "Active users a week")
    assert alice.run(FOCUS) == "group-week", "the focus stays where it was"
    alice.press(Keys.TAB, Keys.TAB)
    alice.press(Keys.SPACE)
    alice.wait_for_address(f"{RED}?group=week&working=1")
    alice.browser.wait_for_contains_text(".answer", "on the working days of these 28 days")
    alice.driver.back()
    alice.wait_for_address(f"{RED}?group=week")
    alice.browser.wait_for_contains_text(".answer", "in these 28 days")
    assert not alice.find("#working").is_selected()
    alice.driver.back()
    alice.browser.wait_for_text_to_equal("#title-active", "Active users a day")
    alice.driver.forward()
    alice.driver.forward()
    alice.browser.wait_for_contains_text(".answer", "on the working days of these 28 days")
    assert alice.address() == f"{RED}?group=week&working=1"


def test_weeks_are_what_the_axis_the_table_and_the_file_say(alice, downloads):
    alice.open(f"{RED}?group=week&working=1")
    alice.wait_for_drawing("active")
    assert [edge[:10] for edge in alice.run(RANGE)] == ["2026-10-19", "2026-11-23"]
    alice.click("#table-button-active")
    alice.find("#table-active tbody tr")
    assert alice.run(HEADS)[0] == "Week from"
    alice.click("[data-csv=active]")
    rows = list(csv.DictReader(arrived(downloads).splitlines()))
    assert [row["Week from"] for row in rows] == ["2026-10-23", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    assert rows[0]["State"] == "final, 1 of its 5 days counted"


def arrived(folder):
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for file in folder.glob("*active-users*.csv"):
            text = file.read_text(encoding="utf-8-sig")
            file.unlink()
            return text
        time.sleep(0.1)
    raise AssertionError("no file came")


@pytest.mark.parametrize(
    ("query", "said"), [("group=year", "a grouping that does not exist"), ("working=perhaps", "working days in a way")]
)
def test_a_link_with_nonsense_falls_back_with_a_notice(alice, query, said):
    alice.open(f"{RED}?{query}")
    assert said in alice.text(".notice")
    alice.wait_for_drawing("active")


def test_links_to_other_pages_and_ways_out_of_an_empty_one_keep_the_rest_of_the_view(dana):
    dana.open(f"{RED}?from=2020-01-01&to=2020-02-01&group=month&working=1")
    dana.click("main .state .btn")
    dana.browser.wait_for_text_to_equal("#title-active", "Active users a month")
    assert dana.address().startswith(f"{RED}?from=2026-")
    assert dana.address().endswith("&group=month&working=1")
    dana.open(f"{RED}?days=7&group=week")
    dana.click(".side a[href^='/teams-overview']")
    dana.see("Teams overview")
    assert dana.address() == "/teams-overview?days=7&group=week"
    dana.click(".grid-place a[href='/teams/acme/checkout']")
    dana.see("Checkout")
    assert dana.address() == "/teams/acme/checkout?days=7&group=week"
    dana.click(".side a[href='/help']")
    dana.see("What the numbers mean")
    assert dana.address() == "/help"


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_bar_is_one_row(dana, width):
    dana.at(width, 800)
    dana.open("/teams/acme/payments-platform?days=365&working=1")
    assert dana.run("document.querySelector('.controls').offsetHeight") < 60


def test_the_top_bar_is_one_line_on_a_phone_whatever_the_deployment_calls_itself(dana):
    """A name of 60 characters is the longest there may be."""
    dana.at(320, 640)
    dana.run("document.querySelector('.topbar .brand b').textContent = 'Insight '.repeat(8).slice(0, 60)")
    dana.run("document.querySelector('.topbar .brand span').textContent = 'acme, beta, gamma, delta'")
    assert dana.run("document.querySelector('.topbar').offsetHeight") <= 48
    assert dana.run("document.querySelector('.btn-menu').offsetWidth") == 44
    assert dana.run("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_sheet_stays_while_one_sets_several(dana):
    dana.at(320, 640)
    dana.click("[data-toggle=controls]")
    heights = "[...document.querySelectorAll('.controls-set > *')].map((part) => part.getBoundingClientRect().height)"
    assert min(dana.run(heights)) >= 44
    assert dana.run("document.documentElement.scrollWidth") <= 320
    dana.click("#group-month")
    dana.browser.wait_for_contains_text(".phone-only", "by month")
    assert dana.find("#working").is_displayed()
    dana.escape()
    assert not dana.find("#working").is_displayed()
    assert dana.find("[data-toggle=controls]").get_attribute("aria-expanded") == "false"
