"""One question to GitHub and the answer, whatever it is: a doctor doesn't wait, nor try until it works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from dashboard.sources.http import Answer, Patience, silent_session

TIMEOUT = (3, 10)  # seconds to connect, and between two reads
IMPATIENT = Patience(tries=2, first_backoff=0.5, longest=5)

# What to do about a request that got no answer, by the kind of trouble.
TROUBLE = {
    "SSLError": "if a proxy or a private authority signs the certificates, name its CA file in REQUESTS_CA_BUNDLE",
    "ProxyError": "check HTTPS_PROXY and NO_PROXY",
}
UNREACHED = "let this machine reach it, or set HTTPS_PROXY"


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    auth: tuple[str, str] | None = None,
) -> Answer:
    try:
        with silent_session() as session:
            answer = session.request(
                method, url, headers=dict(headers or {}), json=body, auth=auth, timeout=TIMEOUT, allow_redirects=False
            )
            return Answer(answer.status_code, answer.headers, answer.content)
    except requests.RequestException as error:
        return Answer(0, complete=False, trouble=type(error).__name__)


def remedy(answer: Answer) -> str:
    return TROUBLE.get(answer.trouble, UNREACHED)
