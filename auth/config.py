"""What sign-in and the gate need to know, as plain values. `dashboard/app.py` fills it from the settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit


class AdminTeamLike(Protocol):
    """A team whose members are admins of `org`. `id`, where given, must match too."""

    @property
    def org(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def id(self) -> int | None: ...


def nobody() -> Sequence[AdminTeamLike]:
    return ()


def every_path(path: str) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class AuthConfig:
    """Endpoints are Flask's endpoint names, never paths.

    `public_endpoints` are open to strangers (the landing, health); `static_endpoints` too, and may be cached by anyone.
    `json_endpoints` and `json_blueprints` always answer in JSON, whatever the browser says it would like.
    `is_page` says which paths that Dash's catch-all takes are pages; all others are unknown.
    """

    orgs: tuple[str, ...]
    client_id: str
    client_secret: str = field(repr=False)
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    github_url: str = "https://github.com"
    github_api_url: str = "https://api.github.com"
    public_url: str = "http://localhost:8050"
    session_url: str = field(default="sqlite:///var/sessions.db", repr=False)
    membership_ttl: timedelta = timedelta(minutes=15)
    session_idle: timedelta = timedelta(minutes=60)
    session_lifetime: timedelta = timedelta(hours=12)
    admin_teams: Callable[[], Sequence[AdminTeamLike]] = nobody
    public_endpoints: frozenset[str] = frozenset()
    static_endpoints: frozenset[str] = frozenset()
    json_endpoints: frozenset[str] = frozenset(
        {"/_dash-layout", "/_dash-dependencies", "/_dash-update-component", "/_reload-hash"}
    )
    json_blueprints: frozenset[str] = frozenset({"api"})
    catch_all: str = "/<path:path>"
    is_page: Callable[[str], bool] = every_path
    clock: Callable[[], float] = time.time

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def prefix(self) -> str:
        """The path in front of all of ours, as the browser sees it; no slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")
