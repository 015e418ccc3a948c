"""Pages and single figures as another site's page frames them; the announcement; the glossary's search."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from dashboard.app import create_server
from tests.browser.conftest import free_port
from tests.browser.person import Person

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
FIGURE = "/embed/active?team=acme/red"
GROUND = "getComputedStyle(document.body).backgroundColor"
TRANSPARENT = "rgba(0, 0, 0, 0)"
AROUND = ".side, .topbar, .controls"


@pytest.fixture
def alice(person):
    person.sign_in("alice")
    return person


def test_a_framed_page_has_nothing_around_it_and_its_links_stay_in_the_frame(alice):
    alice.open(f"{RED}?embed=1&days=7")
    alice.wait_for_drawing("active")
    assert alice.count(AROUND) == 0
    assert alice.run(GROUND) != TRANSPARENT, "opened by itself it has a ground to be read on"
    assert "Data to" in alice.text(".fresh")
    alice.click(".tile .drop summary")
    alice.click(".tile .drop[open] a[data-view]")
    alice.see("What the numbers mean")
    assert alice.address() == "/help?embed=1"
    assert alice.count(AROUND) == 0
    alice.driver.back()
    alice.see("Red")
    assert alice.find(".open-whole a").get_attribute("href") == f"{alice.url}{RED}?days=7"


def test_a_framed_page_follows_the_system_whatever_was_chosen(alice):
    alice.run("localStorage.setItem('theme', 'light')")
    alice.prefers("dark")
    alice.open(RED)
    assert alice.run("document.documentElement.dataset.bsTheme") == "light"
    alice.open(f"{RED}?embed=1")
    assert alice.run("document.documentElement.dataset.bsTheme") == "dark"


@pytest.mark.parametrize(("width", "height"), [(1000, 600), (420, 480)])
def test_a_figure_fills_its_frame(alice, width, height):
    alice.at(width, height)
    alice.open(FIGURE)
    alice.wait_for_drawing("active")
    alice.browser._wait_for(lambda _: alice.run("document.querySelector('.plot').clientHeight > 100"), None, "no plot")
    assert alice.count("figure.chart") == 1
    assert alice.run("document.documentElement.scrollWidth") <= width
    assert alice.run("document.documentElement.scrollHeight") <= height
    assert alice.run("document.querySelector('.embed-figure').clientWidth") > width - 30
    alice.click("[data-table='active']")
    assert "Licensed" in alice.text("#table-active")


def test_a_figure_of_a_team_of_others_is_refused(alice):
    alice.open("/embed/active?team=acme/checkout")
    alice.see("There is no team here that you can see")
    assert alice.count("figure.chart") == 0


def test_who_is_not_a_member_sees_no_figure(person):
    person.sign_in("erin")
    person.driver.get(f"{person.url}{FIGURE}")
    assert person.count(".chart") == 0
    assert "403" in " ".join(person.complaints())


@pytest.fixture
def announced(site, chromium, alice):
    """The same dashboard with something to say, at another port: the session holds there, too."""
    port = free_port()
    settings = replace(site.settings, public_url=f"http://localhost:{port}", announcement="Moving on Friday")
    server = make_server("localhost", port, create_server(settings, site.clock), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Person(chromium, settings.public_url)
    server.shutdown()


def test_an_announcement_stays_closed_until_it_says_something_else(announced):
    announced.open("/teams")
    assert "Moving on Friday" in announced.text("#announcement")
    announced.click("[data-close-announcement]")
    announced.browser._wait_for(lambda _: not announced.find("#announcement").is_displayed(), None, "it stays")
    announced.open("/help")
    assert not announced.find("#announcement").is_displayed()
    announced.run("localStorage.setItem('announcement', 'Moving on Thursday')")
    announced.open("/teams")
    assert announced.find("#announcement").is_displayed()


def test_the_glossary_is_searched_in_place(alice):
    alice.open("/help")
    every = alice.count("[data-entry]")
    alice.find("#find").send_keys("acceptance RATE lines")
    shown = "[...document.querySelectorAll('[data-entry]')].filter((entry) => !entry.hidden)"
    alice.browser._wait_for(lambda _: 0 < alice.run(f"{shown}.length") < every, None, "nothing is left out")
    assert "acceptance-rate" in alice.run(f"{shown}.map((entry) => entry.id)")
    assert alice.text("#found") == f"{alice.run(f'{shown}.length')} of {every} entries"
    assert not alice.find("#features").is_displayed()
    alice.find("#find").send_keys(" zzz")
    assert alice.text("#found") == "No entry has these words."
