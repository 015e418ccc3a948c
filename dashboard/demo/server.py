"""The stand-in over real HTTP: web, API and report files on one port of this machine."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from dataclasses import dataclass

from flask import Flask, request

from dashboard.demo import answers, apps, augment, coder, coder_gateway, coder_insights, copilot, faults, oauth, rest
from dashboard.demo.answers import API, Stand
from dashboard.demo.faults import Faults
from dashboard.demo.tokens import Tokens, new_key
from dashboard.demo.wire import Server
from dashboard.demo.world import World

HOST, REMEMBERED = "127.0.0.1", 50_000


@dataclass(frozen=True)
class Seen:
    """A request that came in. `path` is without the query."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Running:
    """A stand-in that serves `world`, which may be changed while it runs."""

    def __init__(self, world: World, port: int = 0):
        self.world, self.faults, self.private_key = world, Faults(), new_key()
        self.tokens = Tokens(world, self.private_key)
        self.requests: deque[Seen] = deque(maxlen=REMEMBERED)
        self._server = Server(HOST, port, self._app())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True, name="demo-github"
        )
        self._thread.start()

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.extensions["stand"] = Stand(self.world, self.tokens, secrets.token_bytes(32))
        app.extensions["faults"] = self.faults
        app.before_request(self._remember)
        answers.register(app)
        faults.register(app)
        for part in (oauth, rest, apps, copilot, augment, coder, coder_insights, coder_gateway):
            app.register_blueprint(part.blueprint)
        return app

    def _remember(self) -> None:
        self.requests.append(Seen(request.method, request.path, request.args.to_dict(), dict(request.headers)))

    @property
    def web_url(self) -> str:
        return f"http://{HOST}:{self._server.port}"

    @property
    def api_url(self) -> str:
        return self.web_url + API

    def settings(self) -> dict[str, str]:
        """The dashboard's settings for this GitHub, as environment variables."""
        world = self.world
        watched = world.watched or list(world.organisations.values())
        return {
            "GITHUB_URL": self.web_url,
            "GITHUB_API_URL": self.api_url,
            "GITHUB_ORG": ",".join(org.login for org in watched),
            "GITHUB_OAUTH_CLIENT_ID": world.oauth_app.client_id,
            "GITHUB_OAUTH_CLIENT_SECRET": world.oauth_app.client_secret,
            "GITHUB_APP_ID": str(world.github_app.id),
            "GITHUB_APP_PRIVATE_KEY": self.private_key,
            "GITHUB_DOWNLOAD_HOSTS": HOST,
            "ADMIN_TEAMS": ",".join(f"{team.org.login}/{team.slug}#{team.id}" for team in world.admin_teams),
        }

    def augment_settings(self) -> dict[str, str]:
        """The settings for the stand-in's other assistant; of its two interfaces the official one is preferred."""
        tenant = self.world.augment
        return {
            "AUGMENT_API_URL": self.web_url + augment.API,
            "AUGMENT_API_TOKEN": tenant.token if tenant else "",
            "AUGMENT_REQUESTS_A_MINUTE": str(tenant.a_minute if tenant else 0),
            "AUGMENT_METRICS_API_BASE_URL": self.web_url + augment.APP,
        }

    def coder_settings(self) -> dict[str, str]:
        """The settings for the stand-in's Coder; empty without one."""
        deployment = self.world.coder
        url, token = (self.web_url + coder.API, deployment.token) if deployment else ("", "")
        return {"CODER_URL": url, "CODER_TOKEN": token}

    def token(self, login: str, *scopes: str, personal: bool = False) -> str:
        """A token as the person would get by signing in, or a classic personal one."""
        person = self.world.person(login)
        if person is None:
            raise ValueError(f"nobody here is called {login!r}")
        app = "" if personal else self.world.oauth_app.client_id
        return self.tokens.new_user_token(person, scopes or ("read:user", "read:org"), app).value

    def stop(self) -> None:
        self._server.shutdown()
        self._server.close_all()
        self._thread.join(timeout=5)


def serve(world: World, port: int = 0) -> Running:
    """In a thread of its own, until `stop()`; port 0 takes any free one."""
    return Running(world, port)
