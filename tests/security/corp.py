"""The product at app.corp.test over the hostile world, pages on other hosts that frame it, and a Chromium to look."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dash.testing.browser import Browser
from werkzeug.serving import make_server

from dashboard.app import create_server
from dashboard.demo import oauth
from dashboard.demo.server import serve
from tests.browser.chromium import running_chromium
from tests.browser.conftest import free_port
from tests.browser.person import Person
from tests.deployed import fetch_history, settings_for
from tests.security.hostile import NOW, SINCE, hostile_world

APP, INTRANET = "app.corp.test", "intranet.corp.test"
RESOLVE = "--host-resolver-rules=MAP *.test 127.0.0.1"
# No page of ours may rely on being upgraded; the hosts here have no certificates.
PLAIN_HTTP = "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable"
WATCH = """window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));"""
# Chromium says so of every page that comes by plain http from another host than localhost.
NO_COMPLAINT = ("Cross-Origin-Opener-Policy header has been ignored", "favicon.ico")


@dataclass(frozen=True)
class Corp:
    """`framing` is the port on which any other host answers with a page that frames what its query names."""

    url: str
    github: str
    framing: int


@contextmanager
def served(application: Callable[..., Any], port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, application, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield
    server.shutdown()


def framing_page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    page = (
        f'<!doctype html><title>Intranet</title><iframe width=1400 height=800 src="{environ["QUERY_STRING"]}"></iframe>'
    )
    return [page.encode()]


@contextmanager
def corp(folder: Path) -> Iterator[Corp]:
    github = serve(hostile_world())
    port, framing = free_port(), free_port()
    url = f"http://{APP}:{port}"
    settings = settings_for(github, folder, PUBLIC_URL=url, FRAME_ANCESTORS=f"http://{INTRANET}:{framing}")
    assert fetch_history(settings, NOW, SINCE).failures == []
    with pytest.MonkeyPatch.context() as patch, served(framing_page, framing):
        patch.setattr(oauth, "LOCAL", (*oauth.LOCAL, APP))
        with served(create_server(settings), port):
            yield Corp(url, github.web_url, framing)
    github.stop()


@contextmanager
def looking(downloads: Path) -> Iterator[Browser]:
    with running_chromium(downloads, RESOLVE, PLAIN_HTTP) as browser:
        browser.driver.execute_cdp_cmd("Page.enable", {})
        browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        yield browser


class Guest(Person):
    """Somebody with any login, who says which addresses are none of ours."""

    def __init__(self, browser: Browser, site: Corp):
        super().__init__(browser, site.url)
        self.site = site

    def sign_in(self, login: str) -> None:
        self.driver.get(f"{self.url}/login/github")
        self.driver.get(f"{self.driver.current_url}&login={quote(login)}")
        self.browser._wait_for(lambda _: self.is_back(), None, "GitHub did not send the person back")

    def complaints(self) -> list[str]:
        return [said for said in super().complaints() if not any(known in said for known in NO_COMPLAINT)]

    def settle(self) -> None:
        """Until every figure of the page is drawn."""
        done = "document.querySelectorAll('.nsewdrag').length >= document.querySelectorAll('.dash-graph').length"
        self.browser._wait_for(lambda _: self.run(done), None, "a figure is not drawn")

    def addresses(self) -> set[str]:
        """Where anything of the page leads to or comes from, less our own host and GitHub's."""
        found = self.run(
            """[...document.querySelectorAll("*")].flatMap((node) =>
                ["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster"]
                    .filter((name) => node.hasAttribute(name) && !node.getAttribute(name).startsWith("#"))
                    .map((name) => new URL(node.getAttribute(name), document.baseURI).href))
                .concat(performance.getEntriesByType("resource").map((entry) => entry.name))"""
        )
        return {address for address in found if not address.startswith((f"{self.url}/", f"{self.site.github}/"))}
