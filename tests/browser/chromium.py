"""A real Chromium without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dash.testing.browser import Browser
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.support.wait import WebDriverWait

SWITCHES = (
    "--headless=new",
    "--window-size=1440,900",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE, PAUSE = 10, 0.05  # seconds; Selenium's own pause of half a second was most of what a test took


@contextmanager
def running_chromium(downloads: Path | None = None, *switches: str) -> Iterator[Browser]:
    """What it saves goes into `downloads`."""
    options = Options()
    for switch in (*SWITCHES, *switches):
        options.add_argument(switch)
    into = str(downloads or "")
    with Browser("chrome", options=[options], download_path=into, percy_run=False, headless=True) as browser:
        browser.driver.implicitly_wait(0)
        browser._wd_wait = WebDriverWait(browser.driver, PATIENCE, PAUSE)
        yield browser
