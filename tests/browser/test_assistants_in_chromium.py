"""Copilot, Augment or both: chosen in the control bar, kept from page to page, drawn and in the files."""

from __future__ import annotations

import csv
import threading
from datetime import timedelta

import pytest
from werkzeug.serving import make_server

from dashboard.app import create_server
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from dashboard.history.objects import open_objects
from tests.browser.conftest import TODAY, Site, free_port
from tests.deployed import fetch_augment, fetch_history, settings_for

pytestmark = pytest.mark.browser

RED = "/teams/acme/red"
LINES = "#graph-assistants-over-time .scatterlayer .js-line"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Of two assistants, and no Coder."""
    github = serve(lifelike(users=60, days=20, today=TODAY.date()))
    url = f"http://localhost:{(port := free_port())}"
    settings = settings_for(github, tmp_path_factory.mktemp("assistants"), PUBLIC_URL=url)
    since = TODAY.date() - timedelta(days=15)
    fetch_history(settings, TODAY, since=since)
    assert fetch_augment(github, settings, TODAY, since).failures == []
    server = make_server("localhost", port, create_server(settings, TODAY.timestamp), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(url, github, open_objects(settings.history_url), settings, TODAY.timestamp)
    server.shutdown()
    github.stop()


def test_a_member_chooses_the_assistant_and_the_choice_goes_along(person, downloads):
    person.sign_in("alice")
    person.open(RED)
    person.browser.wait_for_contains_text(".answer", "used Copilot in")
    person.click("#assistant-augment")
    person.wait_for_address(f"{RED}?assistant=augment")
    person.browser.wait_for_contains_text(".answer", "used Augment in")
    assert person.count("#card-ai-credits") == 0
    person.click("#assistant-all")
    person.browser.wait_for_contains_text(".answer", "used Copilot or Augment in")
    assert person.run("document.querySelector('#assistant-all').getAttribute('aria-pressed')") == "true"
    person.click(".side a[href^='/org']")
    person.see("acme")
    assert person.address() == "/org?assistant=all"
    person.browser.wait_for_contains_text(".answer", "used Copilot or Augment in")
    person.run("document.querySelector('#graph-assistants-over-time').scrollIntoView({block: 'center'})")
    person.find(LINES)
    person.run("document.querySelector('[data-csv=assistants]').click()")
    rows = list(csv.reader(saved(person, downloads).read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows[-3:]] == ["Copilot alone", "Augment alone", "Both"]
    person.driver.back()
    person.browser.wait_for_contains_text(".answer", "licensed members used Copilot or Augment")


def saved(person, downloads):
    person.browser._wait_for(lambda _: list(downloads.glob("*assistants*.csv")), None, "no file is saved")
    return next(downloads.glob("*assistants*.csv"))


@pytest.mark.parametrize("width", [1280, 1440])
def test_with_one_more_control_the_bar_is_still_one_row(person, width):
    person.sign_in("dana")
    person.at(width, 800)
    for path in ("/teams/acme/payments-platform", "/compare", "/teams-overview"):
        person.open(f"{path}?assistant=all&days=365&working=1")
        person.find("#assistant-all")
        assert person.run("document.querySelector('.controls').offsetHeight") < 60, path
        assert person.run("document.documentElement.scrollWidth") <= width, path


def test_the_name_of_a_team_is_read_whole_beside_the_usual_span(person):
    person.sign_in("dana")
    person.at(1440, 900)
    person.open("/teams/acme/payments-platform")
    person.find("#assistant-all")
    assert person.run("(name => name.scrollWidth <= name.clientWidth)(document.querySelector('.picked'))")


def test_an_admin_has_it_on_the_overview_and_on_a_phone(person):
    person.sign_in("dana")
    person.open("/teams-overview?assistant=all")
    person.find(".grid-place .ag-row")
    person.at(390, 844)
    person.click("[data-toggle=controls]")
    person.click("#assistant-augment")
    person.wait_for_address("/teams-overview?assistant=augment")
    assert person.run("document.documentElement.scrollWidth") <= 390
