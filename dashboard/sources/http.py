"""HTTP as every source speaks it: a limit on each wait, patience with whoever asks for it, and nothing sent by itself."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests

from dashboard.errors import Away

TIMEOUT = (3, 30)  # seconds to connect, and between two reads
CHUNK = 1 << 20
USER_AGENT = "copilot-usage-dashboard"

log = logging.getLogger(__name__)
# At DEBUG urllib3 logs whole addresses, and with them the signatures of download links.
logging.getLogger("urllib3").setLevel(logging.INFO)


@dataclass(frozen=True)
class Answer:
    """`complete` is False when the body ended before its announced length.

    A status of 0 stands for no answer at all, and `trouble` then says why: no connection, a reset, a timeout.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    complete: bool = True
    trouble: str = ""

    def json(self) -> Any:
        """Raises Away: an answer that can't be read is a service out of order."""
        try:
            return orjson.loads(self.content)
        except ValueError:
            raise Away(f"the answer is not JSON (status {self.status}); try again later") from None

    @property
    def message(self) -> str:
        """What the service says about an error, on one line; nothing if all it sends is a page."""
        try:
            said = orjson.loads(self.content)
        except ValueError:
            said = self.content[:1000].decode(errors="replace")
        said = said.get("message") if isinstance(said, dict) else said
        return " ".join(said.split())[:300] if isinstance(said, str) and not said.lstrip().startswith("<") else ""


@dataclass(frozen=True)
class Patience:
    """How often and how long to wait, in seconds; a test makes the waits tiny with `sleep`.

    The rules are GitHub's: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    PyGithub's GithubRetry leaves out three of them: a 429 without Retry-After, a limit told by
    x-ratelimit-remaining alone, and a connection that breaks while the body is read.
    """

    tries: int = 5
    first_backoff: float = 1
    longest_backoff: float = 60
    secondary_limit: float = 60
    longest: float = 3900  # a primary limit is over within the hour
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[], float] = random.SystemRandom().random

    def pause(self, answer: Answer, attempt: int, now: float) -> float | None:
        """Seconds to wait after try number `attempt` (from 1); None when the answer is one to be content with."""
        if is_limit(answer):
            return self.pause_asked_for(answer, attempt, now)
        if not answer.complete or answer.status >= 500:
            backoff = min(self.longest_backoff, self.first_backoff * 2 ** (attempt - 1))
            return max(retry_after(answer, now) or 0, backoff * self.dice())
        return None

    def pause_asked_for(self, answer: Answer, attempt: int, now: float) -> float:
        asked = retry_after(answer, now)
        if asked is None and answer.headers.get("x-ratelimit-remaining") == "0":
            asked = until_reset(answer, now)
        return self.secondary_limit * 2 ** (attempt - 1) if asked is None else asked


def is_limit(answer: Answer) -> bool:
    """GitHub tells of a limit by 429, or by a 403 with one of three signs; any other 403 is a refusal."""
    if answer.status != 403:
        return answer.status == 429
    said = answer.message.lower()
    signs = "Retry-After" in answer.headers, answer.headers.get("x-ratelimit-remaining") == "0"
    return any(signs) or "rate limit" in said or "abuse detection" in said


def retry_after(answer: Answer, now: float) -> float | None:
    """The header's seconds, or the seconds to its date."""
    given = answer.headers.get("Retry-After", "")
    if given.isdecimal():
        return float(given)
    moment = http_date(given)
    return None if moment is None else max(0.0, moment - now)


def until_reset(answer: Answer, now: float) -> float | None:
    """Seconds to x-ratelimit-reset by the service's own clock, and one more, as the limit ends within that second."""
    reset = answer.headers.get("x-ratelimit-reset", "")
    if not reset.isdecimal():
        return None
    return max(0.0, float(reset) - (http_date(answer.headers.get("Date", "")) or now)) + 1


def http_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None


class Http:
    """One conversation, one request after the other; redirects are left to the caller."""

    def __init__(self, patience: Patience | None = None, timeout: tuple[float, float] = TIMEOUT):
        self._patience = patience or Patience()
        self._timeout = timeout
        self._session = silent_session()

    def fetch(self, method: str, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The first answer that isn't a limit or a breakdown, or, cut short to the end, the last.

        Raises Away after the last try, or at once when asked to wait for too long.
        """
        tries = self._patience.tries
        for attempt in range(1, tries + 1):
            answer = self._fetch_once(method, url, headers or {})
            pause = self._patience.pause(answer, attempt, time.time())
            if pause is None:
                return answer
            if attempt < tries:
                self._wait(pause, url)
        if 200 <= answer.status < 300:
            return answer
        raise Away(f"{host(url)} {told(answer)}, {tries} times in a row; try again later")

    def _fetch_once(self, method: str, url: str, headers: Mapping[str, str]) -> Answer:
        try:
            with self._session.request(
                method, url, headers=dict(headers), timeout=self._timeout, stream=True, allow_redirects=False
            ) as response:
                content, complete = body_of(response)
                return Answer(response.status_code, response.headers, content, complete)
        except requests.RequestException as error:
            return Answer(0, complete=False, trouble=type(error).__name__)

    def _wait(self, seconds: float, url: str) -> None:
        if seconds > self._patience.longest:
            raise Away(f"{host(url)} asks to wait for {seconds / 60:.0f} minutes; run this again after that")
        if seconds >= self._patience.secondary_limit:
            log.warning("%s limits our requests; going on in %.0f s", host(url), seconds)
        self._patience.sleep(seconds)


def silent_session() -> requests.Session:
    """A session that keeps no cookie and adds no password from ~/.netrc; proxies and CAs of the environment count."""
    session = requests.Session()
    session.auth = lambda request: request
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = USER_AGENT
    return session


def body_of(response: requests.Response) -> tuple[bytes, bool]:
    """What came of the body, and whether it is all of it. urllib3 2 would throw away a part, 1.26 not notice it."""
    response.raw.enforce_content_length = False
    chunks: list[bytes] = []
    try:
        chunks.extend(response.iter_content(CHUNK))
    except requests.RequestException:
        return b"".join(chunks), False
    announced = response.headers.get("Content-Length", "")
    return b"".join(chunks), not announced.isdecimal() or response.raw.tell() == int(announced)


def told(answer: Answer) -> str:
    if answer.status == 0:
        return f"gave no answer ({answer.trouble})"
    return "limits our requests" if is_limit(answer) else f"answered {answer.status}"


def host(url: str) -> str:
    """All of an address that may be shown: links are signed in their query."""
    return urlsplit(url).netloc.rpartition("@")[2]
