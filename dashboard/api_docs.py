"""The API's description: for programs, and as a page that needs nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Flask

from dashboard.api.description import description
from layouts import api_docs
from layouts.landing import Site


def register(server: Flask, site: Site, public_url: str) -> None:
    found = description(f"{public_url.rstrip('/')}/api/v1")

    @server.get("/api/v1/openapi.json", endpoint="api_description")
    def show_description() -> dict[str, Any]:
        return found

    @server.get("/api/v1/docs", endpoint="api_docs")
    def show_docs() -> str:
        return api_docs.page(site, found)
