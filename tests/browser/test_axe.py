"""What axe finds on each page, in both themes, at a desk and on a phone: nothing that keeps anybody out.

axe-core comes from npm at set-up, as the small Plotly bundle does. It is handed in through the driver, which the pages'
policy does not stop.
"""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = Path("var/vendor/axe.min.js")
RUN = """const [done] = arguments;
    axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations.map((each) =>
        [each.impact, each.id, each.nodes.map((node) => node.target.join(" ") + " " + node.any.map((a) => a.message))])))"""
WAYS = [(1440, "light"), (1440, "dark"), (390, "dark"), (390, "light")]  # a new theme paints every figure anew
AT_REST = "[document.documentElement.dataset.bsTheme, document.getAnimations().length]"
PAGES = [
    "/org",
    "/compare",
    "/teams/acme/red",
    "/teams/acme/red?embed=1",
    "/embed/active?team=acme/red",
    "/teams",
    "/me",
    "/help",
]
# With what is there once the page is.
OF_ADMINS = {
    "/data": "td.day",
    "/teams-overview": ".ag-row .chip",
    "/repos": ".ag-row",
    "/seats": ".ag-row",
    "/workspaces": ".ag-row",
    "/teams/acme/red": "#people .ag-row",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: npm was missing when make test set up"),
]


@pytest.fixture
def axe(person):
    """Everything serious that axe finds on the page as it is now, in all four ways to look at it."""

    def look() -> list[tuple[str, int, list[str]]]:
        person.driver.execute_script(AXE.read_text())
        return [(theme, width, finding) for width, theme in WAYS for finding in findings(person, theme, width)]

    return look


def findings(person, theme, width):
    person.at(width, 900)
    person.prefers(theme)
    person.browser._wait_for(lambda _: person.run(AT_REST) == [theme, 0], None, f"{theme} does not come to rest")
    return [found for found in person.driver.execute_async_script(RUN) if found[0] in ("serious", "critical")]


def test_the_landing_keeps_nobody_out(person, axe):
    person.open("/")
    assert axe() == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_keeps_nobody_out(person, axe, address):
    person.sign_in("alice", address)
    if person.count(".dash-graph"):
        person.browser.wait_for_element(".dash-graph .main-svg")
    assert axe() == []


def test_an_open_picker_keeps_nobody_out(person, axe):
    person.sign_in("dana", "/teams/acme/red")
    person.browser.wait_for_element(".dash-graph .main-svg")
    person.click("#team-picker")
    person.find("[role=option]")
    assert axe() == []


@pytest.mark.parametrize(
    ("address", "part", "choice"),
    [
        ("/compare?with=acme/red", ".main-svg", "#compared summary"),
        ("/teams-overview", ".ag-row .chip", ".grid-acts summary.btn-secondary"),
    ],
)
def test_an_open_choice_keeps_nobody_out(person, axe, address, part, choice):
    person.sign_in("dana", address)
    person.browser.wait_for_element(part)
    person.click(choice)
    assert axe() == []


@pytest.mark.parametrize(("address", "part"), OF_ADMINS.items())
def test_a_page_of_admins_keeps_nobody_out(person, axe, address, part):
    person.sign_in("dana", address)
    person.browser.wait_for_element(part)
    assert axe() == []
