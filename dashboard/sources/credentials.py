"""What the server shows GitHub instead of a person's token: a GitHub App's installation, or one fixed token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol
from urllib.parse import quote

from github.Auth import AppAuth
from jwt.exceptions import PyJWTError

from dashboard.errors import Away, Denied, WrongSettings
from dashboard.sources.http import Answer, Http, Patience

RENEW_BEFORE = timedelta(minutes=5)
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2026-03-10"}


class Credential(Protocol):
    def token_for(self, org: str) -> str:
        """The token for requests about `org`, as long as it lives."""

    def renewed_for(self, org: str, refused: str) -> str | None:
        """Another token in place of one that GitHub refused with 401, or None where there is no other."""


class TokenCredential:
    def __init__(self, token: str):
        self._token = token

    def token_for(self, org: str) -> str:
        return self._token

    def renewed_for(self, org: str, refused: str) -> str | None:
        return None


@dataclass(frozen=True, repr=False)
class Token:
    value: str
    expires_at: datetime


class AppCredential:
    """One token per organisation, of an hour each; threads that need the same one wait for the first to fetch it."""

    def __init__(
        self,
        api_url: str,
        app_id: str,
        private_key: str,
        patience: Patience | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self._api_url = api_url.rstrip("/")
        self._app = AppAuth(app_id, private_key)
        self._http = Http(patience)
        self._now = now
        self._tokens: dict[str, Token] = {}
        self._lock = Lock()

    def token_for(self, org: str) -> str:
        with self._lock:
            token = self._tokens.get(org)
            if token is None or token.expires_at - self._now() < RENEW_BEFORE:
                token = self._tokens[org] = self._fetch_token(org)
            return token.value

    def renewed_for(self, org: str, refused: str) -> str | None:
        with self._lock:
            if org in self._tokens and self._tokens[org].value == refused:
                del self._tokens[org]
        return self.token_for(org)

    def fetch_installation(self, org: str) -> dict:
        """What GitHub tells of the App's installation: `id`, `permissions`, `suspended_at` and more. Raises Denied or Away."""
        return self._ask("GET", f"/orgs/{quote(org, safe='')}/installation", org)

    def _fetch_token(self, org: str) -> Token:
        """https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app"""
        found = self.fetch_installation(org)
        made = self._ask("POST", f"/app/installations/{found.get('id')}/access_tokens", org)
        try:
            expires_at = datetime.fromisoformat(made["expires_at"])
            return Token(made["token"], expires_at if expires_at.tzinfo else expires_at.replace(tzinfo=UTC))
        except (KeyError, TypeError, ValueError):
            raise Away("GitHub's answer holds no installation token; try again later") from None

    def _ask(self, method: str, path: str, org: str) -> dict:
        answer = self._http.fetch(method, self._api_url + path, {**HEADERS, "Authorization": f"Bearer {self._jwt()}"})
        if answer.status not in (200, 201):
            raise refused_app(answer, org)
        body = answer.json()
        return body if isinstance(body, dict) else {}

    def _jwt(self) -> str:
        try:
            return self._app.create_jwt()
        except (PyJWTError, ValueError, TypeError):
            raise WrongSettings(["GITHUB_APP_PRIVATE_KEY is wrong: it is not the RSA key of a GitHub App"]) from None


def refused_app(answer: Answer, org: str) -> Denied:
    todo: Mapping[int, str] = {
        401: f"GitHub doesn't accept the GitHub App's key ({answer.message}): check GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY and this machine's clock",
        403: f"GitHub gives the GitHub App no token for {org} ({answer.message}): see the installation in the organisation's settings",
        404: f"the GitHub App is not installed on the organisation {org}, or there is no such organisation: check GITHUB_ORG, or install it",
    }
    other = f"GitHub gives the GitHub App no token for {org} (status {answer.status}: {answer.message})"
    return Denied(todo.get(answer.status, other), answer.status)
