"""A world of nobody but the cast, and the stand-in over it."""

from __future__ import annotations

import base64
import hashlib
import time
from datetime import date
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from dashboard.demo.server import Running, serve
from dashboard.demo.world import World, lifelike

TODAY = date(2026, 11, 21)
VERIFIER = "v" * 50
CALLBACK = "http://localhost:8050/login/github/authorized"


def tiny() -> World:
    """Acme with Red (alice, bob), Blue (charlie) and Platform admins (dana, an owner); umbrella with charlie."""
    world = World(TODAY)
    alice, bob, charlie, dana, _ = (
        world.add_person(login, 1001 + number)
        for number, login in enumerate(("alice", "bob", "charlie", "dana", "erin"))
    )
    acme, umbrella = world.add_organisation("acme", 999), world.add_organisation("umbrella", 998)
    world.add_to_organisation(acme, dana, "admin")
    world.add_team(acme, "Red", [alice, bob], id=42)
    world.add_team(acme, "Blue", [charlie], id=43)
    world.admin_teams = [world.add_team(acme, "Platform admins", [dana], id=50)]
    world.add_team(umbrella, "Platform admins", [charlie], id=142)
    world.watched = [acme]
    return world


class Client:
    """Asks the stand-in, with a token where one is given."""

    def __init__(self, github: Running):
        self.github, self.http = github, requests.Session()

    def ask(self, path: str, token: str = "", method: str = "GET", **more) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.request(method, self.github.api_url + path, headers=headers, timeout=10, **more)

    def authorize(self, login: str = "alice", **more: str) -> requests.Response:
        asked = {
            "client_id": "demo-client",
            "redirect_uri": CALLBACK,
            "scope": "read:user read:org",
            "state": "s",
            "login": login,
        }
        address = f"{self.github.web_url}/login/oauth/authorize"
        return self.http.get(address, params={**asked, **more}, allow_redirects=False, timeout=10)

    def code(self, login: str = "alice", **more: str) -> str:
        return parse_qs(urlsplit(self.authorize(login, **more).headers["Location"]).query)["code"][0]

    def exchange(self, auth=("demo-client", "demo-client-secret"), **form: str) -> dict:
        address = f"{self.github.web_url}/login/oauth/access_token"
        headers = {"Accept": "application/json"}
        return self.http.post(address, data=form, auth=auth, headers=headers, timeout=10).json()

    def app_token(self, issuer: str = "4711", seconds: int = 540, key: str = "") -> str:
        now = int(time.time())
        claims = {"iat": now - 60, "exp": now + seconds, "iss": issuer}
        return jwt.encode(claims, key or self.github.private_key, "RS256")

    def installation_token(self, org: str = "acme", permissions: dict | None = None) -> str:
        token = self.app_token()
        number = self.ask(f"/orgs/{org}/installation", token).json()["id"]
        body = {"permissions": permissions} if permissions else {}
        return self.ask(f"/app/installations/{number}/access_tokens", token, "POST", json=body).json()["token"]

    def report(self, report: str, day: date, token: str, org: str = "acme") -> requests.Response:
        return self.ask(f"/orgs/{org}/copilot/metrics/reports/{report}?day={day}", token)


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def world() -> World:
    return tiny()


@pytest.fixture
def github(world):
    running = serve(world)
    yield running
    running.stop()


@pytest.fixture
def client(github) -> Client:
    return Client(github)


@pytest.fixture(scope="session")
def lifelike_world() -> World:
    return lifelike(users=60, days=365, today=TODAY)
