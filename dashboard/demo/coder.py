"""The stand-in for Coder: who asks, and who and what is there. Its insights and its gateway are modules of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from dashboard.demo.answers import json_answer, stand
from dashboard.demo.coder_asked import Asked, Problem
from dashboard.demo.coder_deployment import Account, Deployment, uuid_of

API = "/coder"
blueprint = Blueprint("coder", __name__, url_prefix=f"{API}/api/v2")
Row = dict[str, Any]


def deployment() -> Deployment:
    """401 for who isn't known, 403 and 404 for what this deployment refuses or doesn't have."""
    found = stand().world.coder
    if found is None:
        raise Problem(404, "Route not found.")
    if request.headers.get("Coder-Session-Token") != found.token:
        raise Problem(401, "You are signed out or your session has expired. Please sign in again to continue.")
    if any(part in request.path for part in found.missing):
        raise Problem(404, "Route not found.")
    if any(part in request.path for part in found.refused):
        raise Problem(403, "Forbidden.")
    return found


def today() -> date:
    return stand().world.today


# -- who is there


@blueprint.get("/users/me")
def me() -> Response:
    deployment()
    return json_answer({"id": uuid_of("auditor"), "username": "usage-auditor", "roles": [{"name": "auditor"}]})


@blueprint.get("/users")
def users() -> Response:
    found = deployment()
    asked = Asked()
    limit, offset = asked.number("limit", 0), asked.number("offset", 0)
    asked.text("q")
    asked.text("after_id")
    asked.check()
    rows = [named(account) | {"email": account.email, "status": account.status} for account in found.accounts]
    page = rows[offset : offset + limit] if limit else rows[offset:]
    return json_answer({"users": page, "count": len(rows)})


@blueprint.get("/organizations")
def organizations() -> Response:
    deployment()
    return json_answer([{"id": uuid_of("organization"), "name": "coder", "display_name": "Coder", "is_default": True}])


@blueprint.get("/templates")
def templates() -> Response:
    return json_answer([{"id": t.id, "name": t.name, "display_name": t.display_name} for t in deployment().templates])


@blueprint.get("/entitlements")
def entitlements() -> Response:
    found = deployment()
    active = sum(account.status == "active" for account in found.accounts)
    limit = {"entitlement": "entitled", "enabled": True, "limit": found.seats, "actual": active}
    return json_answer({"has_license": found.seats is not None, "features": {"user_limit": limit}})


def named(account: Account) -> Row:
    return {"id": account.id, "username": account.username, "avatar_url": f"https://avatars.example/{account.id}"}
