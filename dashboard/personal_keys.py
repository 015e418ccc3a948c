"""Making and revoking personal keys: the two forms of the page /me."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response

from auth.gate import current_viewer, own_keys, personal_keys
from auth.session import current_session
from dashboard.errors import NotFound
from layouts import made_key
from layouts.landing import Site


def register(server: Flask, site: Site, public_url: str) -> None:
    keys = Blueprint("keys", __name__, url_prefix="/me/keys")

    @keys.before_request
    def require_shown() -> None:
        if site.brand.hides(request.path):
            raise NotFound("There is nothing at this address.")

    @keys.post("")
    def make() -> str:
        """The key itself is in this answer and nowhere else."""
        key = personal_keys().make(current_session(), request.form.get("label", ""))
        ends = datetime.fromtimestamp(own_keys()[0].expires, UTC).date()
        return made_key.page(site, key, f"{public_url.rstrip('/')}/api/v1", ends)

    @keys.post("/<id>/revoke")
    def revoke(id: str) -> Response:
        personal_keys().revoke(current_viewer().id, id)
        return redirect(f"{site.prefix}me", 303)

    server.register_blueprint(keys)
