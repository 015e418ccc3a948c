"""Whether this process is alive, and whether it can serve the newest data. Both answer any host."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask


def register(server: Flask, ready: Callable[[], bool]) -> None:
    """`ready` is whether the replica holds the newest version of the history; it does no more than look."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> tuple[dict[str, str], int]:
        return {"status": "alive"}, 200

    @health.get("/readyz")
    def readyz() -> tuple[dict[str, str], int]:
        return (
            ({"status": "ready"}, 200)
            if ready()
            else ({"status": "no replica of the history's newest version yet"}, 503)
        )

    server.register_blueprint(health)
