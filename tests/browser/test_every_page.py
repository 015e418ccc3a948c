"""What holds on every page, for everybody who may open it: the list of pages and people is here alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
NOT_HERE = "There is no page at this address"
ADMINS_ONLY = "This page is for admins"
NO_TEAM = "There is no team here that you can see"
# By address, the heading that alice, in team red, and dana, an admin, see.
PAGES = {
    "/": ("Your teams", "Your teams"),
    "/teams": ("Your teams", "Your teams"),
    "/org": ("acme", "acme"),
    "/org?days=90&group=week": ("acme", "acme"),
    RED: ("Red", "Red"),
    f"{RED}?days=7&working=1": ("Red", "Red"),
    f"{RED}?embed=1": ("Red", "Red"),
    "/embed/active?team=acme/red": ("Red", "Red"),
    "/teams/acme/checkout": (NO_TEAM, "Checkout"),
    "/teams/acme/no-such-team": (NO_TEAM, NO_TEAM),
    "/compare": ("", ""),  # those that are compared
    "/me": ("Your usage", "Your usage"),
    "/help": ("What the numbers mean", "What the numbers mean"),
    "/data": (ADMINS_ONLY, "State of the data"),
    "/teams-overview": (ADMINS_ONLY, "Teams overview"),
    "/repos": (ADMINS_ONLY, "Repositories"),
    "/seats": ("Seats", "Seats"),
    "/workspaces": ("Workspaces", "Workspaces"),
}
FACTS = """({
    heading: document.querySelector("h1").textContent,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")].map((each) => Number(each.tagName[1])),
    mains: document.querySelectorAll("main").length,
    unnamed: [...document.querySelectorAll("nav, [role=region], [role=group]")].filter((each) =>
        !each.getAttribute("aria-label") && !each.getAttribute("aria-labelledby")).length,
    lang: document.documentElement.lang,
    title: document.title,
    hosts: [...new Set(performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin))],
    moving: document.getAnimations().length,
    unknown: [...document.body.querySelectorAll("*")].filter((each) => each instanceof HTMLUnknownElement).map((each) => each.tagName),
})"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTLINE = """(() => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(document.activeElement);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none"; })()"""


def in_order(headings: list[int]) -> bool:
    """One of the first level, and none that leaves out the one above it."""
    steps = pairwise(headings)
    return headings.count(1) == 1 and headings[0] == 1 and all(after <= before + 1 for before, after in steps)


def assert_sound(person, address: str, heading: str) -> None:
    person.open(address)
    found = person.run(FACTS)
    assert found["heading"].startswith(heading), address
    assert in_order(found["headings"]), (address, found["headings"])
    assert found["mains"] == 1, address
    assert found["unnamed"] == 0, address
    assert found["lang"] == "en"
    assert found["unknown"] == [], "46-view.js draws HTML, and the parts it names"
    assert found["title"].endswith("Copilot usage")
    assert found["hosts"] == [person.url], "no request leaves the host"
    for width in (320, 390, 720):  # 720 is a desk at 200 %
        person.at(width, 844)
        person.browser._wait_for(lambda _: person.run(WIDER) <= 0, None, f"{address} scrolls sideways at {width}")
    person.at(1440, 900)


@pytest.mark.parametrize(("login", "place"), [("alice", 0), ("dana", 1)])
def test_every_page_is_sound_for_whoever_may_open_it(person, login, place):
    person.sign_in(login)
    for address, headings in PAGES.items():
        assert_sound(person, address, headings[place])


def test_who_is_not_a_member_sees_no_page_at_all(person):
    person.sign_in("erin")
    for address in PAGES:
        person.driver.get(f"{person.url}{address}")
        assert "not a member" in person.text("main, body"), address
        assert person.count(".chart, .tile, .dash-graph") == 0, address
    person.driver.get_log("browser")  # the refusals are in it


def test_the_focus_is_seen_on_every_control_in_both_themes(person):
    person.sign_in("dana")
    for theme in ("light", "dark"):
        person.prefers(theme)
        person.open(RED)
        for _ in range(25):
            person.press(Keys.TAB)
            assert person.run(OUTLINE), person.run("document.activeElement.outerHTML.slice(0, 200)")


def test_who_wants_less_motion_gets_none(person):
    person.sign_in("alice")
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    person.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    person.driver.get(f"{person.url}{RED}")
    moving = 0
    while not person.count("#main h1"):
        moving += person.run("document.getAnimations().length")
    assert moving == 0
    assert person.run(FACTS)["moving"] == 0


def test_the_two_themes_differ_in_every_colour_of_a_page(person):
    person.sign_in("alice", RED)
    found = []
    for theme in ("light", "dark"):
        person.prefers(theme)
        person.browser._wait_for(lambda _, theme=theme: person.run(THEME) == theme, None, f"{theme} never comes")
        person.browser.wait_for_no_elements(".dash-graph.stale")
        found.append(person.run(COLOURS))
    assert all(light != dark for light, dark in zip(*found, strict=True)), found


THEME = "document.documentElement.dataset.bsTheme"
COLOURS = """["body", ".chart", "h1", ".chart-title", ".side .item", ".keys b"].map((part) =>
    [getComputedStyle(document.querySelector(part)).color, getComputedStyle(document.querySelector(part)).backgroundColor].join())"""
