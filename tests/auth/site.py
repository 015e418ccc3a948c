"""A small site behind the gate, a small GitHub, and a browser without a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Blueprint, Flask, jsonify

from auth.config import AuthConfig
from auth.gate import current_viewer, notices, visitor
from auth.register import register
from dashboard import refusals
from dashboard.demo.world import World

ROOT = Path(__file__).parents[2]
SECRET = "s3cret-of-the-tests-0123456789-abcdef"
PUBLIC = "http://localhost:8050"
PUBLIC_ENDPOINTS = frozenset({"landing", "healthz"})


def small_world() -> World:
    """The cast of the tests: erin is in no organisation, dana in the admins' team."""
    world = World(today=datetime.now(UTC).date())
    acme, umbrella = world.add_organisation("acme", 999), world.add_organisation("umbrella", 998)
    people = {login: world.add_person(login, 1001 + n) for n, login in enumerate(("alice", "bob", "charlie", "dana"))}
    world.add_person("erin", 1005)
    world.add_team(acme, "Red", [people["alice"], people["bob"]], id=42)
    world.add_team(acme, "Blue", [people["charlie"]], id=43)
    world.add_team(acme, "Platform admins", [people["dana"]], id=50)
    world.watched = [acme, umbrella]
    return world


def admin_team(org: str, slug: str, id: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(org=org, slug=slug, id=id)


def config_for(github: Any, folder: Path, clock: Any = None, **changes: Any) -> AuthConfig:
    app = github.world.oauth_app
    values = {
        "orgs": ("acme",),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "secret_key": SECRET,
        "github_url": github.web_url,
        "github_api_url": github.api_url,
        "public_url": PUBLIC,
        "session_url": f"sqlite:///{folder / 'sessions.db'}",
        "public_endpoints": PUBLIC_ENDPOINTS,
        "static_endpoints": frozenset({"static"}),
        "is_page": lambda path: path == "/page",
        "admin_teams": lambda: (admin_team("acme", "platform-admins", 50),),
        **({"clock": clock} if clock else {}),
    }
    return AuthConfig(**{**values, **changes})


def build_site(config: AuthConfig) -> Flask:
    """As `dashboard/app.py` would: the gate first, then everything else, Dash's catch-all among it."""
    server = Flask("site", static_folder=str(ROOT / "tests" / "auth" / "static"))
    server.sessions = register(server, config)
    refusals.register(server)
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/who")
    def who():
        viewer = current_viewer()
        return jsonify(
            id=viewer.id,
            login=viewer.login,
            organisations=viewer.organisations,
            teams=[team.slug for team in viewer.teams],
            admin_of=sorted(viewer.admin_of),
            notices=notices(),
        )

    server.register_blueprint(api)
    server.add_url_rule("/", "landing", landing)
    server.add_url_rule("/healthz", "healthz", lambda: "ok")
    server.add_url_rule("/_dash-update-component", "/_dash-update-component", lambda: "called", methods=["POST"])
    server.add_url_rule("/<path:path>", "/<path:path>", lambda path: f"the page {path} of {current_viewer().login}")
    return server


def landing():
    found = visitor()
    return jsonify(login=found and found.viewer.login, reasons=[each.reason for each in found.refused] if found else [])


@dataclass
class Browser:
    """One person's: keeps cookies, signs in by way of the real authorize page."""

    server: Flask

    def __post_init__(self) -> None:
        self.client = self.server.test_client()

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def open(self, path: str) -> Any:
        """As somebody typing an address does."""
        return self.get(path, Sec_Fetch_Mode="navigate", Sec_Fetch_Site="none", Accept="text/html")

    def post(self, path: str, **headers: str) -> Any:
        return self.client.post(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def begin(self, path: str = "/login/github") -> str:
        """The address at GitHub that sign-in sends the browser to."""
        answer = self.open(path)
        assert answer.status_code == 302, answer.text
        return answer.location

    def approve(self, address: str, login: str) -> str:
        """The address, back at our site, that GitHub sends the browser to."""
        answer = requests.get(f"{address}&login={login}", allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def sign_in(self, login: str, path: str = "/login/github") -> Any:
        return self.open(within(self.approve(self.begin(path), login)))

    def who(self) -> Any:
        return self.get("/api/v1/who")

    def cookies(self) -> str:
        return " ".join(f"{cookie.key}={cookie.value}" for cookie in self.client._cookies.values())


def within(address: str) -> str:
    """Path and query of an address of ours."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def calls(github, path="/api/user"):
    return [seen for seen in list(github.requests) if seen.path == path]


def person(world, login):
    return world.person(login)


def acme(world):
    return world.organisation("acme")


def refusal(browser):
    answer = browser.who()
    return answer.status_code, answer.json["detail"]
