"""Augment Code's official Analytics API: https://docs.augmentcode.com/analytics/api-reference

Days are UTC; the newest to be had is yesterday, the oldest two years ago, and one request may span 90 days.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dashboard.core.augment import AUGMENT, Record
from dashboard.core.days import ONE_DAY, Span
from dashboard.errors import Away, Denied
from dashboard.sources.http import Answer, Http, Patience

PAGE = 100
WINDOW = 90
LOOK_BACK = timedelta(days=730)
A_MINUTE, BURST = 10, 20
UNREADABLE = "Augment's answer can't be read ({}); try again later"
REFUSALS = {
    401: "Augment doesn't accept AUGMENT_API_TOKEN ({}): make a token of a service account in Augment's settings",
    403: "Augment refuses its analytics to AUGMENT_API_TOKEN ({}): they are for the Enterprise plan, and an "
    "administrator's service account",
}


class Pace:
    """Lets `a_minute` requests through, and `burst` of them at once; 0 is no limit."""

    def __init__(
        self,
        a_minute: int = A_MINUTE,
        burst: int = BURST,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._seconds = 60 / a_minute if a_minute else 0.0
        self._burst, self._clock, self._sleep = burst, clock, sleep
        self._free_from = clock() - burst * self._seconds

    def wait(self) -> None:
        now = self._clock()
        self._free_from = max(self._free_from, now - self._burst * self._seconds) + self._seconds
        if self._free_from > now:
            self._sleep(self._free_from - now)


class AugmentApi:
    name = AUGMENT

    def __init__(
        self,
        api_url: str,
        token: str,
        patience: Patience | None = None,
        pace: Pace | None = None,
        timeout: float = 30,
    ):
        self._url = f"{api_url.rstrip('/')}/analytics/v0/"
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._http = Http(patience, (3, timeout))
        self._pace = pace or Pace()

    def fetch_used_days(self, span: Span) -> set[date]:
        """The days on which anybody used Augment; it leaves the others out. Raises Away or Denied."""
        found: set[date] = set()
        for window in windows(span):
            answer = self._fetch("daily-usage", {"start_date": window.first, "end_date": window.last})
            found |= {day_of(entry) for entry in records(answer, "daily_usage")}
        return found

    def fetch_day(self, day: date) -> list[Record]:
        """A record for each person, editor and language. Raises Away or Denied."""
        return list(self._fetch_pages("daily-user-activity-by-editor-language", {"date": day}, "records"))

    def fetch_span(self, span: Span) -> list[Record]:
        """A record for each person, over the whole span; one longer than a window is refused. Raises Away or Denied."""
        asked = {"start_date": span.first, "end_date": span.last}
        return list(self._fetch_pages("user-activity", asked, "users"))

    def _fetch_pages(self, path: str, asked: Mapping[str, Any], name: str) -> Iterator[Record]:
        cursors: set[str] = set()
        cursor = ""
        while cursor not in cursors:
            cursors.add(cursor)
            answer = self._fetch(path, {**asked, "page_size": PAGE, **({"cursor": cursor} if cursor else {})})
            yield from records(answer, name)
            pagination = answer.get("pagination") or {}
            if not pagination.get("has_more"):
                return
            cursor = str(pagination.get("next_cursor") or "")
        raise Away(UNREADABLE.format("its pages go round in a circle"))

    def _fetch(self, path: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        self._pace.wait()
        answer = self._http.fetch("GET", f"{self._url}{path}?{urlencode(asked)}", self._headers)
        if answer.status != 200:
            raise refusal(answer)
        found = answer.json()
        if not isinstance(found, dict):
            raise Away(UNREADABLE.format("it is not an object"))
        return found


def windows(span: Span) -> Iterator[Span]:
    first = span.first
    while first <= span.last:
        last = min(span.last, first + timedelta(days=WINDOW - 1))
        yield Span(first, last)
        first = last + ONE_DAY


def records(answer: Mapping[str, Any], name: str) -> list[Record]:
    found = answer.get(name)
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise Away(UNREADABLE.format(f"it has no list {name}"))
    return found


def day_of(entry: Record) -> date:
    try:
        return date.fromisoformat(str(entry.get("date"))[:10])
    except ValueError:
        raise Away(UNREADABLE.format("it has an entry without a date")) from None


def refusal(answer: Answer) -> Denied:
    said = error_of(answer)
    known = REFUSALS.get(answer.status, "Augment answered {status} ({})")
    return Denied(known.format(said, status=answer.status), answer.status)


def error_of(answer: Answer) -> str:
    """The code and the message of Augment's envelope, on one line."""
    try:
        error = answer.json().get("error")
        return " ".join(f"{error['code']}: {error['message']}".split())[:300]
    except (Away, AttributeError, KeyError, TypeError):
        return answer.message or "no message"
