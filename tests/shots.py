"""`make shots`: pictures of every page, in both themes and some on a phone, of the demo's company. To be looked at."""

from __future__ import annotations

import base64
import logging
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dash.testing.browser import Browser
from selenium.webdriver.chrome.options import Options
from werkzeug.serving import make_server

from callbacks.pages import is_page
from dashboard.app import create_server
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from tests.browser.conftest import SWITCHES, TODAY, free_port, keep_old_numbers
from tests.browser.person import Person
from tests.deployed import fetch_history, settings_for

FOLDER = Path("var/shots")
USERS, DAYS = 80, 100
DESK, PHONE = (1440, 900), (390, 844)
RED = "/teams/acme/red"
AT_REST = """document.querySelector("#main h1, .plain h1") !== null
    && document.documentElement.dataset.bsTheme === %r && document.getAnimations().length === 0
    && document.querySelector("#root.waiting, .skel-bars, .dash-loading") === null
    && [...document.querySelectorAll(".dash-graph")].every((graph) => graph.querySelector(".main-svg"))"""


@dataclass(frozen=True)
class Shot:
    """A page as `login` sees it; None is a stranger."""

    name: str
    address: str
    login: str | None = "alice"
    phone: bool = False


# What isn't a page (yet) is left out.
SHOTS = (
    Shot("landing", "/", None, phone=True),
    Shot("turned-away", "/", "erin"),
    Shot("teams", "/teams"),
    Shot("org", "/org", phone=True),
    Shot("org-weeks", "/org?days=90&group=week"),
    Shot("team", RED, phone=True),
    Shot("team-quarter", f"{RED}?days=90&working=1"),
    Shot("team-before-data", f"{RED}?from=2020-01-01&to=2020-02-01"),
    Shot("refused", "/teams/acme/no-such-team"),
    Shot("compare", "/compare", phone=True),
    Shot("me", "/me", phone=True),
    Shot("help", "/help", phone=True),
    Shot("embed", f"{RED}?embed=1"),
    Shot("embed-figure", "/embed/active?team=acme/red"),
    Shot("seats", "/seats", "dana"),
    Shot("teams-overview", "/teams-overview", "dana", phone=True),
    Shot("repos", "/repos", "dana"),
    Shot("data", "/data", "dana", phone=True),
)


def main(wanted: Sequence[str]) -> None:
    """All, or those named in `wanted`."""
    logging.disable(logging.CRITICAL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if is_page(shot.address.split("?")[0]) and (not wanted or shot.name in wanted)]
    began = time.monotonic()
    with site() as url, chromium() as browser:
        person = Person(browser, url)
        taken = sum(take_all(person, login, shots) for login in dict.fromkeys(shot.login for shot in shots))
    print(f"{taken} pictures in {FOLDER}, {time.monotonic() - began:.0f} s")


@contextmanager
def site() -> Iterator[str]:
    """A dashboard over the demo's GitHub, at the address it gives."""
    github = serve(lifelike(users=USERS, days=DAYS, today=TODAY.date()))
    url = f"http://localhost:{(port := free_port())}"
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(github, Path(folder), PUBLIC_URL=url)
        keep_old_numbers(settings.history_url, github.world.team(github.world.organisation("acme"), "red").id)
        fetch_history(settings, TODAY)
        server = make_server("localhost", port, create_server(settings, TODAY.timestamp), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url
        server.shutdown()
        github.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    options = Options()
    for switch in SWITCHES:
        options.add_argument(switch)
    with Browser("chrome", options=[options], percy_run=False, headless=True) as browser:
        browser.driver.implicitly_wait(0)
        yield browser


def take_all(person: Person, login: str | None, shots: Sequence[Shot]) -> int:
    """All pictures that one person sees; gives how many."""
    person.begin()
    if login:
        sign_in(person, login)
    return sum(take_both(person, shot) for shot in shots if shot.login == login)


def sign_in(person: Person, login: str) -> None:
    person.driver.get(person.url)
    person.click("main .btn-primary")
    person.click(f"#person-{login}")
    person.find("#main h1")


def take_both(person: Person, shot: Shot) -> int:
    ways = [(DESK, "light", "light"), (DESK, "dark", "dark"), *([(PHONE, "light", "phone")] if shot.phone else [])]
    for size, theme, name in ways:
        person.at(*size)
        person.prefers(theme)
        person.driver.get(f"{person.url}{shot.address}")
        person.browser._wait_for(lambda _, theme=theme: person.run(AT_REST % theme), None, f"{shot.name} never rests")
        (FOLDER / f"{shot.name}-{name}.png").write_bytes(picture(person, *size))
    return len(ways)


def picture(person: Person, width: int, height: int) -> bytes:
    """The whole page, however long it is."""
    tall = max(height, int(person.run("document.documentElement.scrollHeight")))
    clip = {"x": 0, "y": 0, "width": width, "height": tall, "scale": 1}
    found = person.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(found["data"])


if __name__ == "__main__":
    main(sys.argv[1:])
