"""Whether this process is alive, and whether it can serve. Both answer any host, and say no more than that to strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask

from auth.gate import visitor
from dashboard.errors import Away, Refusal


def register(server: Flask, replica_ready: Callable[[], bool], ping_sessions: Callable[[], None]) -> None:
    """`replica_ready` is whether the replica was brought up to date; `ping_sessions` raises Away."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        return {"status": "alive"}, 200

    @health.get("/readyz")
    def readyz() -> tuple[dict[str, Any], int]:
        parts = {"replica": replica_ready(), "sessions": answering(ping_sessions)}
        ready = all(parts.values())
        said = {"status": "ready" if ready else "not ready"}
        return {**said, **(details(parts) if is_admin_looking() else {})}, 200 if ready else 503

    server.register_blueprint(health)


def answering(ping: Callable[[], None]) -> bool:
    try:
        ping()
    except Away:
        return False
    return True


def details(parts: dict[str, bool]) -> dict[str, Any]:
    return {"parts": {name: "ready" if fine else "away" for name, fine in parts.items()}}


def is_admin_looking() -> bool:
    """With the session store away, nobody can be known to be one."""
    try:
        found = visitor()
    except (Away, Refusal):
        return False
    return bool(found and found.viewer.admin_of)
