"""The gate: every endpoint is closed unless listed, Dash's own included. Registered before Dash, so that it runs first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request
from werkzeug.exceptions import NotFound as NoSuchRoute
from werkzeug.wrappers import Response

from auth import audit
from auth.access import Decision, Viewer
from auth.config import AuthConfig
from auth.keys import PersonalKey, PersonalKeys
from auth.pending import path_of_ours
from auth.session import current_session
from auth.standing import Standing, Visitor
from dashboard.errors import Forbidden, NotFound, SignInNeeded

SIGN_IN = frozenset({"github.login", "github.authorized", "logout"})
SAFE = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Gate:
    def __init__(self, config: AuthConfig, standing: Standing, keys: PersonalKeys):
        self.config, self.standing, self.keys = config, standing, keys
        self.open_to_all = SIGN_IN | config.public_endpoints | config.static_endpoints

    def check(self) -> Response | None:
        """Runs before every view. Raises a Refusal, or answers in the view's place, or lets it through."""
        self.require_same_origin()
        self.require_known_path()
        if request.endpoint in self.open_to_all:
            return None
        if visitor() is None and self.wants_page() and request.path != "/":
            return redirect(f"{self.config.prefix}/?next={quote(path_of_ours(request.full_path.rstrip('?')), safe='')}")
        self.require_member()
        return None

    def require_member(self) -> None:
        try:
            current_viewer()
        except Forbidden as refusal:
            self.record(Decision("site", None, refused=refusal.reason))
            raise

    def visitor(self) -> Visitor | None:
        """Raises Forbidden when GitHub has been away for too long."""
        try:
            return self.standing.visitor(current_session())
        except Forbidden as refusal:
            self.record(Decision("site", None, refused=refusal.reason))
            raise

    def record(self, decision: Decision) -> None:
        """A line in the audit log, with who asks and by what; and a word for whoever counts refusals."""
        if decision.refused:
            g.refused = decision.refused
        row = current_session().row
        audit.write(
            f"access.{decision.what}",
            row.user_id if row else None,
            self.config.clock(),
            org=decision.org_id,
            team=decision.team_id,
            **audit.asked_by(),
            decision="refused" if decision.refused else "allowed",
            reason=decision.refused or None,
        )

    def require_same_origin(self) -> None:
        """Whatever may change something must come from our own pages. What says neither is not a browser."""
        if request.method in SAFE:
            return
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        ours = (self.config.origin, request.host_url.rstrip("/"))
        if site not in (None, *OWN_SITE) or origin not in (None, *ours):
            raise Forbidden("This request came from another site; use the pages of this one.", "cross_site")

    def require_known_path(self) -> None:
        """Dash answers any path with its index page; here an unknown one is unknown."""
        unknown = isinstance(request.routing_exception, NoSuchRoute)
        if unknown or (request.endpoint == self.config.catch_all and not self.config.is_page(request.path)):
            raise NotFound("There is nothing at this address.")
        if request.routing_exception:
            raise request.routing_exception

    def wants_page(self) -> bool:
        """Whether somebody is looking at the answer, rather than a script."""
        if request.endpoint in self.config.json_endpoints or request.blueprint in self.config.json_blueprints:
            return False
        mode = request.headers.get("Sec-Fetch-Mode")
        return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")

    def seal(self, response: Response) -> Response:
        """Headers of every answer, refusals included. Nobody's page may be kept by a cache on the way."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if self.config.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint not in self.config.static_endpoints or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response


def guard(server: Flask, config: AuthConfig, standing: Standing, keys: PersonalKeys) -> Gate:
    gate = Gate(config, standing, keys)
    server.extensions["auth"] = gate
    server.before_request(gate.check)
    server.after_request(gate.seal)
    return gate


def visitor() -> Visitor | None:
    """Who is signed in, member or not; None for a stranger. Decided once a request."""
    if "visitor" not in g:
        gate: Gate = current_app.extensions["auth"]
        found = gate.visitor()
        g.visitor = found and replace(found, viewer=replace(found.viewer, record=gate.record))
    return g.visitor


def current_viewer() -> Viewer:
    """Raises SignInNeeded, or Forbidden for who is in none of the organisations."""
    found = visitor()
    if found is None:
        raise SignInNeeded(current_session().needed)
    return found.require_member()


def notices() -> tuple[str, ...]:
    """What the person should be told on every page: teams GitHub hides, GitHub away."""
    found = visitor()
    return found.notices if found else ()


def personal_keys() -> PersonalKeys:
    gate: Gate = current_app.extensions["auth"]
    return gate.keys


def own_keys() -> Sequence[PersonalKey]:
    """Those of whoever asks."""
    return personal_keys().of(current_viewer().id)


def wants_page() -> bool:
    """For error handlers: a page for people, JSON for scripts."""
    gate: Gate = current_app.extensions["auth"]
    return gate.wants_page()
