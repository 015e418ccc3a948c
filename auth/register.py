"""Joins sign-in, sessions and the gate to a Flask server. To be called before `Dash(server=...)`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask, redirect
from werkzeug.wrappers import Response

from auth import audit
from auth.config import AuthConfig
from auth.gate import guard
from auth.github import GitHubSignIn, quiet_and_lenient
from auth.keys import PersonalKeys
from auth.pending import PendingSignIns
from auth.redis_store import RedisStore
from auth.rest import revoke_token
from auth.session import Keys, Sessions, current_session
from auth.sqlite_store import SQLiteStore
from auth.standing import Standing
from auth.stores import Store


def register(server: Flask, config: AuthConfig) -> Sessions:
    """What comes back ends all sessions of a person, and says whether the store answers (`sessions.store.ping()`)."""
    quiet_and_lenient(config)
    audit.open_log()
    store, standing = open_store(config.session_url), Standing(config)
    sessions = Sessions(
        store,
        Keys(config.secret_key, config.secret_key_fallbacks),
        secure=config.secure,
        idle=config.session_idle,
        lifetime=config.session_lifetime,
        clock=config.clock,
    )
    server.session_interface = sessions
    keys = PersonalKeys(sessions, revoker(config))
    guard(server, config, standing, keys)
    server.register_blueprint(GitHubSignIn(config, PendingSignIns(config, store), standing, keys))
    server.add_url_rule("/logout", "logout", sign_out(config, keys), methods=["POST"])
    return sessions


def revoker(config: AuthConfig) -> Callable[[str], bool]:
    def revoke(token: str) -> bool:
        return revoke_token(config.github_api_url, config.client_id, config.client_secret, token)

    return revoke


def open_store(url: str) -> Store:
    """`sqlite:///path` or `redis://...`; connects at the first use, so it may be called before a fork."""
    if url.startswith("sqlite:///"):
        return SQLiteStore(Path(url.removeprefix("sqlite:///")))
    return RedisStore(url)


def sign_out(config: AuthConfig, keys: PersonalKeys) -> Callable[[], Response]:
    def view() -> Response:
        """Over on the server before GitHub is told, and whether or not GitHub answers."""
        row, token = current_session().row, current_session().end()
        if row:
            audit.write("session.ended", row.user_id, config.clock(), reason="sign_out")
            keys.release(row.user_id, token)
        answer = redirect(f"{config.prefix}/", 303)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    return view
