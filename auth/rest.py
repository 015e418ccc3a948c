"""GitHub's REST API as one person sees it: their own token, time limits on every call, answers checked for their shape."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from dashboard.errors import Away, Denied

TIMEOUT = (3, 10)  # seconds to connect, and between two bytes


class GitHub:
    """Made for one reading and never shared between requests."""

    def __init__(self, api_url: str, token: str):
        self.api_url = api_url.rstrip("/")
        self._http = requests.Session()
        self._http.max_redirects = 3
        self._http.auth = Bearer(token)
        self._http.headers["Accept"] = "application/vnd.github+json"

    def __enter__(self) -> GitHub:
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    def fetch(self, path: str) -> requests.Response:
        """Raises Away when GitHub can't answer now, Denied (with the status) when it won't."""
        return accepted(self.ask(path))

    def ask(self, path: str) -> requests.Response:
        """Any answer, refusals included, unless GitHub is away."""
        try:
            answer = self._http.get(urljoin(f"{self.api_url}/", path), timeout=TIMEOUT)
        except requests.RequestException as problem:
            raise Away(f"GitHub does not answer ({type(problem).__name__}); try again in a few minutes.") from problem
        if answer.status_code >= 500 or limited(answer):
            raise Away(f"GitHub can't answer now ({answer.status_code}); try again in a few minutes.")
        return answer


class Bearer(requests.auth.AuthBase):
    """Said as `auth`, so that a .netrc on the server can't put another identity in its place."""

    def __init__(self, token: str):
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def accepted(answer: requests.Response) -> requests.Response:
    if answer.status_code == 401:
        raise Denied("GitHub no longer accepts your sign-in; sign in again.", 401)
    if not answer.ok:
        raise Denied(f"GitHub refuses to tell who you are ({answer.status_code}); sign in again.", answer.status_code)
    return answer


def limited(answer: requests.Response) -> bool:
    """A rate limit, which GitHub may say with 403 as well as with 429."""
    if answer.status_code != 403:
        return answer.status_code == 429
    return "Retry-After" in answer.headers or answer.headers.get("X-RateLimit-Remaining") == "0"


def next_page(answer: requests.Response, api_url: str) -> str:
    """The address in `Link: <...>; rel="next"`, or "". The token goes to no other host than the API's."""
    if "next" not in answer.links:
        return ""
    url = urljoin(answer.url, answer.links["next"]["url"])
    if origin(url) != origin(api_url):
        raise Away("GitHub's list goes on at a host that isn't GitHub's; try again in a few minutes.")
    return url


def content(answer: requests.Response, kind: type) -> Any:
    """The JSON of an answer. An empty list may also come as no content at all."""
    if kind is list and answer.status_code == 204:
        return []
    try:
        found = answer.json()
    except ValueError as problem:
        raise unreadable() from problem
    if not isinstance(found, kind):
        raise unreadable()
    return found


def part(record: Any, name: str, kind: type) -> Any:
    value = record.get(name) if isinstance(record, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise unreadable()
    return value


def unreadable() -> Away:
    return Away("GitHub's answer about you is unreadable; try again in a few minutes.")


def origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def revoke_token(api_url: str, client_id: str, client_secret: str, token: str) -> bool:
    """Makes a token worthless at GitHub, if GitHub answers within seconds.

    https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
    """
    url = f"{api_url.rstrip('/')}/applications/{client_id}/token"
    try:
        answer = requests.delete(url, json={"access_token": token}, auth=(client_id, client_secret), timeout=(2, 3))
    except requests.RequestException:
        return False
    return answer.ok
