"""GitHub itself, before any organisation: whether it is there, knows the OAuth app, and has our time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from urllib.parse import quote

from dashboard.doctor.finding import Finding, fail, hint, ok
from dashboard.doctor.wire import ask, remedy
from dashboard.settings import Settings
from dashboard.sources.credentials import HEADERS
from dashboard.sources.http import Answer, host, http_date, told

API, WEB, SIGN_IN, CLOCK = "GitHub's API", "GitHub's web address", "OAuth app of the sign-in", "clock"
LARGEST_SKEW = 60  # seconds; GitHub refuses an App's token that seems to come from the future
NO_TOKEN = "gho_" + "0" * 36  # of the shape of one, and nobody's


def github(settings: Settings, now: Callable[[], float] = time.time) -> Generator[Finding, None, bool]:
    """Gives in the end whether the API can be had; if not, nothing else could be, and nothing else was tried."""
    asked_at = now()
    answer = ask("GET", f"{settings.github_api_url}/rate_limit", HEADERS)
    found = api(settings.github_api_url, answer)
    yield found
    if found.failed:
        return False
    yield clock(answer, (asked_at + now()) / 2)
    yield web(settings.github_url, ask("GET", f"{settings.github_url}/login"))
    if settings.github_oauth_client_id and settings.github_oauth_client_secret:
        yield oauth_app(ask_about_oauth_app(settings))
    return True


def api(url: str, answer: Answer) -> Finding:
    """GitHub's web pages have the same headers as its API, but are not JSON."""
    tried, where = API, host(url)
    if answer.status == 0:
        return fail(tried, f"{where} {told(answer)}", remedy(answer))
    if answer.status >= 500:
        return fail(tried, f"{where} {told(answer)}", "try again later; see GitHub's status page")
    is_json = "json" in answer.headers.get("Content-Type", "")
    if not is_json or "X-GitHub-Request-Id" not in answer.headers:
        return fail(tried, f"{where} answers, but not as GitHub's API does", "check GITHUB_API_URL, and any proxy")
    return ok(tried, f"{where} answers")


def web(url: str, answer: Answer) -> Finding:
    """Any page will do: what matters is that the server can fetch a token there."""
    if answer.status == 0:
        return fail(WEB, f"{host(url)} {told(answer)}", remedy(answer))
    if answer.status >= 500:
        return fail(WEB, f"{host(url)} {told(answer)}", "try again later; see GitHub's status page")
    return ok(WEB, f"{host(url)} answers")


def clock(answer: Answer, now: float) -> Finding:
    theirs = http_date(answer.headers.get("Date", ""))
    if theirs is None:
        return hint(CLOCK, "GitHub's answer came without a date, so nothing is known of this machine's clock")
    skew = now - theirs
    if abs(skew) > LARGEST_SKEW:
        way = "ahead of" if skew > 0 else "behind"
        return fail(CLOCK, f"this machine is {abs(skew):.0f} s {way} GitHub", "have it set by NTP")
    return ok(CLOCK, f"within {LARGEST_SKEW} s of GitHub's")


def ask_about_oauth_app(settings: Settings) -> Answer:
    """About a token that nobody has: https://docs.github.com/en/rest/apps/oauth-applications#check-a-token"""
    client, secret = settings.github_oauth_client_id, settings.github_oauth_client_secret
    url = f"{settings.github_api_url}/applications/{quote(client, safe='')}/token"
    return ask("POST", url, HEADERS, {"access_token": NO_TOKEN}, (client, secret))


def oauth_app(answer: Answer) -> Finding:
    """Whoever shows the right secret is told that there is no such token; all others that they are nobody."""
    if answer.status in (404, 422) and answer.message:
        return ok(SIGN_IN, "GitHub knows the app, and its secret is right")
    if answer.status == 401:
        return fail(
            SIGN_IN,
            "GitHub doesn't accept the app's id and secret",
            "check GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET, and that GITHUB_API_URL is where the app was made",
        )
    return fail(SIGN_IN, f"GitHub {told(answer)}, so nothing is known of the app", "try again in a few minutes")
