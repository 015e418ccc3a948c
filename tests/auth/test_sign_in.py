from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

import pytest

from auth.pending import COOKIE, path_of_ours
from tests.auth.site import PUBLIC, SECRET, Browser, build_site, config_for, within

EVIL = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/%0d%0aSet-Cookie:x=y",
    "/./\\evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "////evil.example",
    "/a//evil.example",
    "javascript:alert(1)",
    "http://app@evil.example",
    "/@evil.example",
    "/。evil.example",
    "/org\n",
    "/org\x00",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/" + "a" * 8000,
    "evil.example",
    "/login/github",
    "/logout",
]


def token_requests(github):
    return [seen for seen in github.requests if seen.path == "/login/oauth/access_token"]


def session_cookie(browser):
    return browser.client.get_cookie("dashboard_session")


def test_a_member_signs_in_and_is_who_they_are(browser):
    answer = browser.sign_in("alice")
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.who().json == {
        "id": 1001,
        "login": "alice",
        "organisations": {"acme": 999},
        "teams": ["red"],
        "admin_of": [],
        "notices": [],
    }


def test_the_authorize_address_asks_for_little_and_proves_much(browser):
    asked = parse_qs(urlsplit(browser.begin()).query)
    assert asked["scope"] == ["read:user read:org"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{PUBLIC}/login/github/authorized"]
    assert len(asked["state"][0]) >= 43
    assert len(asked["code_challenge"][0]) == 43


def test_two_sign_ins_share_nothing(browser):
    first, second = (parse_qs(urlsplit(browser.begin()).query) for _ in range(2))
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]


def test_the_redirect_address_does_not_follow_the_host_header(site):
    answer = site.test_client().get(
        "/login/github", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert parse_qs(urlsplit(answer.location).query)["redirect_uri"] == [f"{PUBLIC}/login/github/authorized"]


def test_sign_in_returns_to_where_the_person_wanted_to_go(browser):
    answer = browser.sign_in("alice", "/login/github?next=/teams/acme/red%3Ffrom%3D2026-01-01%26to%3D2026-02-01")
    assert answer.location == "/teams/acme/red?from=2026-01-01&to=2026-02-01"


@pytest.mark.parametrize("path", EVIL)
def test_sign_in_leads_to_no_other_place(browser, path):
    begun = browser.client.get("/login/github", query_string={"next": path}).location
    assert browser.open(within(browser.approve(begun, "alice"))).location == "/"


def test_paths_of_ours_stay():
    for path in ("/", "/org", "/teams/", "/teams/acme/re.d-1?from=2026-01-01&by=a,b", "/?next=/x", "/embed/a%20b"):
        assert path_of_ours(path) == path


def test_under_a_prefix_sign_in_returns_under_it(github, tmp_path):
    site = build_site(config_for(github, tmp_path, public_url="http://localhost:8050/copilot"))
    browser = Browser(site)
    address = browser.begin("/login/github?next=/org")
    assert parse_qs(urlsplit(address).query)["redirect_uri"] == [
        "http://localhost:8050/copilot/login/github/authorized"
    ]
    assert "Path=/copilot/login/github;" in browser.open("/login/github").headers["Set-Cookie"]
    assert browser.open("/org-of-nobody").status_code == 404
    assert browser.open("/page").location == "/copilot/?next=%2Fpage"


def test_a_stranger_who_begins_gets_a_short_lived_cookie_for_these_paths_alone(browser):
    cookies = browser.open("/login/github").headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith(COOKIE)
    assert {"Max-Age=600", "HttpOnly", "Path=/login/github", "SameSite=Lax"} <= set(cookies[0].split("; "))


def test_beginning_stores_nothing_on_the_server(site, browser, tmp_path):
    for _ in range(5):
        browser.begin()
    assert list(tmp_path.glob("sessions.db*")) == []


def test_two_tabs_can_sign_in_at_once(browser):
    first, second = browser.begin(), browser.begin()
    assert browser.open(within(browser.approve(first, "alice"))).status_code == 302
    assert browser.open(within(browser.approve(second, "bob"))).status_code == 302
    assert browser.who().json["login"] == "bob"


def test_abandoned_sign_ins_do_not_pile_up_in_the_browser(browser):
    for _ in range(40):
        browser.begin()
    assert browser.cookies().count(COOKIE) <= 5


@pytest.mark.parametrize(
    "change", [lambda back: back.replace("state=", "state=x"), lambda back: back.split("&state=")[0]]
)
def test_a_wrong_or_missing_state_is_refused_before_any_token_is_asked_for(browser, github, caplog, change):
    back = within(browser.approve(browser.begin(), "alice"))
    answer = browser.open(change(back))
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert token_requests(github) == []
    assert session_cookie(browser) is None
    assert [record.getMessage().split()[0] for record in caplog.records if record.name == "auth"] == [
        "login.state_mismatch"
    ]


def test_a_state_works_once(browser, github, site):
    begun = browser.begin()
    again = Browser(site)
    for cookie in list(browser.client._cookies.values()):
        again.client.set_cookie(cookie.key, cookie.value, path=cookie.path)
    back = within(browser.approve(begun, "alice"))
    assert browser.open(back).status_code == 302
    assert again.open(back).status_code == 400
    assert len(token_requests(github)) == 1


def test_a_state_is_used_up_even_by_a_sign_in_that_fails(browser, github):
    begun = browser.begin()
    state = parse_qs(urlsplit(begun).query)["state"][0]
    assert browser.open(f"/login/github/authorized?error=access_denied&state={state}").status_code == 400
    assert browser.open(within(browser.approve(begun, "alice"))).status_code == 400


def test_a_state_is_worthless_after_ten_minutes(browser, clock):
    back = within(browser.approve(browser.begin(), "alice"))
    clock.forward(minutes=10)
    assert browser.open(back).status_code == 400


def test_somebody_elses_code_and_state_sign_nobody_in(site, github):
    attacker, victim = Browser(site), Browser(site)
    back = within(attacker.approve(attacker.begin(), "charlie"))
    assert victim.open(back).status_code == 400
    assert session_cookie(victim) is None
    assert token_requests(github) == []


def test_a_code_from_another_sign_in_does_not_fit_the_verifier(site):
    attacker, victim = Browser(site), Browser(site)
    stolen = parse_qs(urlsplit(attacker.approve(attacker.begin(), "charlie")).query)["code"][0]
    state = parse_qs(urlsplit(victim.begin()).query)["state"][0]
    assert victim.open(f"/login/github/authorized?code={stolen}&state={state}").status_code == 400
    assert session_cookie(victim) is None


@pytest.mark.parametrize(
    ("query", "event"),
    [
        ("", "login.code_missing"),
        ("code=", "login.code_missing"),
        ("code=made-up", "login.code_refused"),
        ("error=access_denied&error_description=%3Cscript%3E%0a[fake+log+line]", "login.provider_error"),
        ("error=%0a[fake+log+line]%3Cscript%3E", "login.provider_error"),
    ],
)
def test_a_sign_in_that_fails_is_a_page_and_one_log_line(browser, caplog, query, event):
    state = parse_qs(urlsplit(browser.begin()).query)["state"][0]
    answer = browser.open(f"/login/github/authorized?{query}&state={state}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "fake" not in answer.text
    assert "script" not in answer.text
    lines = [record.getMessage() for record in caplog.records if record.name == "auth"]
    assert len(lines) == 1
    assert lines[0].startswith(event)
    assert "fake" not in lines[0]


@pytest.mark.parametrize(
    ("fault", "path", "status"),
    [
        ("error", "/login/oauth/access_token", 503),
        ("too_many_requests", "/login/oauth/access_token", 503),
        ("drop", "/login/oauth/access_token", 503),
        ("garbled", "/login/oauth/access_token", 503),
        ("error", "/api/user", 503),
        ("drop", "/api/user/teams", 503),
        ("garbled", "/api/user", 503),
        ("cut_off", "/api/user/teams", 503),
        ("error", "/api/user/memberships/orgs/acme", 503),
        ("no_permission", "/api/user/teams", 403),
        ("bad_credentials", "/api/user", 403),
        ("bad_credentials", "/api/user/memberships/orgs/acme", 403),
    ],
)
def test_trouble_at_github_makes_no_session(browser, github, fault, path, status):
    github.faults.add(fault, path)
    answer = browser.sign_in("alice")
    assert answer.status_code == status
    assert session_cookie(browser) is None


def test_without_the_scope_to_read_teams_nobody_gets_in(browser):
    address = browser.begin().replace("read%3Aorg", "").replace("+&", "&")
    answer = browser.open(within(browser.approve(address, "alice")))
    assert answer.status_code == 403
    assert "read:org" in answer.json["message"]
    assert session_cookie(browser) is None


def test_flask_dance_keeps_no_token_and_shares_no_session(site):
    blueprint = site.blueprints["github"]
    with site.test_request_context():
        mine = blueprint.session
        assert blueprint.session is mine
        blueprint.token = {"access_token": "x"}
        assert blueprint.token is None
    with site.test_request_context():
        assert blueprint.session is not mine


def test_nothing_secret_is_in_cookies_logs_pages_or_the_file(github, tmp_path, clock, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3")  # which the sources keep quieter
    for name in ("flask_dance", "requests_oauthlib", "oauthlib"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    site = build_site(config_for(github, tmp_path, clock))
    browser = Browser(site)
    begun = browser.begin()
    back = browser.approve(begun, "alice")
    pages = [browser.open(within(back)), browser.who(), browser.open("/"), browser.open("/page")]
    clock.forward(minutes=16)
    pages.append(browser.who())
    tokens = {seen.headers.get("Authorization", "").removeprefix("Bearer ") for seen in github.requests}
    (token,) = tokens & set(github.tokens.people)
    code = parse_qs(urlsplit(back).query)["code"][0]
    seen = "".join(page.text + str(page.headers) for page in pages) + browser.cookies()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "GET /api/user " in caplog.text  # the log is at DEBUG indeed
    for secret in (token, code, github.world.oauth_app.client_secret, SECRET):
        assert secret not in caplog.text
        assert secret not in seen
        assert secret.encode() not in kept


def test_the_configuration_does_not_print_its_secrets(github, tmp_path):
    config = config_for(github, tmp_path, secret_key_fallbacks=("f" * 40,))
    assert config.secret_key not in repr(config)
    assert config.client_secret not in repr(config)
    assert "f" * 40 not in repr(config)


def test_under_https_the_cookies_never_travel_in_the_clear(github, tmp_path, clock):
    site = build_site(config_for(github, tmp_path, clock, public_url="https://usage.example.com"))
    cookie = site.test_client().get("/login/github").headers["Set-Cookie"]
    assert cookie.startswith(f"__Secure-{COOKIE}")
    assert "; Secure;" in cookie


def test_a_sign_in_begun_before_a_change_of_the_secret_key_still_ends_well(github, tmp_path, clock):
    before = Browser(build_site(config_for(github, tmp_path, clock)))
    back = within(before.approve(before.begin(), "alice"))
    changed = config_for(
        github, tmp_path, clock, secret_key="n" * 20 + "ew-key-of-the-tests", secret_key_fallbacks=(SECRET,)
    )
    after = Browser(build_site(changed))
    for cookie in before.client._cookies.values():
        after.client.set_cookie(cookie.key, cookie.value, path=cookie.path)
    assert after.open(back).status_code == 302
