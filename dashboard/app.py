"""The parts, joined. Read this first; nothing else constructs a store, a source or a server."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from auth.config import AuthConfig
from auth.gate import current_viewer, wants_page
from auth.register import register as register_auth
from dashboard import api, health, pages, refusals, vendor
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from dashboard.settings import Settings
from dashboard.whitelist import Whitelist

LARGEST_BODY = 1_000_000


def create_server(settings: Settings) -> Flask:
    replica = Replica(open_objects(settings.history_url), Path(settings.replica_dir))
    insights = Insights(replica, settings.min_team_size, settings.min_cell_size)

    server = Flask("dashboard", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    behind_proxies(server, settings.trusted_proxies)
    register_auth(server, auth_config(settings))
    health.register(server, lambda: replica.ready)
    vendor.register(server, vendor.bootstrap(), vendor.plotly())
    site = pages.plain_site(settings)
    refusals.register(server, wants_page, pages.refusal_page(site))
    api.register(server, insights, current_viewer, today)
    pages.register(server, settings, insights, site)
    replica.follow()
    return server


def today() -> date:
    return datetime.now(UTC).date()


def behind_proxies(server: Flask, hops: int) -> None:
    if hops:
        server.wsgi_app = ProxyFix(server.wsgi_app, hops, hops, hops, hops, hops)  # type: ignore[method-assign]


def auth_config(settings: Settings) -> AuthConfig:
    whitelist = Whitelist(open_objects(settings.config_url), settings.admin_teams, settings.github_org[0])
    return AuthConfig(
        orgs=settings.github_org,
        client_id=settings.github_oauth_client_id,
        client_secret=settings.github_oauth_client_secret,
        secret_key=settings.secret_key,
        secret_key_fallbacks=settings.secret_key_fallbacks,
        github_url=settings.github_url,
        github_api_url=settings.github_api_url,
        public_url=settings.public_url,
        session_url=settings.session_url,
        membership_ttl=settings.membership_ttl,
        session_idle=settings.session_idle,
        session_lifetime=settings.session_lifetime,
        admin_teams=whitelist,
        public_endpoints=frozenset({"health.healthz", "health.readyz", "landing"}),
        static_endpoints=frozenset({"vendor.send", "_dash_assets.static", pages.SUITES}),
        is_page=pages.is_page,
    )
