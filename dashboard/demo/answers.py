"""How the stand-in speaks: GitHub's errors, headers and pages of lists."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from dashboard.demo.things import Organisation
from dashboard.demo.tokens import Budget, InstallationToken, Tokens, UserToken
from dashboard.demo.world import World

API = "/api"
DOCS = "https://docs.github.com/rest"
RESTRICTED = (
    "Although you appear to have the correct authorization credentials, the `{}` organization has enabled OAuth App "
    "access restrictions, meaning that data access to third-parties is limited."
)
SSO = (
    "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization."
)
NOT_FOR_INTEGRATIONS = "Resource not accessible by integration"
T = TypeVar("T")


@dataclass(frozen=True)
class Stand:
    """What every view needs; kept on the Flask app."""

    world: World
    tokens: Tokens
    signing_key: bytes


def stand() -> Stand:
    found: Stand = current_app.extensions["stand"]
    return found


class Problem(HTTPException):
    """An answer of GitHub's other than the asked one; `headers` are added to it."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None):
        super().__init__(message)
        self.code, self.message, self.headers = status, message, headers or {}

    def get_response(self, *_: Any) -> Response:
        answer = json_answer(
            {"message": self.message, "documentation_url": DOCS, "status": str(self.code)}, self.code or 500
        )
        answer.headers.update(self.headers)
        return answer


def not_found() -> Problem:
    return Problem(404, "Not Found")


def found(value: T | None) -> T:
    if value is None:
        raise not_found()
    return value


def json_answer(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, content_type="application/json; charset=utf-8")


def no_content() -> Response:
    return Response(status=204)


def add_headers(answer: Response) -> Response:
    """What every answer of the API carries."""
    if not request.path.startswith(API):
        return answer
    answer.headers["X-GitHub-Request-Id"] = secrets.token_hex(10).upper()
    answer.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
    caller = g.get("caller")
    if isinstance(caller, UserToken):
        answer.headers["X-OAuth-Scopes"] = ", ".join(caller.scopes)
        answer.headers["X-Accepted-OAuth-Scopes"] = g.get("accepted_scopes", "")
    budget = caller.budget if caller else Budget(limit=60)
    for name, value in limits(budget).items():
        answer.headers.setdefault(f"X-RateLimit-{name.capitalize()}", str(value))
    answer.headers.setdefault("X-RateLimit-Resource", "core")
    if answer.status_code == 200 and request.method == "GET" and "copilot/metrics" not in request.path:
        answer.add_etag()
        answer.make_conditional(request.environ)
    return answer


def limits(budget: Budget) -> dict[str, int]:
    return {"limit": budget.limit, "used": budget.used, "remaining": budget.limit - budget.used, "reset": budget.reset}


def bearer() -> str:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() in ("bearer", "token") else ""


def caller() -> UserToken | InstallationToken:
    """Who asks; 401 for nobody and for dead tokens."""
    if "caller" not in g:
        value = bearer()
        token = stand().tokens.find(value)
        if token is None:
            raise Problem(401, "Bad credentials" if value else "Requires authentication")
        token.budget.spend()
        g.caller = token
    found: UserToken | InstallationToken = g.caller
    return found


def signed_in(*scopes: str) -> UserToken:
    """The person who asks; 403 for an installation, and for a token without any of `scopes`."""
    token = caller()
    if isinstance(token, InstallationToken):
        raise Problem(403, NOT_FOR_INTEGRATIONS)
    g.accepted_scopes = ", ".join(scopes)
    if scopes and not token.allows(*scopes):
        raise Problem(403, f"Your token has not been granted the required scopes: one of {', '.join(scopes)}.")
    return token


def require_open(org: Organisation, token: UserToken | InstallationToken) -> None:
    """403 where the organisation keeps this token's app out. Installations are not affected."""
    if isinstance(token, InstallationToken):
        return
    if token.client_id and not org.oauth_app_approved:
        raise Problem(403, RESTRICTED.format(org.login))
    if org.requires_sso:
        raise Problem(403, SSO, {"X-GitHub-SSO": f"required; url={sso_url(org)}"})


def sso_url(org: Organisation) -> str:
    return f"{request.host_url}orgs/{org.login}/sso?authorization_request={secrets.token_hex(8)}"


def visible(org: Organisation, token: UserToken) -> bool:
    """Lists over several organisations leave out those that are closed to the token."""
    return not org.requires_sso and (org.oauth_app_approved or not token.client_id)


def paged(
    items: Sequence[T], row: Callable[[T], Any], default: int = 30, wrap: Callable[[list], Any] = list
) -> Response:
    """One page, with a `Link` header as long as there is more than one."""
    size = min(100, max(1, request.args.get("per_page", default, type=int)))
    page = max(1, request.args.get("page", 1, type=int))
    last = max(1, -(-len(items) // size))
    answer = json_answer(wrap([row(item) for item in items[(page - 1) * size : page * size]]))
    links = {"prev": page - 1, "next": page + 1, "first": 1, "last": last}
    wanted = [name for name in links if (page > 1 if name in ("prev", "first") else page < last)]
    if wanted:
        answer.headers["Link"] = ", ".join(f'<{page_url(links[name])}>; rel="{name}"' for name in wanted)
    return answer


def page_url(page: int) -> str:
    return f"{request.base_url}?{urlencode({**request.args.to_dict(), 'page': page})}"


def register(app: Flask) -> None:
    app.after_request(add_headers)
    app.register_error_handler(404, lambda _: not_found().get_response())
