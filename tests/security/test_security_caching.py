"""H12, H13 and the headers of every answer: what browsers and caches on the way may do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from typing import Any

import pytest

from dashboard.app import create_server
from dashboard.demo import oauth
from tests.asking import page_request
from tests.auth.site import Browser

HOST = "usage.corp.test"
PAGES = ["/", "/org", "/teams", "/teams/acme/red", "/help", "/me"]
DATA = ["/api/v1/me", "/api/v1/teams", "/api/v1/teams/acme/red/summary", "/api/v1/orgs/acme/daily"]
ASKED = [*PAGES, *DATA, "/_dash-layout", "/_dash-dependencies", "/nothing/here", "/healthz", "/assets/theme.js"]
DECEPTIVE = [
    "/org/x.css",
    "/org.css",
    "/org%2fx.css",
    "/org;x.css",
    "/help/logo.png",
    "/teams/x.js",
    "/teams/acme/red/x.css",
    "/teams/acme/red%2fx.css",
    "/api/v1/me/x.css",
    "/api/v1/me.css",
    "/api/v1/teams/acme/red/summary/x.js",
    "/x/assets/theme.js",
    "/assets/org",
    "/vendor/org.css",
]
# Two people differ in these words: what a page or an answer of theirs would give away.
PERSONAL = re.compile(r"\b(alice|dana|checkout|payments|licensed|1001)\b", re.IGNORECASE)
SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def server(deployed):
    return create_server(deployed)


@pytest.fixture
def secure(deployed, tmp_path, monkeypatch):
    """As behind a proxy that ends TLS and hands the host's name on."""
    monkeypatch.setattr(oauth, "LOCAL", (*oauth.LOCAL, HOST))
    server = create_server(
        changed(
            deployed,
            public_url=f"https://{HOST}",
            session_url=f"sqlite:///{tmp_path / 'sessions.db'}",
            frame_ancestors=("https://intranet.corp.test", "https://*.wiki.corp.test"),
        )
    )
    inside = server.wsgi_app
    server.wsgi_app = lambda environ, start: inside({**environ, "HTTP_HOST": HOST}, start)
    return server


@pytest.fixture(scope="module")
def people(server):
    signed_in = {login: Browser(server) for login in ("alice", "dana")}
    for login, browser in signed_in.items():
        assert browser.sign_in(login).status_code == 302
    return {**signed_in, "a stranger": Browser(server)}


@dataclass
class Cache:
    """A proxy on the way that all people share. A naive one: what isn't forbidden it keeps, by address, and it knows
    of `Vary` only where `by_vary`. A deceived one keeps what looks like a file, whatever the headers say."""

    by_vary: bool = False
    deceived: bool = False
    kept: dict[Any, Any] = field(default_factory=dict)

    def get(self, browser: Browser, path: str) -> Any:
        for (kept_path, vary), answer in self.kept.items():
            if kept_path == path and vary == self.varied(browser, answer):
                return answer
        answer = browser.open(path)
        if self.may_keep(path, answer):
            self.kept[path, self.varied(browser, answer)] = answer
        return answer

    def may_keep(self, path: str, answer: Any) -> bool:
        looks_like_a_file = re.search(r"\.(css|js|png|ico)$", path.partition("?")[0]) is not None
        return (self.deceived and looks_like_a_file) or not {"no-store", "private", "no-cache"} & said(answer)

    def varied(self, browser: Browser, answer: Any) -> str:
        return browser.cookies() if self.by_vary and "Cookie" in answer.headers.get("Vary", "") else ""


def said(answer: Any) -> set[str]:
    return {part.strip() for part in answer.headers.get("Cache-Control", "").split(",")}


def shown(answer: Any) -> tuple[int, str | None, bytes]:
    """Less what is new in every answer: Dash's id of a page load."""
    return answer.status_code, answer.location, re.sub(rb'"end_id":"[^"]*"', b"", answer.data)


@pytest.mark.parametrize("by_vary", [False, True], ids=["by address", "by address and Vary"])
def test_h13_people_behind_one_cache_get_what_they_would_get_without_it(people, by_vary):
    cache = Cache(by_vary)
    for path in ASKED:
        for who, browser in [*people.items(), *reversed(people.items())]:
            assert shown(cache.get(browser, path)) == shown(browser.open(path)), f"{path} of {who}"
    assert {path for path, _ in cache.kept} == set(), "nothing without a version in its address is kept"


def test_h13_only_files_with_a_version_in_their_address_may_be_kept(people):
    alice, cache = people["alice"], Cache()
    files = re.findall(r'(?:src|href)="(/[^"]+)"', alice.open("/org").text)
    assert len(files) > 10
    for file in files:
        cache.get(alice, file)
        kept = alice.open(file)
        assert kept.status_code == 200
        assert "max-age=31536000" in said(kept), file
        assert "Set-Cookie" not in kept.headers
        assert "Cookie" not in kept.headers.get("Vary", "")
        assert shown(cache.get(people["a stranger"], file)) == shown(kept)
    assert len(cache.kept) == len(files)


@pytest.mark.parametrize("query", ["", "?v=000000000000", "?m=1.0", "?v=", "?x=1"])
@pytest.mark.parametrize("file", ["theme.js", "favicon.ico", "10-tokens.css"])
def test_h13_an_asset_is_kept_only_under_the_version_that_it_is(people, file, query):
    assert said(people["alice"].open(f"/assets/{file}{query}")) == {"no-cache"}


def test_h13_a_callbacks_answer_is_kept_by_nobody(people):
    for browser in people.values():
        answer = browser.client.post("/_dash-update-component", json=page_request("/teams/acme/red"))
        assert said(answer) == {"no-store"}
        assert "Cookie" in answer.headers["Vary"]


def test_h13_a_new_personal_key_is_kept_by_nobody(people):
    answer = people["alice"].client.post("/me/keys", data={"label": "a script"})
    assert answer.status_code == 200
    assert said(answer) == {"no-store"}


@pytest.mark.parametrize("path", DECEPTIVE)
def test_h12_an_address_that_looks_like_a_file_gives_nobody_anything_away(people, path):
    cache = Cache(deceived=True)
    answer = cache.get(people["alice"], path)
    assert answer.status_code == 404
    assert said(answer) == {"no-store"}
    assert not PERSONAL.search(cache.get(people["a stranger"], path).get_data(as_text=True).replace(path, ""))


@pytest.mark.parametrize("path", ["/teams/acme/red.css", "/teams/x/y.js"])
def test_h12_what_could_be_a_teams_name_is_the_index_that_is_the_same_for_all(people, path):
    answer = people["alice"].open(path)
    assert said(answer) == {"no-store"}
    assert shown(answer) == shown(people["dana"].open(path))
    assert not PERSONAL.search(answer.text)


def answers_of(server: Any) -> Mapping[str, Any]:
    """One of every kind: pages, data, files, redirects, and each way of being refused."""
    stranger, alice = Browser(server), Browser(server)
    callback = "/_dash-update-component"
    return {
        "no session": stranger.client.post(callback, json=page_request("/org")),
        "sign-in": alice.sign_in("alice"),
        **{path: alice.open(path) for path in [*ASKED, "/login/github", "/login/github/authorized?state=x", "/_mcp"]},
        "other method": alice.client.put("/"),
        "other site": alice.post("/logout", Origin="https://evil.test"),
        "too big": alice.client.post(callback, data=b"x" * 2_000_000, content_type="application/json"),
        "sign-out": alice.post("/logout"),
    }


def test_x4_every_answer_is_sealed_errors_redirects_and_files_as_well(secure):
    answers = answers_of(secure)
    assert {200, 302, 303, 400, 401, 403, 404, 405, 413} <= {answer.status_code for answer in answers.values()}
    for what, answer in answers.items():
        policy = directives(answer)
        assert policy["frame-ancestors"] == ["'self'", "https://intranet.corp.test", "https://*.wiki.corp.test"], what
        for closed in ("default-src", "object-src", "frame-src", "base-uri", "worker-src"):
            assert policy[closed] == ["'none'"], what
        assert policy["script-src"][0] == "'self'"
        assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", source) for source in policy["script-src"][1:]), what
        assert SEALED.items() <= dict(answer.headers).items(), what
        assert "camera=()" in answer.headers["Permissions-Policy"], what
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", what


def directives(answer: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def test_x4_without_tls_nothing_is_promised_for_later_visits(server):
    assert "Strict-Transport-Security" not in Browser(server).open("/").headers


def test_x4_without_a_setting_no_other_page_may_frame(server):
    assert directives(Browser(server).open("/"))["frame-ancestors"] == ["'self'"]


def test_under_https_cookies_are_bound_to_the_host_and_closed_to_scripts(secure):
    browser = Browser(secure)
    pending = browser.open("/login/github").headers["Set-Cookie"]
    session = browser.sign_in("alice").headers.getlist("Set-Cookie")[-1]
    for cookie, name, path in ((pending, "__Secure-dashboard_sign_in_", "/login/github"), (session, "__Host-", "/")):
        assert cookie.startswith(name)
        parts = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax", f"Path={path}"} <= parts
        assert "Domain" not in cookie


def test_h14_the_environment_does_not_open_dashs_mcp_server(deployed, monkeypatch):
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    server = create_server(deployed)
    assert not [rule for rule in server.url_map.iter_rules() if "mcp" in rule.rule or "mcp" in rule.endpoint]
    alice = Browser(server)
    alice.sign_in("alice")
    for path in ("/_mcp", "/_mcp/"):
        assert alice.open(path).status_code == 404
        assert alice.client.post(path, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).status_code in (
            404,
            405,
        )
