"""The names of objects, built from checked names and days alone."""

from __future__ import annotations

import re
from datetime import date, datetime

from dashboard.errors import WrongUse

INDEX = "index.json"
STAGED = "staged/"

_KEY = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}(/[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}){0,15}")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?")


def is_key(key: str) -> bool:
    """Whether it can be one of ours. No part is empty or begins with a dot, so none can lead out of the store."""
    return len(key) <= 900 and bool(_KEY.fullmatch(key))


def checked_key(key: str) -> str:
    """The key itself."""
    if not is_key(key):
        raise WrongUse(
            f"{key[:100]!r} can't be the name of an object: letters, digits, '.', '_', '=', '-' and '/' only"
        )
    return key


def checked_prefix(prefix: str) -> str:
    """The beginning of keys; empty for all of them."""
    if prefix:
        checked_key(prefix.removesuffix("/"))
    return prefix


def checked_name(name: str) -> str:
    """A source, organisation or report as it stands in a path: in lower case."""
    if not _NAME.fullmatch(name):
        raise WrongUse(f"{name[:100]!r} can't be part of a path: lower-case letters, digits, '-' and '_' only")
    return name


def rows_key(table: str, source: str, org: str, day: date | None) -> str:
    """Hive-style; without a day for a table of which only the latest is kept."""
    return f"{checked_name(table)}/{_folder(source, org, day)}/rows.parquet"


def raw_key(source: str, org: str, day: date, report: str) -> str:
    return f"raw/{_folder(source, org, day)}/{checked_name(report)}.ndjson.zst"


def quarantine_key(source: str, org: str, day: date, report: str, sha256: str) -> str:
    """Without an ending: the file as received, and the reason, stand side by side under it."""
    return f"quarantine/{_folder(source, org, day)}/{checked_name(report)}-{checked_name(sha256[:12])}"


def staged_key(at: datetime, nonce: str) -> str:
    """`at` is in the name so that what a killed writer left behind can be told by its age."""
    return f"{STAGED}{at:%Y%m%dT%H%M%S}-{checked_name(nonce)}"


def staged_at(key: str) -> datetime | None:
    """None for what isn't one of ours: somebody's own file, or a list that was garbled on its way."""
    try:
        return datetime.strptime(key.removeprefix(STAGED)[:15] + "+0000", "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None


def _folder(source: str, org: str, day: date | None) -> str:
    place = f"source={checked_name(source)}/org={checked_name(org)}"
    return place if day is None else f"{place}/day={day:%Y-%m-%d}"
