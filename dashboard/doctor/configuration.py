"""The settings themselves: what is missing, wrong, or unwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from dashboard.doctor.finding import Finding, fail, hint, ok
from dashboard.errors import WrongSettings
from dashboard.settings import Purpose, Settings, read_settings, table

PURPOSES: dict[Purpose, str] = {"serve": "settings of the web server", "refresh": "settings of refresh"}
LOCAL = ("localhost", "127.0.0.1", "::1")


def problems_of(environ: Mapping[str, str], purpose: Purpose) -> list[str]:
    try:
        read_settings(environ, purpose)
    except WrongSettings as wrong:
        return wrong.problems
    return []


def usable_settings(environ: Mapping[str, str]) -> Settings:
    """All that is right, so that one wrong setting doesn't hide what else there is to find."""
    names = [item.name.upper() for item in table()]
    given = {name: environ[name] for name in names if name in environ}
    return read_settings({name: text for name, text in given.items() if fine(name, text)}, "history")


def fine(name: str, text: str) -> bool:
    return not problems_of({name: text}, "history")


def settings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """A line for each problem; what both the web server and refresh miss is said once."""
    said: set[str] = set()
    for purpose, tried in PURPOSES.items():
        problems = problems_of(environ, purpose)
        yield from (fail(tried, problem) for problem in problems if problem not in said)
        said.update(problems)
        if not problems:
            yield ok(tried, "all there, and well-formed")


def public_url(address: str) -> Finding:
    tried, parts = "PUBLIC_URL", urlsplit(address)
    name = parts.hostname or ""
    if parts.username or parts.password:
        return fail(tried, "it holds a user name or a password", "leave them out: the address is shown to everybody")
    if name in LOCAL or name.endswith(".localhost"):
        return ok(tried, f"{address}, which only this machine can open")
    if parts.scheme != "https":
        return fail(
            tried, f"{address} is not https: cookies go unprotected", "put TLS in front, and set the https address"
        )
    return ok(tried, f"{address}; the OAuth app's callback address has to be {address}/login/github/authorized")


def secret_keys(current: str, former: tuple[str, ...], lifetime: timedelta) -> Finding:
    """`lifetime` is how long a session lives at most."""
    tried = "SECRET_KEY_FALLBACKS"
    if current and current in former:
        return fail(tried, "SECRET_KEY is among its own fallbacks: it was not changed", "make a new SECRET_KEY")
    if former:
        return hint(
            tried,
            f"{len(former)} former key(s) still accepted",
            f"remove them {lifetime / timedelta(hours=1):g} h after the change: no session is older",
        )
    return ok(tried, "no former key is accepted")
