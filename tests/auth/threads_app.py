"""Two sites for the thread harness, run by gunicorn: ours, and one on the stock Flask-Dance blueprint."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import requests
from flask import Flask, jsonify, redirect
from flask_dance.consumer import OAuth2ConsumerBlueprint, oauth_authorized

from auth.gate import current_viewer, visitor
from auth.session import current_session
from tests.auth.site import SECRET, build_site, config_for

WORK = 0.003  # seconds of work in a view, in which other threads get their turn


def github() -> SimpleNamespace:
    """Where the stand-in is, and its OAuth app; the harness says it in the environment."""
    told = json.loads(os.environ["HARNESS"])
    app = SimpleNamespace(client_id=told["client_id"], client_secret=told["client_secret"])
    return SimpleNamespace(**told, world=SimpleNamespace(oauth_app=app))


def ours() -> Flask:
    """Memberships are read again all the time, so that this is under load as well."""
    at = github()
    config = config_for(
        at,
        Path(at.folder),
        public_url=at.public_url,
        membership_ttl=timedelta(seconds=0.3),
        public_endpoints=frozenset({"landing", "healthz", "whoever"}),
    )
    server = build_site(config)

    in_use: set[int] = set()

    @server.get("/whoever")
    def whoever():
        """Open to all. One identity from beginning to end, and an OAuth session that no other request has."""
        before, oauth = visitor(), server.blueprints["github"].session
        assert id(oauth) not in in_use
        in_use.add(id(oauth))
        time.sleep(WORK)
        in_use.remove(id(oauth))
        row = current_session().row
        assert (row and row.user_id) == (before and before.viewer.id)
        return jsonify(login=current_viewer().login if before else None)

    return server


def stock() -> Flask:
    """As Flask-Dance's own documentation would have it, on the same GitHub."""
    os.environ.update(OAUTHLIB_RELAX_TOKEN_SCOPE="1", OAUTHLIB_INSECURE_TRANSPORT="1")
    at, owners = github(), {}
    server = Flask("stock")
    server.secret_key = SECRET
    blueprint = OAuth2ConsumerBlueprint(
        "github",
        __name__,
        client_id=at.client_id,
        client_secret=at.client_secret,
        scope="read:user read:org",
        base_url=f"{at.api_url}/",
        authorization_url=f"{at.web_url}/login/oauth/authorize",
        token_url=f"{at.web_url}/login/oauth/access_token",
    )
    server.register_blueprint(blueprint, url_prefix="/login")

    @oauth_authorized.connect_via(blueprint)
    def remember(sender, token):
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        owners[token["access_token"]] = requests.get(f"{at.api_url}/user", headers=headers, timeout=5).json()["login"]

    @server.get("/whoever")
    def whoever():
        token = blueprint.session.access_token
        time.sleep(WORK)
        return jsonify(login=owners.get(token))

    server.add_url_rule("/healthz", "healthz", lambda: "ok")
    server.add_url_rule("/", "landing", lambda: redirect("/healthz"))
    return server
