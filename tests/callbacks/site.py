from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dash import Dash
from flask import Flask

import callbacks
from auth.access import Viewer
from auth.keys import PersonalKey
from dashboard.core.brand import UNBRANDED, Brand
from layouts import shell
from tests.asking import page_request
from tests.cast import ALICE
from tests.layouts.fakes import FakeInsights


@dataclass
class Site:
    """The pages in front of made-up numbers, as whoever `viewer` is."""

    viewer: Viewer = ALICE
    insights: FakeInsights = field(default_factory=FakeInsights)
    notices: tuple[str, ...] = ()
    own_keys: tuple[PersonalKey, ...] = ()
    brand: Brand = UNBRANDED
    asked: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        server = Flask("pages")
        self.app = Dash("pages", server=server, suppress_callback_exceptions=True, add_log_handler=False)
        self.app.layout = shell.layout()
        callbacks.register(
            self.app,
            self.insights,
            lambda: self.viewer,
            lambda: self.notices,
            lambda: self.own_keys,
            brand=self.brand,
            asked=self.asked,
        )
        self.client = server.test_client()

    def dependencies(self) -> list[dict[str, Any]]:
        return self.client.get("/_dash-dependencies").get_json()

    def post(self, body: dict[str, Any]):
        return self.client.post("/_dash-update-component", json=body)

    def page(self, address: str) -> dict[str, Any]:
        answer = self.post(page_request(address))
        assert answer.status_code == 200, answer.text
        return answer.get_json()["response"]["page"]["data"]
