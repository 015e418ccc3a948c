"""The real application over a GitHub that tests may change, with a clock to set."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from dashboard.demo.server import Running
from dashboard.demo.things import Person, Team
from dashboard.demo.world import World, lifelike
from tests.asking import page_request
from tests.auth.conftest import Clock
from tests.auth.site import Browser

RED, CHECKOUT = "/teams/acme/red", "/teams/acme/checkout"


@dataclass
class Company:
    github: Running
    server: Flask
    clock: Clock

    @property
    def world(self) -> World:
        return self.github.world

    def begin(self) -> None:
        """As new: nobody signed in, nobody moved, nothing broken."""
        for row in list(self.server.session_interface.store.rows()):
            self.server.session_interface.store.delete_user(row.user_id)
        world = as_always()
        world.reporter = None
        vars(self.github.world).update(vars(world))
        self.github.tokens.people.clear()
        self.github.faults.clear()
        self.github.requests.clear()
        self.clock.now = Clock.now

    def sign_in(self, login: str) -> Visitor:
        visitor = Visitor(self.server)
        assert visitor.sign_in(login).status_code == 302
        return visitor

    def person(self, login: str) -> Person:
        return self.world.person(login)

    def team(self, slug: str, org: str = "acme") -> Team:
        return self.world.team(self.world.organisation(org), slug)

    def leaves(self, login: str, slug: str) -> None:
        self.world.remove_member(self.team(slug), self.person(login))


class Visitor(Browser):
    def ask(self, address: str, **headers: str) -> Any:
        """The page at `address`, as the callback gives it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/_dash-update-component", json=page_request(address), headers=named)

    def title(self, address: str) -> str:
        answer = self.ask(address)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["response"]["page"]["data"]["title"]

    def api(self, path: str, key: str = "") -> Any:
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"} if key else {})

    def make_key(self, label: str = "a script") -> str:
        answer = self.client.post("/me/keys", data={"label": label})
        assert answer.status_code == 200, answer.text
        return re.search(r'value="(cud_[^"]+)"', answer.text)[1]


def as_always() -> World:
    """The people and teams of tests.conftest's GitHub, whose history is deployed."""
    return lifelike(users=60, days=40, today=datetime.now(UTC).date())


def paths_of_the_api(server: Flask, org: str, slug: str) -> Iterator[tuple[str, bool]]:
    """Every path of the API, below /api/v1, filled in; and whether it is about the team."""
    for rule in server.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and "GET" in rule.methods:
            path = rule.rule.replace("<org>", org).replace("<slug>", slug).replace("<name>", "feature")
            yield path.removeprefix("/api/v1"), "<slug>" in rule.rule


class Lines(logging.Handler):
    """The audit log, read."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(record.getMessage())

    def take(self) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.text]
        self.text.clear()
        return found
