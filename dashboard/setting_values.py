"""How the text of a setting is read. Each gives its value, or raises ValueError with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from dashboard.core.brand import HIDEABLE
from dashboard.core.days import parse_day
from dashboard.core.seat_prices import Prices

# The first part of the keys that the history has for itself.
OF_THE_HISTORY = frozenset(
    {"index.json", "tombstones.json", "raw", "quarantine", "staged"}
    | {"users", "members", "teams", "org", "repos", "seats", "billing", "directory", "identities"}
    | {"legacy_org", "legacy_team"}
    | {"workspaces", "deployment", "ai_spend", "ai_sessions"}
)
WELL_KNOWN_SECRETS = ("secret", "changeme", "change-me", "dev", "password", "default", "example", "insecure", "12345")


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
