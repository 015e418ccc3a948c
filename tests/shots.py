"""`make shots`: pictures of every page of the demo's company in both themes, on a phone and as printed. To be looked at."""

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

from werkzeug.serving import make_server

from dashboard.app import create_server
from dashboard.demo.seats import keep_snapshots
from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from tests.browser.chromium import running_chromium
from tests.browser.conftest import TODAY, free_port, keep_old_numbers
from tests.browser.person import Person
from tests.deployed import fetch_augment, fetch_coder, fetch_history, settings_for

FOLDER = Path("var/shots")
USERS, DAYS = 80, 100
DESK, PHONE = (1440, 900), (390, 844)
RED = "/teams/acme/red"
AT_REST = """document.querySelector("#main h1, .plain h1") !== null
    && document.documentElement.dataset.bsTheme === %r && document.getAnimations().length === 0
    && document.querySelector("#root.waiting, .skel-bars, .dash-loading, [aria-busy=true]") === null
    && [...document.querySelectorAll(".dash-graph")].every((graph) => graph.querySelector(".main-svg"))
    && [...document.querySelectorAll(".grid-place")].every((grid) => grid.querySelector(".ag-row"))"""


@dataclass(frozen=True)
class Shot:
    """A page as `login` sees it; None is a stranger. One that isn't `whole` is a variation: at a desk, and not printed."""

    name: str
    address: str
    login: str | None = "alice"
    whole: bool = True


SHOTS = (
    Shot("landing", "/", None),
    Shot("turned-away", "/", "erin"),
    Shot("teams", "/teams"),
    Shot("org", "/org"),
    Shot("org-weeks", "/org?days=90&group=week", whole=False),
    Shot("org-year", "/org?days=365&group=month", whole=False),
    Shot("org-of-both", "/org?assistant=all"),
    Shot("org-of-augment", "/org?assistant=augment", whole=False),
    Shot("team", RED),
    Shot("team-of-both", f"{RED}?assistant=all", whole=False),
    Shot("team-of-augment", f"{RED}?assistant=augment"),
    Shot("team-quarter", f"{RED}?days=90&working=1", whole=False),
    Shot("team-before-data", f"{RED}?from=2020-01-01&to=2020-02-01", whole=False),
    Shot("compare", "/compare"),
    Shot("compare-spans", "/compare?with=acme", whole=False),
    Shot("compare-of-both", "/compare?assistant=all", whole=False),
    Shot("me", "/me"),
    Shot("me-of-both", "/me?assistant=all", whole=False),
    Shot("me-of-augment", "/me?assistant=augment", whole=False),
    Shot("help", "/help"),
    Shot("embed", f"{RED}?embed=1", whole=False),
    Shot("embed-figure", "/embed/active?team=acme/red", whole=False),
    Shot("embed-no-figure", "/embed/nothing?team=acme/red", whole=False),
    Shot("refused-team", "/teams/acme/no-such-team"),
    Shot("refused-admins", "/data", whole=False),
    Shot("refused-address", "/nowhere", whole=False),
    Shot("team-with-people", "/teams/acme/payments-platform", "dana"),
    Shot("team-withheld", "/teams/acme/platform-admins", "dana", whole=False),
    Shot("team-idle", "/teams/acme/design-systems", "dana", whole=False),
    Shot("teams-overview", "/teams-overview", "dana"),
    Shot("teams-overview-of-both", "/teams-overview?assistant=all", "dana", whole=False),
    Shot("repos", "/repos", "dana"),
    Shot("seats", "/seats", "dana"),
    Shot("seats-of-members", "/seats?days=90", "alice", whole=False),
    Shot("workspaces", "/workspaces", "dana"),
    Shot("workspaces-of-members", "/workspaces?days=90&group=week", "alice", whole=False),
    Shot("data", "/data", "dana"),
)


def main(wanted: Sequence[str]) -> None:
    """All, or those named in `wanted`."""
    logging.disable(logging.CRITICAL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not wanted or shot.name in wanted]
    began = time.monotonic()
    with site() as url, running_chromium() as browser:
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
        keep_snapshots(github.world, History(open_objects(settings.history_url)))
        fetch_history(settings, TODAY)
        fetch_augment(github, settings, TODAY)
        fetch_coder(github, settings, TODAY)
        server = make_server("localhost", port, create_server(settings, TODAY.timestamp), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url
        server.shutdown()
        github.stop()


def take_all(person: Person, login: str | None, shots: Sequence[Shot]) -> int:
    """All pictures that one person sees; gives how many."""
    person.begin()
    if login:
        sign_in(person, login)
    return sum(take(person, shot) for shot in shots if shot.login == login)


def sign_in(person: Person, login: str) -> None:
    person.driver.get(person.url)
    person.click("main .btn-primary")
    person.click(f"#person-{login}")
    person.find("#main h1")


def take(person: Person, shot: Shot) -> int:
    ways = [(DESK, "light", "light"), (DESK, "dark", "dark"), *([(PHONE, "light", "phone")] if shot.whole else [])]
    for size, theme, name in ways:
        show(person, shot, size, theme)
        (FOLDER / f"{shot.name}-{name}.png").write_bytes(picture(person, *size))
    if not shot.whole:
        return len(ways)
    show(person, shot, DESK, "dark")
    (FOLDER / f"{shot.name}.pdf").write_bytes(printed(person))
    return len(ways) + 1


def show(person: Person, shot: Shot, size: tuple[int, int], theme: str) -> None:
    person.at(*size)
    person.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})  # as in a picture
    person.prefers(theme)
    person.driver.get(f"{person.url}{shot.address}")
    person.browser._wait_for(lambda _: person.run(AT_REST % theme), None, f"{shot.name} never rests")


def printed(person: Person) -> bytes:
    """As a PDF."""
    asked = {"preferCSSPageSize": True, "printBackground": True}
    return base64.b64decode(person.driver.execute_cdp_cmd("Page.printToPDF", asked)["data"])


def picture(person: Person, width: int, height: int) -> bytes:
    """The whole page, however long it is; on a screen as long, where a grid would else be empty: Chromium doesn't paint
    what scrolls out of sight."""
    tall = max(height, int(person.run("document.documentElement.scrollHeight")))
    if person.count(".ag-layout-normal"):
        person.at(width, tall)
        time.sleep(0.5)  # its columns get their widths a moment after it has come into sight
    clip = {"x": 0, "y": 0, "width": width, "height": tall, "scale": 1}
    found = person.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(found["data"])


if __name__ == "__main__":
    main(sys.argv[1:])
