"""Every setting, in one table. Nothing else in the program reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from dotenv import dotenv_values

from dashboard.core.brand import HIDEABLE, USUAL_NAME
from dashboard.core.days import MONDAY_TO_FRIDAY, parse_day
from dashboard.core.seat_prices import LIST_PRICES, Prices, Terms
from dashboard.errors import WrongSettings
from dashboard.logo import Logo, logo

Purpose = Literal["serve", "refresh", "history"]
# The first part of the keys that the history has for itself.
OF_THE_HISTORY = frozenset(
    {"index.json", "tombstones.json", "raw", "quarantine", "staged"}
    | {"users", "members", "teams", "org", "repos", "seats", "billing", "directory", "identities"}
    | {"legacy_org", "legacy_team"}
    | {"workspaces", "deployment", "ai_spend", "ai_sessions"}
)
WELL_KNOWN_SECRETS = ("secret", "changeme", "change-me", "dev", "password", "default", "example", "insecure", "12345")


def setting(
    parse: Callable[[str], Any], help: str, default: Any = MISSING, required_for: tuple[Purpose, ...] = ()
) -> Any:
    metadata = {"parse": parse, "help": help, "required_for": required_for}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def text(value: str) -> str:
    return value


def login(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?", value):
        raise ValueError(f"{value!r} is not a GitHub login")
    return value.lower()


def logins(value: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(login(part.strip()) for part in value.split(",") if part.strip()))
    if not found:
        raise ValueError("it names no organisation")
    return found


def words(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{value!r} is not an http or https address")
    return value.rstrip("/")


def origins(value: str) -> tuple[str, ...]:
    for origin in words(value):
        if not re.fullmatch(
            r"https?://(?:\*\.)?(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?", origin
        ):
            raise ValueError(f"{origin!r} is not an origin like https://intranet.example.com")
    return words(value)


def place(value: str) -> str:
    """A folder, or s3://bucket/prefix."""
    if "://" in value and not re.fullmatch(r"s3://[a-z0-9.-]{3,63}(/.*)?", value):
        raise ValueError(f"{value!r} is neither a folder nor s3://bucket/prefix")
    return value.rstrip("/")


def publication(value: str) -> str:
    """A key under the history that none of its own objects can have."""
    first = value.partition("/")[0]
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", value) or len(value) > 500:
        raise ValueError(f"{value[:100]!r} is not a key like teams_history.json")
    if first in OF_THE_HISTORY:
        raise ValueError(f"{value!r} is where the history keeps its own objects; choose another, as teams_history.json")
    return value


def line(most: int) -> Callable[[str], str]:
    """A text of at most `most` characters, with its white space as single spaces."""

    def parse(value: str) -> str:
        found = " ".join(value.split())
        if len(found) > most or not found.isprintable():
            raise ValueError(f"it must be one line of at most {most} characters")
        return found

    return parse


def hidden_pages(value: str) -> frozenset[str]:
    named = words(value.lower())
    wrong = [name for name in named if name not in HIDEABLE]
    if wrong:
        raise ValueError(f"{wrong[0][:40]!r} is not a page that can be hidden; these can: {', '.join(HIDEABLE)}")
    return frozenset(named)


def webhook(value: str) -> str:
    """An address that is posted to. Plain http stays on this machine, because what is posted is nobody else's."""
    parts = urlsplit(value)
    own = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or own):
        raise ValueError("it is not an https address")
    return value


def engine(value: str) -> str:
    if not re.fullmatch(r"spark://[^\s/]+|local(\[(\d{1,3}|\*)\])?", value):
        raise ValueError(f"{value!r} is neither spark://host:port nor local[2]")
    return value


def session_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "redis://", "rediss://")):
        raise ValueError("it must begin with sqlite:/// or redis://")
    return value


def secret(value: str) -> str:
    if len(value.encode()) < 32:
        raise ValueError(
            "it must be at least 32 bytes; make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
        )
    if len(set(value)) < 8 or any(value.lower().startswith(known) for known in WELL_KNOWN_SECRETS):
        raise ValueError("it is a well-known or too simple value")
    return value


def secrets(value: str) -> tuple[str, ...]:
    return tuple(secret(part) for part in words(value))


def whole(least: int, most: int = 10**6) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", value) or not least <= int(value) <= most:
            raise ValueError(f"{value!r} is not a whole number from {least} to {most}")
        return int(value)

    return parse


def duration(value: str) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", value)
    if not match or int(match[1]) == 0:
        raise ValueError(f"{value!r} is not a duration like 90s, 15m, 12h or 7d")
    unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[match[2]]
    return timedelta(**{unit: int(match[1])})


@dataclass(frozen=True)
class Rate:
    """At most `times` in `seconds`; 0 times is no limit."""

    times: int
    seconds: int


def rate(value: str) -> Rate:
    match = re.fullmatch(r"([0-9]{1,6})(?:/(second|minute|hour))?", value)
    if not match or (match[2] is None and match[1] != "0"):
        raise ValueError(f"{value!r} is not a rate like 30/minute, nor 0 for none")
    return Rate(int(match[1]), {"second": 1, "minute": 60, "hour": 3600}[match[2] or "minute"])


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def working_week(value: str) -> frozenset[int]:
    """Days of the week, as date.weekday() numbers them."""
    named = [name.lower() for name in words(value)]
    wrong = [name for name in named if name not in WEEK]
    if wrong or not named:
        raise ValueError(f"{(wrong or [value])[0][:20]!r} is not a day of the week; write days as mon,tue,wed,thu,fri")
    return frozenset(map(WEEK.index, named))


NamesFor = Literal["admins", "members", "nobody"]


def names_for(value: str) -> NamesFor:
    if value not in ("admins", "members", "nobody"):
        raise ValueError(f"{value!r} is none of admins, members, nobody")
    return cast(NamesFor, value)


AUGMENT_ENDPOINTS = ("user_stats", "tenant_stats", "tenant_mau")


def endpoints(value: str) -> tuple[str, ...]:
    named = words(value.lower())
    wrong = [name for name in named if name not in (*AUGMENT_ENDPOINTS, "all")]
    if wrong or not named:
        raise ValueError(f"{(wrong or [value])[0][:40]!r} is none of all, {', '.join(AUGMENT_ENDPOINTS)}")
    return tuple(name for name in AUGMENT_ENDPOINTS if name in named or "all" in named)


def log_level(value: str) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(f"{value[:20]!r} is none of DEBUG, INFO, WARNING, ERROR")
    return value.upper()


def seconds(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", value) or not float(value):
        raise ValueError(f"{value!r} is not a number of seconds")
    return float(value)


@dataclass(frozen=True)
class AdminTeam:
    """A team whose members are admins of `org`; with an `id`, a team that re-used the slug is refused."""

    org: str
    slug: str
    id: int | None = None


def admin_teams(value: str) -> tuple[AdminTeam, ...]:
    found = []
    for part in words(value):
        match = re.fullmatch(r"([A-Za-z0-9_-]+)/([A-Za-z0-9_.-]+)(?:#([0-9]{1,15}))?", part)
        if not match:
            raise ValueError(f"{part!r} is not org/slug or org/slug#id")
        found.append(AdminTeam(login(match[1]), match[2].lower(), int(match[3]) if match[3] else None))
    return tuple(found)


def seat_prices(value: str) -> Prices:
    """As business=19,enterprise=39,currency=USD,since=2026-06-01."""
    given = pairs(value)
    currency, since = given.pop("currency", ""), given.pop("since", "")
    if not re.fullmatch(r"[A-Z]{3}", currency) or not given:
        raise ValueError(
            f"{value[:80]!r} names no plan or no currency; write business=19,currency=USD,since=2026-06-01"
        )
    if not all(re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", price) for price in given.values()):
        raise ValueError("a price is a number, as business=19 or business=17.50")
    return Prices({plan: float(price) for plan, price in given.items()}, currency, parse_day(since))


def by_organisation(value: str) -> Mapping[str, int]:
    """One number for every organisation, or acme=250,umbrella=20."""
    given = pairs(value) if "=" in value else {"": value.strip()}
    if not given or not all(re.fullmatch(r"[0-9]{1,9}", number) for number in given.values()):
        raise ValueError(f"{value[:80]!r} is neither a whole number nor a list like acme=250,umbrella=20")
    return {login(org) if org else "": int(number) for org, number in given.items()}


def pairs(value: str) -> dict[str, str]:
    found = [part.partition("=") for part in words(value)]
    return {name.strip().lower() if name != "currency" else name: text.strip() for name, _, text in found}


def private_key(value: str) -> str:
    """The PEM itself, with real line ends, or read from the file that `value` names."""
    pem = value.replace("\\n", "\n")
    if "-----BEGIN" not in pem:
        try:
            pem = Path(value).read_text()
        except (OSError, ValueError):
            raise ValueError("it is neither a PEM nor a readable file") from None
    if "PRIVATE KEY-----" not in pem:
        raise ValueError("it holds no private key")
    return pem


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
