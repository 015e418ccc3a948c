"""The web addresses behind Augment Code's own dashboard, asked with the session cookie of somebody who may see it.

They are documented nowhere; what is known of them is what the public scraper asked. A session lives for about an hour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from dashboard.core.augment import Record
from dashboard.core.days import Span
from dashboard.errors import Away, Denied
from dashboard.sources.http import Answer, Http, Patience

USERS, TENANT, MONTHLY = "user_stats", "tenant_stats", "tenant_mau"
ENDPOINTS = (USERS, TENANT, MONTHLY)
EXPIRED = (
    "Augment's session cookie is over, as it is after about an hour: sign in there again, and run: "
    "python -m dashboard augment --auth"
)


class AugmentDashboard:
    def __init__(
        self,
        base_url: str,
        cookies: Mapping[str, str],
        paths: Mapping[str, str],
        patience: Patience | None = None,
        timeout: float = 30,
    ):
        """`paths` are of the ENDPOINTS."""
        self._base, self._paths = base_url.rstrip("/"), paths
        self._headers = {"Accept": "application/json", "Cookie": cookie_header(cookies)}
        self._http = Http(patience, (3, timeout))

    def fetch_people(self, span: Span) -> list[Record]:
        """A record for each person, over the whole span. Raises Away, or Denied as for an expired cookie."""
        found = self.fetch(USERS, span).get("userFeatureStats")
        if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
            raise Away("Augment's answer holds no userFeatureStats; try again later")
        return found

    def fetch(self, endpoint: str, span: Span) -> dict[str, Any]:
        """What one of the ENDPOINTS answers about a span. Raises the same."""
        asked = f"startDate={compact(span.first)}&endDate={compact(span.last)}"
        url = f"{self._base}/{self._paths[endpoint].lstrip('/')}?{asked}"
        answer = self._http.fetch("GET", url, self._headers)
        require_answer(answer)
        found = answer.json()
        if not isinstance(found, dict):
            raise Away("Augment's answer can't be read; try again later")
        return found


def require_answer(answer: Answer) -> None:
    """Whoever isn't signed in any more may be refused, sent to the sign-in page, or shown it."""
    if answer.status in (401, 403) or 300 <= answer.status < 400 or answer.content.lstrip().startswith(b"<"):
        raise Denied(EXPIRED, answer.status)
    if answer.status != 200:
        raise Denied(f"Augment's dashboard answered {answer.status}: {answer.message or 'no message'}", answer.status)


def compact(day: date) -> str:
    """As the dashboard's own page writes a day: with a space in it, nothing is answered."""
    return quote(json.dumps({"year": day.year, "month": day.month, "day": day.day}, separators=(",", ":")), safe="")


def cookies_of(pasted: str) -> dict[str, str]:
    """The cookies in what somebody copied: a value alone, name=value pairs, a whole header, or JSON. Raises ValueError."""
    text = pasted.strip().removeprefix("Cookie:").strip()
    if text.startswith("{"):
        found = json.loads(text)
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise ValueError("it is not an object of texts")
        return found
    pairs = [part.strip().partition("=") for part in text.split(";")]
    named = {name: value for name, _, value in pairs if value.strip("=")}  # a value may itself end with some
    return named or ({"_session": text} if text else {})


def cookie_header(cookies: Mapping[str, str]) -> str:
    """Raises ValueError for what can't stand in a header."""
    values: Sequence[str] = [f"{name}={unquote(value)}" for name, value in cookies.items()]
    if not all(value.isascii() and value.isprintable() and ";" not in value for value in values):
        raise ValueError("a cookie can't have such characters; copy it again")
    return "; ".join(values)
