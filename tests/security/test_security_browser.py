"""X1 to X3: what comes from outside is text on every page, figure and export. In a real Chromium."""

from __future__ import annotations

import csv
import re
import time

import pytest
from selenium.webdriver.common.keys import Keys

from dashboard.core.numbers import DIMENSIONS
from dashboard.core.spreadsheet import FORMULA, safe_text
from layouts import names
from tests.security.corp import Guest
from tests.security.hostile import EVIL, IMAGE, NAMES, SVG

pytestmark = pytest.mark.browser

TEAM = "/teams/acme/img-src-x-onerror-window-xss-1"
ODD = [
    "/",
    "/me",
    "/teams/acme/%3Cimg%20src=x%20onerror=window.XSS=1%3E",
    "/org?days=<script>window.XSS=1</script>",
    f"{TEAM}?org={SVG}",
]
MADE = "script[src*=evil], main script, main img, main svg:not(.main-svg, .grid-spark), iframe, object, embed, xss, [onload], [onerror]"
HOVER = """return [...document.querySelectorAll(".js-plotly-plot")].map((plot) => {
    const pointNumber = plot.data[0].y.findLastIndex((value) => value);
    Plotly.Fx.hover(plot, plot.data.map((_, curveNumber) => ({curveNumber, pointNumber})));
    return plot.querySelector(".hoverlayer").textContent;
}).join(" ")"""


@pytest.fixture
def guest(corp_site, corp_chromium):
    found = Guest(corp_chromium, corp_site)
    found.begin()
    yield found
    assert found.complaints() == []


def pages_of(guest):
    """Every page that the navigation and the list of teams lead to."""
    guest.open("/teams")
    links = guest.run("[...document.querySelectorAll('a[data-view]')].map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(href.partition("#")[0] for href in links if href != "/"))


def look_closely(guest):
    """Opens the drop-down and the hover of each figure. Returns the texts of the hovers."""
    guest.settle()
    if guest.count("#team-picker"):
        guest.click("#team-picker")
        guest.find("[role=option]")
    return guest.driver.execute_script(HOVER)


@pytest.mark.parametrize("login", [SVG, IMAGE], ids=["member", "admin"])
def test_x1_no_page_runs_a_script_or_makes_a_link_of_what_comes_from_outside(guest, login):
    guest.sign_in(login)
    for address in pages_of(guest):
        guest.open(address)
        look_closely(guest)
        require_harmless(guest, address)
        assert guest.text(".side-who .name") == login


def test_x1_no_address_runs_a_script_or_makes_a_link(guest):
    guest.sign_in(SVG)
    for address in ODD:
        guest.open(address)
        guest.settle()
        require_harmless(guest, address)


def require_harmless(guest, address):
    assert guest.run("window.XSS") is None, address
    assert guest.run("window.violations") == [], address
    assert guest.addresses() == set(), address
    assert guest.run(f"document.querySelectorAll(`{MADE}`).length") == 0, address


def test_x1_headings_titles_lists_and_hovers_show_the_names_as_they_are(guest):
    guest.sign_in(SVG)
    guest.click("#team-picker")
    guest.find("[role=option]")
    assert set(guest.offered()) == set(NAMES)
    listed = guest.run("[...document.querySelectorAll('main tbody th')].map((cell) => cell.textContent)")
    assert set(listed) == set(NAMES)
    guest.open(TEAM)
    assert IMAGE in look_closely(guest)
    guest.run("document.querySelectorAll('[data-table=interactions], [data-table=models]').forEach((b) => b.click())")
    require_harmless(guest, "the tables")
    assert guest.find("h1").get_attribute("textContent") == IMAGE
    assert guest.driver.title == f"{IMAGE}, 28 days · Copilot usage"
    heads = guest.run("[...document.querySelectorAll('#table-interactions th')].map((cell) => cell.textContent)")
    assert {IMAGE, SVG, "Other"} < set(heads)
    cells = guest.run("[...document.querySelectorAll('#table-models tbody th')].map((cell) => cell.textContent)")
    assert set(NAMES) <= set(cells)


def test_x1_the_document_itself_names_nothing(guest):
    guest.sign_in(SVG)
    html = guest.driver.execute_async_script(f"fetch('{TEAM}').then((a) => a.text()).then(arguments[0])")
    assert "<title>Copilot usage</title>" in html
    assert "XSS" not in html


def test_x2_x3_every_csv_reads_back_with_plain_numbers_and_no_formula(guest, corp_downloads):
    guest.sign_in(SVG)
    guest.open(TEAM)
    guest.settle()
    for name, thing in (("features", "feature"), ("languages", "language"), ("editors", "ide"), ("models", "model")):
        rows = saved(guest, corp_downloads, name)
        shown = {names.shown(thing, value) for value in NAMES}
        assert thing in DIMENSIONS
        assert {safe_text(text) for text in shown} <= {row[0] for row in rows[1:]}
        assert {len(row) for row in rows} == {len(rows[0])}
        assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|", cell) for row in rows[1:] for cell in row[1:])
    heads = saved(guest, corp_downloads, "interactions")[0]
    assert IMAGE in heads
    assert not any(FORMULA.match(cell) for cell in heads)


def saved(guest, corp_downloads, name):
    guest.find(f"[data-csv={name}]").send_keys(Keys.ENTER)
    file = arrived(corp_downloads, name)
    assert re.fullmatch(r"copilot-acme-img-src-x-[a-z0-9-]+-2026-10-23-to-2026-11-19\.csv", file.name)
    with file.open(newline="", encoding="utf-8") as text:
        rows = list(csv.reader(text, strict=True))
    file.unlink()
    return rows


def arrived(folder, name):
    until = time.monotonic() + 5
    while time.monotonic() < until:
        for file in folder.glob(f"*-{name}-*.csv"):
            return file
        time.sleep(0.05)
    raise AssertionError(f"no CSV of {name} came")


def test_x5_nobody_listens_to_messages_of_other_pages(guest):
    guest.sign_in(SVG)
    guest.open(TEAM)
    guest.settle()
    window = guest.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]
    found = guest.driver.execute_cdp_cmd("DOMDebugger.getEventListeners", {"objectId": window})["listeners"]
    kinds = {listener["type"] for listener in found}
    assert "popstate" in kinds, "listeners are seen at all"
    assert kinds.isdisjoint({"message", "messageerror"})
    assert guest.run("window.onmessage") is None
    assert EVIL not in guest.driver.current_url
