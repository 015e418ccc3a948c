"""A Coder deployment's insights and AI gateway: https://coder.com/docs/reference/api

Days are UTC windows of a day each, from midnight to midnight. A prompt is never handed on: records are made here.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from dashboard.core import coder, coder_deployment
from dashboard.core.coder import Record
from dashboard.core.coder_rows import CODER
from dashboard.core.days import ONE_DAY
from dashboard.errors import Away, Denied
from dashboard.sources.http import Answer, Http, Patience

T = TypeVar("T")
PAGE = 1000  # sessions; as many as Coder gives
USERS_PAGE = 100
UNREADABLE = "Coder's answer about {} can't be read; try again later"
WAYS = (
    ("ai-gateway/sessions", "sessions", "after_session_id", coder.session_records),
    ("aibridge/sessions", "sessions", "after_session_id", coder.session_records),
    ("aibridge/interceptions", "results", "after_id", coder.interception_records),
)
GATEWAY = ("ai-gateway/", "aibridge/", "/ai/spend/")
REFUSALS = {
    401: "Coder doesn't accept CODER_TOKEN ({}): make a token of a service account with the role auditor",
    403: "Coder refuses {path} to CODER_TOKEN ({}): it needs the role auditor",
    404: "Coder has no {path} for CODER_TOKEN ({}): it needs the role auditor, or a newer Coder",
}
LICENSED = ", and the deployment a licence for AI Gateway"


class Coder:
    name = CODER

    def __init__(self, url: str, token: str, patience: Patience | None = None, timeout: float = 60):
        self._url = f"{url.rstrip('/')}/api/v2/"
        self._headers = {"Coder-Session-Token": token, "Accept": "application/json"}
        self._http = Http(patience, (3, timeout))

    # Each of these raises Away, or Denied with the status Coder answered with.

    def fetch_own_name(self) -> str:
        """Whose the token is."""
        return str(self._fetch("users/me").get("username"))

    def fetch_emails(self) -> dict[str, str]:
        """By user name; empty where Coder doesn't say."""
        found: dict[str, str] = {}
        while True:
            users = read("users", partial(listed, self._fetch("users", limit=USERS_PAGE, offset=len(found)), "users"))
            page = read("users", partial(coder_deployment.emails_of, users))
            if not page.keys() - found.keys():
                return found
            found |= page

    def fetch_workspaces(self, day: date) -> list[Record]:
        """Who worked for how long."""
        activity = self._fetch("insights/user-activity", **bounds(day))
        return read("users", lambda: coder.workspace_records(activity))

    def fetch_latency(self, day: date) -> dict[str, Record]:
        """How their workspaces felt to them, by user name."""
        latency = self._fetch("insights/user-latency", **bounds(day))
        return read("latency", lambda: coder.latency_of(latency))

    def fetch_template_usage(self, day: date) -> Record:
        """Apps and parameters."""
        answer = self._fetch("insights/templates", **bounds(day))
        return read(
            "templates",
            lambda: {"apps": coder_deployment.apps_of(answer), "parameters": coder_deployment.parameters_of(answer)},
        )

    def fetch_template_names(self) -> list[Record]:
        answer = self._fetch_any("templates")
        return read("templates", lambda: coder_deployment.names_of(answer))

    def fetch_active_users(self) -> dict[date, int]:
        """Of the last 60 days and today."""
        answer = self._fetch("insights/daus", tz_offset=0)
        return read("active users", lambda: coder_deployment.active_by_day(answer))

    def fetch_accounts(self) -> dict[date, Record]:
        """How many there are by status, on the last 60 days."""
        try:
            answer = self._fetch("insights/user-status-counts", timezone="UTC")
        except Denied as denied:
            if denied.status != 400:
                raise
            answer = self._fetch("insights/user-status-counts", tz_offset=0)  # before Coder knew of zones
        return read("accounts", lambda: coder_deployment.accounts_by_day(answer))

    def fetch_limit(self) -> int | None:
        """How many accounts the licence is for, at this moment."""
        answer = self._fetch("entitlements")
        return read("the licence", lambda: coder_deployment.limit_of(answer))

    def fetch_organizations(self) -> list[str]:
        answer = self._fetch_any("organizations")
        return read("organizations", lambda: [str(found["name"]) for found in answer])

    def fetch_spend(self, organization: str, day: date) -> list[Record]:
        """By person, group, model and provider. A window may have 31 days; one of a day says which day it was."""
        window = {"period_start": midnight(day), "period_end": midnight(day + ONE_DAY)}
        content = self._answer(f"organizations/{quote(organization, safe='')}/ai/spend/export", window).content
        return read("spend", lambda: coder.spend_records(content))

    def fetch_sessions(self, day: date) -> list[Record]:
        """Of AI Gateway, under its new and its old name, or of AI Bridge before it the single requests."""
        for path, name, cursor, records in WAYS:
            try:
                found = list(self._fetch_pages(path, day, name, cursor))
            except Denied as denied:
                if denied.status != 404:
                    raise
                missing = denied
            else:
                return read("sessions", partial(records, found))
        raise missing

    def _fetch_pages(self, path: str, day: date, name: str, cursor: str) -> Iterator[Mapping[str, Any]]:
        asked: dict[str, Any] = {
            "q": f"started_after:{midnight(day)} started_before:{midnight(day + ONE_DAY)}",
            "limit": PAGE,
        }
        seen: set[str] = set()
        while True:
            page = read("sessions", partial(listed, self._fetch(path, **asked), name))
            yield from read("sessions", partial(coder.of_day, page, day))
            if len(page) < PAGE:
                return
            asked[cursor] = read("sessions", partial(id_of, page[-1]))
            if asked[cursor] in seen:
                raise Away(UNREADABLE.format("sessions"))
            seen.add(asked[cursor])

    def _fetch(self, path: str, **asked: Any) -> Mapping[str, Any]:
        found = self._fetch_any(path, **asked)
        if not isinstance(found, dict):
            raise Away(UNREADABLE.format(path))
        return found

    def _fetch_any(self, path: str, **asked: Any) -> Any:
        return self._answer(path, asked).json()

    def _answer(self, path: str, asked: Mapping[str, Any]) -> Answer:
        query = f"?{urlencode(asked)}" if asked else ""
        answer = self._http.fetch("GET", f"{self._url}{path}{query}", self._headers)
        if answer.status != 200:
            raise refusal(path, answer)
        return answer


def listed(answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return list(answer[name] or [])


def id_of(found: Mapping[str, Any]) -> str:
    return str(found["id"])


def bounds(day: date) -> dict[str, str]:
    return {"start_time": midnight(day), "end_time": midnight(day + ONE_DAY)}


def midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def read(what: str, shape: Callable[[], T]) -> T:
    """What is made of an answer. Raises Away for one of another shape; nothing of it is kept, or said."""
    try:
        return shape()
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, csv.Error):
        raise Away(UNREADABLE.format(what)) from None


def refusal(path: str, answer: Answer) -> Denied:
    known = REFUSALS.get(answer.status, "Coder answered {status} to {path} ({})")
    if answer.status in (403, 404) and any(part in path for part in GATEWAY):
        known += LICENSED
    message = (answer.message or "no message").rstrip(".")
    return Denied(known.format(message, path=path, status=answer.status), answer.status)
