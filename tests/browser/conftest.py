"""The whole product in a real browser: one demo GitHub, one dashboard, one Chromium for all tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from dashboard.app import create_server
from dashboard.demo.seats import keep_snapshots
from dashboard.demo.server import Running, serve
from dashboard.demo.world import lifelike
from dashboard.history.objects import Objects, open_objects
from dashboard.history.store import History
from dashboard.settings import Settings
from tests.browser.chromium import running_chromium
from tests.browser.person import Person
from tests.deployed import fetch_coder, fetch_history, settings_for
from tests.old_days import keep_old_days, old_year

TODAY = datetime(2026, 11, 21, 9, tzinfo=UTC)  # so that the days on the pages are always the same


@dataclass
class Site:
    url: str
    github: Running
    history: Objects
    settings: Settings
    clock: Callable[[], float]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def going_on_from(start: datetime) -> Callable[[], float]:
    """A clock for the server of days that are always the same."""
    behind = time.time() - start.timestamp()
    return lambda: time.time() - behind


def keep_old_numbers(history_url: str, team_id: int) -> None:
    """400 days of GitHub's old APIs, of the organisation and of team red."""
    objects = open_objects(history_url)
    keep_old_days(objects, "legacy_org", "acme", {day: [row] for day, row in old_year(45)})
    of_red = {"slug": "red", "team_id": team_id}
    keep_old_days(objects, "legacy_team", "acme", {day: [row | of_red] for day, row in old_year(8)})


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Sixty people and two months of days are enough to look at."""
    github = serve(lifelike(users=60, days=60, today=TODAY.date()))
    url = f"http://localhost:{(port := free_port())}"
    settings = settings_for(github, tmp_path_factory.mktemp("site"), PUBLIC_URL=url)
    keep_old_numbers(settings.history_url, github.world.team(github.world.organisation("acme"), "red").id)
    keep_snapshots(github.world, History(open_objects(settings.history_url)))
    fetch_history(settings, TODAY)
    fetch_coder(github, settings, TODAY, TODAY.date() - timedelta(days=35))
    clock = going_on_from(TODAY)
    server = make_server("localhost", port, create_server(settings, clock), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(url, github, open_objects(settings.history_url), settings, clock)
    server.shutdown()
    github.stop()


@pytest.fixture(scope="session")
def saved(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture
def downloads(saved) -> Path:
    """What Chromium saves in this test."""
    for left in saved.iterdir():
        left.unlink()
    return saved


@pytest.fixture(scope="session")
def chromium(saved):
    with running_chromium(saved) as browser:
        yield browser


@pytest.fixture
def person(site, chromium):
    """Somebody who has not signed in, at a desk, in daylight. Nothing may have gone wrong in the browser at the end."""
    found = Person(chromium, site.url)
    found.begin()
    yield found
    assert found.complaints() == []
