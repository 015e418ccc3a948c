"""Whether this process is alive, and whether it can serve. Both answer any host, and say no more than that to strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask

from auth.gate import visitor
from dashboard.errors import Away, Refusal


def register(server: Flask, replica_state: Callable[[], str], ping_sessions: Callable[[], None]) -> None:
    """`replica_state` is a word, `away` where there is nothing to answer from; `ping_sessions` raises Away."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        return {"status": "alive"}, 200

    @health.get("/readyz")
    def readyz() -> tuple[dict[str, Any], int]:
        parts = {"replica": replica_state(), "sessions": "ready" if answering(ping_sessions) else "away"}
        ready = "away" not in parts.values()
        said = {"status": "ready" if ready else "not ready"}
        return {**said, **({"parts": parts} if is_admin_looking() else {})}, 200 if ready else 503

    server.register_blueprint(health)


def answering(ping: Callable[[], None]) -> bool:
    try:
        ping()
    except Away:
        return False
    return True


def is_admin_looking() -> bool:
    """With the session store away, nobody can be known to be one."""
    try:
        found = visitor()
    except (Away, Refusal):
        return False
    return bool(found and found.viewer.admin_of)
