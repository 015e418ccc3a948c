"""The parts, joined. Read this first; nothing else constructs a store, a source or a server."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from auth import edge
from auth.config import AuthConfig
from auth.edge import EdgeConfig
from auth.gate import current_viewer, wants_page
from auth.register import register as register_auth
from dashboard import api, api_docs, health, metrics, pages, personal_keys, refusals, vendor
from dashboard.almanac import KeptAlmanac
from dashboard.errors import WrongSettings
from dashboard.history.builder import build_apart
from dashboard.history.objects import open_objects
from dashboard.history.reader import small
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from dashboard.settings import Settings
from dashboard.whitelist import Whitelist

if TYPE_CHECKING:
    from dashboard.history.spark import Spark

LARGEST_BODY = 1_000_000
PROBES = frozenset({"health.healthz", "health.readyz", "metrics"})
STATIC = frozenset({"vendor.send", "_dash_assets.static", pages.SUITES})


def create_server(settings: Settings, clock: Callable[[], float] = time.time) -> Flask:
    replica = answering(settings)
    insights = Insights(replica, settings.min_team_size, settings.min_cell_size, settings.show_names_to, settings.terms)

    server = Flask("dashboard", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    behind_proxies(server, settings.trusted_proxies)
    metrics.register(server, settings.metrics_token, replica, lambda: insights.coverage(settings.github_org), now)
    edge.guard(server, edge_config(settings))
    sessions = register_auth(server, auth_config(settings, clock))
    health.register(server, lambda: replica.state, sessions.store.ping)
    vendor.register(server, vendor.bootstrap(), vendor.plotly(), *filter(None, [pages.logo_file(settings)]))
    site = pages.plain_site(settings)
    refusals.register(server, wants_page, pages.refusal_page(site))
    api.register(server, insights, current_viewer, now)
    api_docs.register(server, site, settings.public_url)
    personal_keys.register(server, site, settings.public_url)
    almanac = KeptAlmanac(open_objects(settings.config_url), settings.working_week)
    pages.register(server, settings, insights, site, lambda: datetime.fromtimestamp(clock(), UTC), almanac)
    replica.follow()
    return server


def answering(settings: Settings) -> Replica | Spark:
    """What the questions are asked of."""
    objects = open_objects(settings.history_url)
    if settings.engine_url:
        try:
            from dashboard.history.spark import Spark
        except ImportError as missing:
            raise WrongSettings(["ENGINE_URL needs Spark: pip install -r requirements-spark.txt"]) from missing
        return Spark(objects, settings.engine_url)
    return Replica(objects, Path(settings.replica_dir), build_apart, small)


def now() -> datetime:
    return datetime.now(UTC)


def behind_proxies(server: Flask, hops: int) -> None:
    if hops:
        server.wsgi_app = ProxyFix(server.wsgi_app, hops, hops, hops, hops, hops)  # type: ignore[method-assign]


def edge_config(settings: Settings) -> EdgeConfig:
    return EdgeConfig(
        public_url=settings.public_url,
        # Two threads stay free to refuse the rest, and to say that the process is alive.
        most_at_once=max(1, settings.web_threads - 2),
        sign_in=settings.limit_sign_in,
        asking=settings.limit_api,
        any_host=PROBES,
        quick=PROBES | STATIC,
    )


def auth_config(settings: Settings, clock: Callable[[], float] = time.time) -> AuthConfig:
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
        public_endpoints=PROBES | {"landing"},
        static_endpoints=STATIC,
        is_page=pages.is_page(settings),
        clock=clock,
    )
