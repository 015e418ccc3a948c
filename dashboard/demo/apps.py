"""The REST endpoints for apps: the GitHub App's installations and tokens, and the OAuth app's look after its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from dashboard.demo import shapes
from dashboard.demo.answers import (
    API,
    NOT_FOR_INTEGRATIONS,
    Problem,
    bearer,
    caller,
    found,
    json_answer,
    no_content,
    not_found,
    paged,
    stand,
)
from dashboard.demo.things import Organisation
from dashboard.demo.tokens import InstallationToken, UserToken

blueprint = Blueprint("apps", __name__, url_prefix=API)
Row = dict[str, Any]


def require_app() -> None:
    """Only the GitHub App itself, by a JSON Web Token that it signed."""
    problem = stand().tokens.app_problem(bearer())
    if problem:
        raise Problem(401, problem)


@blueprint.get("/app")
def app() -> Response:
    require_app()
    own = stand().world.github_app
    return json_answer({"id": own.id, "client_id": own.client_id, "slug": own.slug, "name": own.slug, "events": []})


@blueprint.get("/app/installations")
def installations() -> Response:
    require_app()
    return paged([org for org in stand().world.organisations.values() if org.permissions is not None], installation)


@blueprint.get("/orgs/<login>/installation")
def installation_of(login: str) -> Response:
    require_app()
    org = found(stand().world.organisation(login))
    if org.permissions is None:
        raise not_found()
    return json_answer(installation(org))


@blueprint.get("/app/installations/<int:number>")
def installation_by_id(number: int) -> Response:
    require_app()
    return json_answer(installation(installed(number)))


def installed(number: int) -> Organisation:
    everywhere = stand().world.organisations.values()
    return found(next((o for o in everywhere if o.installation_id == number and o.permissions is not None), None))


def installation(org: Organisation) -> Row:
    own = stand().world.github_app
    return {
        "id": org.installation_id,
        "account": {**shapes.organisation(org), "type": "Organization"},
        "app_id": own.id,
        "app_slug": own.slug,
        "target_id": org.id,
        "target_type": "Organization",
        "permissions": org.permissions,
        "events": [],
        "repository_selection": "all",
        "access_tokens_url": shapes.api(f"/app/installations/{org.installation_id}/access_tokens"),
        "html_url": shapes.web(f"/organizations/{org.login}/settings/installations/{org.installation_id}"),
        "created_at": "2025-11-03T09:00:00Z",
        "updated_at": "2025-11-03T09:00:00Z",
        "suspended_at": None,
    }


@blueprint.post("/app/installations/<int:number>/access_tokens")
def new_installation_token(number: int) -> Response:
    """An hour's token with the installation's permissions, or with fewer if the body says so."""
    require_app()
    org = installed(number)
    granted = org.permissions or {}
    wanted = (request.get_json(silent=True) or {}).get("permissions") or granted
    if not set(wanted) <= set(granted):
        raise Problem(422, "The permissions requested are not granted to this installation.")
    token = stand().tokens.new_installation_token(org, dict(wanted))
    expires = datetime.fromtimestamp(token.expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json_answer(
        {"token": token.value, "expires_at": expires, "permissions": token.permissions, "repository_selection": "all"},
        201,
    )


@blueprint.delete("/installation/token")
def revoke_installation_token() -> Response:
    token = caller()
    if not isinstance(token, InstallationToken):
        raise Problem(403, NOT_FOR_INTEGRATIONS)
    stand().tokens.revoke(token.value)
    return no_content()


# -- the OAuth app, by its id and secret


def own_token(client_id: str, missing: int) -> UserToken:
    """The token in the body, if it is one of this app's; its secret comes by HTTP Basic."""
    own, basic = stand().world.oauth_app, request.authorization
    if (
        basic is None
        or (basic.username, basic.password) != (own.client_id, own.client_secret)
        or client_id != own.client_id
    ):
        raise Problem(401, "Bad credentials")
    value = (request.get_json(silent=True) or {}).get("access_token", "")
    token = stand().tokens.find(value) if isinstance(value, str) else None
    if not isinstance(token, UserToken) or token.client_id != client_id:
        raise Problem(missing, "Not Found" if missing == 404 else "Validation Failed")
    return token


@blueprint.post("/applications/<client_id>/token")
def check_token(client_id: str) -> Response:
    token = own_token(client_id, missing=404)
    own = stand().world.oauth_app
    return json_answer(
        {
            "token": token.value,
            "scopes": list(token.scopes),
            "user": shapes.user(token.person),
            "app": {"name": own.name, "client_id": own.client_id},
        }
    )


@blueprint.delete("/applications/<client_id>/token")
def revoke_token(client_id: str) -> Response:
    stand().tokens.revoke(own_token(client_id, missing=422).value)
    return no_content()


@blueprint.delete("/applications/<client_id>/grant")
def revoke_grant(client_id: str) -> Response:
    stand().tokens.revoke_grant(own_token(client_id, missing=422).person, client_id)
    return no_content()
