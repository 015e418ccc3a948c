"""Every setting, in one table. Nothing else in the program reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import timedelta
from typing import Any, Literal

from dotenv import dotenv_values

from dashboard.core.brand import HIDEABLE, USUAL_NAME
from dashboard.core.days import MONDAY_TO_FRIDAY
from dashboard.core.seat_prices import LIST_PRICES, Prices, Terms
from dashboard.errors import WrongSettings
from dashboard.logo import Logo, logo
from dashboard.setting_values import (
    AUGMENT_ENDPOINTS,
    AdminTeam,
    NamesFor,
    Rate,
    admin_teams,
    by_organisation,
    duration,
    endpoints,
    engine,
    hidden_pages,
    line,
    log_level,
    login,
    logins,
    names_for,
    origins,
    place,
    private_key,
    publication,
    rate,
    seat_prices,
    seconds,
    secret,
    secrets,
    session_url,
    text,
    url,
    webhook,
    whole,
    words,
    working_week,
)

Purpose = Literal["serve", "refresh", "history"]


def setting(
    parse: Callable[[str], Any], help: str, default: Any = MISSING, required_for: tuple[Purpose, ...] = ()
) -> Any:
    metadata = {"parse": parse, "help": help, "required_for": required_for}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    github_org: tuple[str, ...] = setting(
        logins, "one organisation's login, or several, comma-separated", required_for=("serve", "refresh"), default=()
    )
    github_url: str = setting(url, "GitHub's web address; for GHE.com https://SUB.ghe.com", "https://github.com")
    github_api_url: str = setting(
        url, "GitHub's REST address; for GHE.com https://api.SUB.ghe.com", "https://api.github.com"
    )
    github_oauth_client_id: str = setting(
        text, "the OAuth app people sign in with", required_for=("serve",), default=""
    )
    github_oauth_client_secret: str = setting(text, "that app's secret", required_for=("serve",), default="")
    github_app_id: str = setting(text, "the GitHub App whose installation token reads the reports", "")
    github_app_private_key: str = setting(private_key, "that App's key: a path, or the PEM itself", "")
    github_token: str = setting(text, "a token that may read the reports, where there is no GitHub App", "")
    github_download_hosts: tuple[str, ...] = setting(
        words,
        "hosts a report may be downloaded from; all others are refused",
        ("copilot-reports.github.com", "copilot-reports.*.ghe.com", "*.blob.core.windows.net"),
    )
    admin_teams: tuple[AdminTeam, ...] = setting(
        admin_teams,
        "org/slug or, safer, org/slug#id, comma-separated: members of these teams are admins of that organisation",
        (),
    )
    config_url: str = setting(
        place,
        "a folder or s3://... this program only reads: admin_teams.json, holidays.csv, notes.csv, identities.csv",
        "var/config",
    )
    history_url: str = setting(place, "where the history is kept: a folder or s3://bucket/prefix", "var/history")
    replica_dir: str = setting(text, "where the web server keeps its local read copy of the history", "var/replica")
    engine_url: str = setting(
        engine,
        "Spark's master, as spark://host:7077 or local[2], to answer from the history instead of a local copy",
        "",
    )
    session_url: str = setting(
        session_url,
        "where sessions are kept: sqlite:///path on one host, redis://... on several",
        "sqlite:///var/sessions.db",
    )
    secret_key: str = setting(
        secret, "signs cookies and encrypts tokens at rest; at least 32 bytes", required_for=("serve",), default=""
    )
    secret_key_fallbacks: tuple[str, ...] = setting(
        secrets, "former secret keys that are still accepted, comma-separated", ()
    )
    public_url: str = setting(
        url, "what the browser calls us; redirect addresses and cookies follow from it", "http://localhost:8050"
    )
    trusted_proxies: int = setting(whole(0, 10), "how many proxies in front are believed in X-Forwarded-*", 0)
    frame_ancestors: tuple[str, ...] = setting(origins, "origins that may frame the pages, comma-separated", ())
    min_team_size: int = setting(whole(1, 1000), "the privacy floor of a group", 5)
    min_cell_size: int = setting(whole(1, 1000), "the floor of a cell in a breakdown; 1 is off", 1)
    show_names_to: NamesFor = setting(
        names_for, "who sees names of people: admins, members (of the same team) or nobody", "admins"
    )
    working_week: frozenset[int] = setting(working_week, "the days people work on, comma-separated", MONDAY_TO_FRIDAY)
    membership_ttl: timedelta = setting(
        duration, "after this long, a viewer's memberships are read again", timedelta(minutes=15)
    )
    session_idle: timedelta = setting(
        duration, "a session ends after this long without a request", timedelta(minutes=60)
    )
    session_lifetime: timedelta = setting(
        duration, "a session ends this long after sign-in, whatever happens", timedelta(hours=12)
    )
    limit_sign_in: Rate = setting(rate, "sign-ins a client address may begin, as 30/minute; 0 is off", Rate(30, 60))
    limit_api: Rate = setting(rate, "API calls of one viewer, as 600/minute; 0 is off", Rate(600, 60))
    metrics_token: str = setting(text, "opens /metrics, which is closed without it", "")
    listen: str = setting(
        text, "where gunicorn listens, as host:port; without it 127.0.0.1 and the port in PORT, else 8050", ""
    )
    web_workers: int = setting(whole(1, 64), "gunicorn's worker processes", 2)
    web_threads: int = setting(whole(1, 64), "threads of each worker", 8)
    refresh_trailing_days: int = setting(whole(1, 365), "days after which a fetched day is final", 5)
    retain_user_days: int = setting(whole(1, 36500), "how many days rows that name a person are kept", 400)
    retain_team_days: int | None = setting(
        whole(1, 36500), "how many days aggregates are kept; without it, for ever", None
    )
    publish_teams_history: str = setting(
        publication, "key under HISTORY_URL at which refresh publishes teams_history.json in its old shape", ""
    )
    brand_name: str = setting(line(60), "what this site is called, on every page", USUAL_NAME)
    brand_logo: Logo | None = setting(
        logo, "a picture beside that name: the path of a PNG, JPEG, GIF, WebP or SVG file", None
    )
    announcement: str = setting(line(300), "a sentence told on every page until it is closed", "")
    hidden_pages: frozenset[str] = setting(
        hidden_pages, f"pages that are not there, comma-separated, of {', '.join(HIDEABLE)}", frozenset()
    )
    seat_prices: Prices = setting(
        seat_prices,
        "what a seat costs a month by plan, and since when; the default is GitHub's list price",
        LIST_PRICES,
    )
    seat_limit: Mapping[str, int] | None = setting(
        by_organisation, "how many seats there may be: a number, or by organisation as acme=250,umbrella=20", None
    )
    ai_credits_pool: Mapping[str, int] | None = setting(
        by_organisation, "AI credits that come with the seats each month: a number, or by organisation", None
    )
    digest_webhook: str = setting(webhook, "where digest posts with --to webhook", "")
    smtp_user: str = setting(text, "who digest signs in as at a mail server that asks for it", "")
    smtp_password: str = setting(text, "that user's password", "")

    augment_org: str = setting(login, "whose people use Augment Code; without it the first of GITHUB_ORG", "")
    augment_api_token: str = setting(
        text, "a service account's token for Augment's official Analytics API: refresh then fetches its days, too", ""
    )
    augment_api_url: str = setting(url, "the address of that API", "https://api.augmentcode.com")
    augment_requests_a_minute: int = setting(whole(0, 1000), "what that API is asked at most; 0 is no limit", 10)
    augment_cookie_file: str = setting(
        text, "where augment --auth keeps the session cookie of Augment's dashboard", "secrets/cookies.json"
    )
    augment_metrics_api_base_url: str = setting(
        url, "Augment's dashboard, asked where there is no token", "https://app.augmentcode.com"
    )
    augment_user_feature_stats_endpoint: str = setting(text, "there, people", "/api/user-feature-stats")
    augment_tenant_feature_stats_endpoint: str = setting(text, "there, the whole", "/api/tenant-feature-stats")
    augment_tenant_mau_endpoint: str = setting(text, "there, people in a month", "/api/tenant-monthly-active-users")
    augment_scrape_endpoints: tuple[str, ...] = setting(
        endpoints, f"which of them augment asks: all, or some of {', '.join(AUGMENT_ENDPOINTS)}", AUGMENT_ENDPOINTS
    )
    augment_lookback_days: int = setting(whole(1, 90), "how many days augment asks for if none are named", 30)
    augment_export_dir: str = setting(text, "the folder augment writes its files to", "data")
    augment_log_level: str = setting(log_level, "how much augment logs: DEBUG, INFO, WARNING or ERROR", "INFO")
    augment_enterprise_id: str = setting(text, "the enterprise_id in the files that augment and convert write", "")
    augment_request_timeout_seconds: float = setting(seconds, "how long Augment may be silent", 30.0)
    augment_max_retries: int = setting(whole(0, 20), "how often a request that failed is tried again", 3)
    augment_retry_backoff_seconds: float = setting(seconds, "the pause before that, doubled each time", 0.5)

    coder_url: str = setting(url, "the address of a Coder deployment: refresh then fetches its days, too", "")
    coder_token: str = setting(text, "a token for it, of a service account with the role auditor", "")
    coder_org: str = setting(login, "whose people use Coder; without it the first of GITHUB_ORG", "")

    @property
    def terms(self) -> Terms:
        return Terms(self.seat_prices, self.seat_limit or {}, self.ai_credits_pool or {})


def table() -> list[Field[Any]]:
    """Every setting, in the order of the documentation."""
    return list(fields(Settings))


def environment() -> dict[str, str]:
    """The environment over `.env` in the working folder."""
    from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**from_file, **os.environ}


def read_settings(environ: Mapping[str, str], purpose: Purpose) -> Settings:
    """Raises WrongSettings with every problem there is, not only the first."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for item in table():
        name, given = item.name.upper(), environ.get(item.name.upper(), "").strip()
        if given:
            try:
                values[item.name] = item.metadata["parse"](given)
            except ValueError as problem:
                problems.append(f"{name} is wrong: {problem} ({item.metadata['help']})")
        elif purpose in item.metadata["required_for"]:
            problems.append(f"{name} is missing ({item.metadata['help']})")
    if purpose == "refresh":
        problems += credential_problems(environ) + coder_problems(environ)
    if problems:
        raise WrongSettings(problems)
    return Settings(**values)


def credential_problems(environ: Mapping[str, str]) -> list[str]:
    app = [bool(environ.get(name, "").strip()) for name in ("GITHUB_APP_ID", "GITHUB_APP_PRIVATE_KEY")]
    if all(app) or (environ.get("GITHUB_TOKEN", "").strip() and not any(app)):
        return []
    if any(app):
        return ["GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY belong together: one of them is missing"]
    return [
        "GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN, is missing (the server's own credential for GitHub's reports)"
    ]


def coder_problems(environ: Mapping[str, str]) -> list[str]:
    both = [bool(environ.get(name, "").strip()) for name in ("CODER_URL", "CODER_TOKEN")]
    return [] if all(both) or not any(both) else ["CODER_URL and CODER_TOKEN belong together: one of them is missing"]


@dataclass(frozen=True)
class Listen:
    address: str
    workers: int
    threads: int


def read_listen(environ: Mapping[str, str]) -> Listen:
    """Raises WrongSettings. PORT is what Procfile runners set."""
    settings = read_settings(environ, "history")
    address = settings.listen or f"127.0.0.1:{environ.get('PORT', '').strip() or '8050'}"
    if not re.fullmatch(r"(\S+):[0-9]{1,5}", address):
        raise WrongSettings([f"LISTEN is wrong: {address!r} is not host:port"])
    return Listen(address, settings.web_workers, settings.web_threads)
