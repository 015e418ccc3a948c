"""The pages: the Dash app behind the gate, and the plain ones that strangers and refused people see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from dash import Dash
from flask import Flask, g, request
from flask_compress import Compress

import callbacks
from auth.gate import visitor
from auth.pending import path_of_ours
from auth.standing import Visitor
from callbacks import pages as routes
from dashboard import hardening, policy, vendor
from dashboard.asked import asked
from dashboard.core.almanac import Almanac
from dashboard.core.brand import Brand
from dashboard.insights import Insights
from dashboard.refusals import Page
from dashboard.scripts import Frugal
from dashboard.settings import Settings
from layouts import landing, shell

ASSETS = Path(__file__).parent / "assets"
STYLES = ("10-tokens.css", "20-pieces.css")
THEME = "theme.js"
A_YEAR = 31_536_000
# Dash's name for the endpoint of its components' scripts, which are the same for everybody.
SUITES = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"


def prefix(settings: Settings) -> str:
    """The path in front of all of ours, as the browser sees it; begins and ends with a slash."""
    return f"{urlsplit(settings.public_url).path.rstrip('/')}/"


def asset(settings: Settings, name: str) -> str:
    return f"{prefix(settings)}assets/{name}?v={policy.version(ASSETS / name)}"


def is_page(settings: Settings) -> Callable[[str], bool]:
    """Whether there may be a page at a path; a hidden one is not there."""
    brand = brand_of(settings)
    return lambda path: routes.is_page(path) and not brand.hides(path)


def logo_file(settings: Settings) -> vendor.File | None:
    logo = settings.brand_logo
    return vendor.File(logo.path, logo.name, logo.kind) if logo else None


def brand_of(settings: Settings) -> Brand:
    logo = logo_file(settings)
    address = f"{prefix(settings)}vendor/{logo.address}" if logo else ""
    return Brand(settings.brand_name, address, settings.announcement, settings.hidden_pages)


def plain_site(settings: Settings) -> landing.Site:
    bootstrap = f"{prefix(settings)}vendor/{vendor.bootstrap().address}"
    return landing.Site(
        settings.github_org,
        settings.github_url,
        (bootstrap, *(asset(settings, name) for name in STYLES)),
        asset(settings, THEME),
        prefix(settings),
        settings.min_team_size,
        brand_of(settings),
        settings.show_names_to,
    )


def refusal_page(site: landing.Site) -> Page:
    def page(status: int, message: str, reason: str) -> str:
        return landing.error(site, status, message, signed_in=g.get("visitor") is not None)

    return page


def register(
    server: Flask,
    settings: Settings,
    insights: Insights,
    site: landing.Site,
    now: Callable[[], datetime],
    almanac: Callable[[], Almanac] = Almanac,
) -> None:
    """After the gate and everything else: Dash takes whatever address is left."""
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR

    @server.get("/", endpoint="landing")
    def show_landing() -> str:
        found = visitor()
        if found and found.viewer.organisations:
            return dash.index()
        return landing.landing(site, turned_away(found), sign_in_address(request.args.get("next")), found is not None)

    dash = dash_app(server, settings)
    callbacks.register(dash, insights, now=now, almanac=almanac, brand=site.brand, asked=asked(settings))
    hardening.register(server, dash, SUITES)
    policy.register(server, dash.csp_hashes, settings.frame_ancestors, ASSETS)
    compress(server)


def dash_app(server: Flask, settings: Settings) -> Dash:
    app = Frugal(
        "dashboard",
        server=server,  # type: ignore[arg-type]
        assets_folder=str(ASSETS),
        assets_ignore=THEME,
        requests_pathname_prefix=prefix(settings),
        routes_pathname_prefix="/",
        external_stylesheets=[f"{prefix(settings)}vendor/{vendor.bootstrap().address}"],
        index_string=shell.index_string(asset(settings, THEME), f"{prefix(settings)}vendor/{vendor.plotly().address}"),
        title=escape(settings.brand_name),
        update_title="",
        # Otherwise the first visitor's page would be drawn into the index of every later one.
        suppress_callback_exceptions=True,
        enable_mcp=False,
    )
    app.layout = shell.layout()
    return app


def compress(server: Flask) -> None:
    server.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "text/javascript", "application/json"]
    server.config["COMPRESS_STREAMING_ENDPOINT_CONDITIONAL"] = ["_dash_assets.static"]
    Compress(server)


def turned_away(found: Visitor | None) -> landing.Reason | None:
    """Why somebody who is signed in still sees no figures: what they can do most about."""
    if found is None or not found.reasons:
        return None
    first = found.reasons[0]
    return landing.turned_away(
        first.org, first.reason, f"You are signed in as {found.viewer.login}. {first.message}", first.url
    )


def sign_in_address(after: str | None) -> str:
    path = path_of_ours(after)
    return "login/github" if path == "/" else f"login/github?next={quote(path, safe='')}"
