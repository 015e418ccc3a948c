"""What is checked before the gate: the host we are called by, how much is in work, and how often one caller asks."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask, g, request
from werkzeug.exceptions import MethodNotAllowed

from auth.gate import visitor
from auth.limits import Limit, RateLike, neighbourhood
from dashboard.errors import BadRequest, Busy

LOCAL = ("localhost", "127.0.0.1", "::1")
HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
BUSY_FOR = 1  # second: what is in work now is mostly done by then


@dataclass(frozen=True, kw_only=True)
class EdgeConfig:
    """Endpoints are Flask's names. `any_host` answer under every name and `quick` ones however much is in work.

    `sign_in` is for each client address and each of the `sign_in_endpoints`; `asking` is for each viewer, or for each
    address of strangers, over the `asking_endpoints` and `asking_blueprints` together. `most_at_once` is for each
    process: less than its threads, so that some are always free for the quick ones.
    """

    public_url: str
    most_at_once: int
    sign_in: RateLike
    asking: RateLike
    any_host: frozenset[str] = frozenset()
    quick: frozenset[str] = frozenset()
    sign_in_endpoints: frozenset[str] = frozenset({"github.login", "github.authorized"})
    asking_endpoints: frozenset[str] = frozenset({"/_dash-update-component"})
    asking_blueprints: frozenset[str] = frozenset({"api"})
    post_only: str = "/_dash-update-component"
    clock: Callable[[], float] = field(default=time.monotonic)


class Edge:
    def __init__(self, config: EdgeConfig):
        self.config = config
        self.hosts = hosts_of(config.public_url)
        self.sign_in = Limit(config.sign_in, config.clock)
        self.asking = Limit(config.asking, config.clock)
        self._places = threading.Semaphore(config.most_at_once)

    def check(self) -> None:
        """Raises a Refusal, or lets the request through to the gate."""
        self.require_host()
        self.require_method()
        self.require_place()
        self.require_patience()

    def require_host(self) -> None:
        if request.endpoint not in self.config.any_host and hostname(request.headers.get("Host", "")) not in self.hosts:
            raise BadRequest("There is no site by this name here.")

    def require_method(self) -> None:
        """Dash's index would answer any GET, at the address its callbacks are posted to as well."""
        if request.path == self.config.post_only and request.method in ("GET", "HEAD"):
            raise MethodNotAllowed(["POST"])

    def require_place(self) -> None:
        if request.endpoint in self.config.quick:
            return
        if not self._places.acquire(blocking=False):
            raise Busy("Too much is asked at once: try again in a moment.", BUSY_FOR)
        g.has_place = True

    def require_patience(self) -> None:
        config, address = self.config, neighbourhood(request.remote_addr)
        if request.endpoint in config.sign_in_endpoints:
            self.sign_in.require(f"{request.endpoint} {address}")
        elif request.endpoint in config.asking_endpoints or request.blueprint in config.asking_blueprints:
            found = visitor()
            self.asking.require(f"viewer {found.viewer.id}" if found else f"address {address}")

    def leave(self, exception: BaseException | None) -> None:
        if g.pop("has_place", False):
            self._places.release()


def guard(server: Flask, config: EdgeConfig) -> None:
    """To be called before `auth.register`, so that these checks come before the gate's."""
    edge = Edge(config)
    server.before_request(edge.check)
    server.teardown_request(edge.leave)


def hosts_of(public_url: str) -> frozenset[str]:
    """The names we answer to: the public one; on one's own machine, every name of it."""
    host = urlsplit(public_url).hostname or ""
    return frozenset(LOCAL if host in LOCAL else (host,))


def hostname(header: str) -> str:
    """Of a Host header, in lower case and without the port; "" for what can't be one."""
    found = HOST.fullmatch(header)
    return found[1].strip("[]").lower() if found else ""
