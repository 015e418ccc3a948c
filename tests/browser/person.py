"""What a person does with the pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from dash.testing.browser import Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Person:
    def __init__(self, browser: Browser, url: str):
        self.browser, self.driver, self.url = browser, browser.driver, url

    def begin(self) -> None:
        self.driver.get("about:blank")
        self.at(1440, 900)
        self.prefers("light")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "local_storage"})
        self.driver.get_log("browser")

    def complaints(self) -> list[str]:
        """Errors in the browser's console; the demo's GitHub has no icon."""
        return [entry["message"] for entry in self.driver.get_log("browser") if "favicon.ico" not in entry["message"]]

    def at(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefers(self, theme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def sign_in(self, login: str, address: str = "/") -> None:
        """By the steps that the pages lead through, without looking at them. Then opens `address`."""
        visitor = requests.Session()
        github = visitor.get(f"{self.url}/login/github", allow_redirects=False, timeout=20).headers["Location"]
        back = requests.get(f"{github}&login={login}", allow_redirects=False, timeout=20).headers["Location"]
        visitor.get(back, allow_redirects=False, timeout=20)
        for cookie in visitor.cookies:
            same_site = cookie.get_nonstandard_attr("SameSite")
            given = {"name": cookie.name, "value": cookie.value, "url": self.url, "sameSite": same_site}
            self.driver.execute_cdp_cmd("Network.setCookie", {**given, "httpOnly": True})
        self.open(address)

    def sign_in_by_hand(self, login: str) -> None:
        """By what is to be clicked."""
        self.driver.get(self.url)
        self.find("main .btn-primary").click()
        self.browser.wait_for_element(f"#person-{login}").click()
        self.browser._wait_for(lambda _: self.is_back(), None, "GitHub did not send the person back")

    def is_back(self) -> bool:
        """Here again, and the page is there: no navigation is under way that could take over the next one."""
        return self.driver.current_url.startswith(self.url) and self.count("#main h1") == 1

    def open(self, address: str) -> None:
        self.driver.get(f"{self.url}{address}")
        self.browser.wait_for_element("h1")

    def see(self, heading: str) -> None:
        self.browser.wait_for_text_to_equal("h1", heading)

    def find(self, selector: str) -> Any:
        return self.browser.wait_for_element(selector)

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def escape(self) -> None:
        self.press(Keys.ESCAPE)

    def count(self, selector: str) -> int:
        return len(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def text(self, selector: str) -> str:
        return self.find(selector).text

    def address(self) -> str:
        parts = urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def wait_for_address(self, address: str) -> None:
        self.browser._wait_for(lambda _: self.address() == address, None, f"{self.address()} is not {address}")

    def wait_for_drawing(self, name: str) -> None:
        self.browser.wait_for_element(f"#graph-{name} .main-svg .bars .point path")

    def run(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def offered(self) -> dict[str, bool]:
        """Names in the open drop-down, and whether they can be chosen."""
        script = """[...document.querySelectorAll("[role=option]")].map((option) =>
            [option.querySelector(".option-name").textContent, option.getAttribute("aria-disabled") !== "true"])"""
        return dict(self.run(script))

    def wait_for_offer(self, name: str) -> None:
        """Until `name` is all that the open drop-down offers."""
        self.browser._wait_for(lambda _: list(self.offered()) == [name], None, f"more than {name} is offered")
