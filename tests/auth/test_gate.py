from __future__ import annotations

import pytest

from tests.auth.site import PUBLIC, PUBLIC_ENDPOINTS, Browser, build_site, config_for
from tests.auth.strangers import open_to_strangers

LISTED = PUBLIC_ENDPOINTS | {"static", "github.login", "github.authorized", "logout"}


def test_every_route_that_is_not_listed_is_closed_to_strangers(site):
    assert open_to_strangers(site, LISTED) == []


def test_the_walk_finds_a_route_that_is_open(site):
    found = open_to_strangers(site, LISTED - {"healthz"})
    assert "GET /healthz -> 200" in found


def test_a_route_added_later_is_closed(site):
    site.add_url_rule("/new", "new", lambda: "data")
    assert site.test_client().get("/new").status_code == 401


def test_being_public_goes_by_endpoint_and_not_by_path(site):
    site.add_url_rule("/healthz/more", "more", lambda: "data")
    for path in ("/healthz/more", "/login/github/more", "/static/../page", "/healthz/../page"):
        assert site.test_client().get(path).status_code in (401, 404)


def test_a_script_gets_json_and_a_person_the_landing_page_with_the_way_back(browser):
    answer = browser.get("/page", Sec_Fetch_Mode="cors")
    assert (answer.status_code, set(answer.json)) == (401, {"message", "detail", "validations"})
    answer = browser.open("/page?span=28&to=2026-01-01")
    assert (answer.status_code, answer.location) == (302, "/?next=%2Fpage%3Fspan%3D28%26to%3D2026-01-01")


def test_an_old_browser_without_fetch_headers_is_recognised_by_what_it_accepts(browser):
    assert browser.get("/page", Accept="text/html,*/*").status_code == 302
    assert browser.get("/page", Accept="*/*").status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/who", "/_dash-update-component"])
def test_api_and_dash_answer_in_json_whatever_the_browser_would_like(browser, path):
    method = browser.post if "dash" in path else browser.get
    assert method(path, Sec_Fetch_Mode="navigate", Accept="text/html").status_code == 401


@pytest.mark.parametrize("path", ["/unknown", "/page/x.css", "/api/v1/unknown", "/wp-login.php"])
def test_unknown_paths_are_unknown_for_strangers_and_members(browser, path):
    assert browser.open(path).status_code == 404
    browser.sign_in("alice")
    assert browser.open(path).status_code == 404


def test_a_member_passes(browser):
    browser.sign_in("alice")
    assert browser.open("/page").text == "the page page of alice"


def test_a_signed_in_outsider_has_the_landing_page_and_the_way_out_and_nothing_else(browser):
    browser.sign_in("erin")
    assert browser.open("/").status_code == 200
    assert browser.open("/page").status_code == 403
    assert browser.get("/api/v1/who").status_code == 403
    assert browser.post("/_dash-update-component").status_code == 403
    assert browser.post("/logout").status_code == 303


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{PUBLIC}.evil.example"},
    {"Origin": "https://localhost:8050"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC},
    {"Sec-Fetch-Site": "nonsense"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/_dash-update-component", "/logout", "/healthz", "/unknown"])
def test_no_other_site_can_change_anything(browser, headers, path):
    browser.sign_in("alice")
    assert browser.client.post(path, json={}, headers=headers).status_code == 403
    assert browser.who().status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC}, {"Origin": PUBLIC}, {"Sec-Fetch-Site": "none"}]
)
def test_our_own_pages_can(browser, headers):
    browser.sign_in("alice")
    assert browser.client.post("/_dash-update-component", json={}, headers=headers).text == "called"


def test_a_link_from_another_site_opens_a_page(browser):
    browser.sign_in("alice")
    answer = browser.get("/page", Sec_Fetch_Mode="navigate", Sec_Fetch_Site="cross-site")
    assert answer.status_code == 200


# -- sign-out


def test_sign_out_kills_the_session_and_revokes_the_token(browser, site, github):
    browser.sign_in("alice")
    thief = Browser(site)
    thief.client.set_cookie("dashboard_session", browser.client.get_cookie("dashboard_session").value)
    assert len(github.tokens.people) == 1
    answer = browser.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.client.get_cookie("dashboard_session") is None
    assert (browser.who().status_code, thief.who().status_code) == (401, 401)
    assert github.tokens.people == {}


@pytest.mark.parametrize("fault", ["error", "drop", "bad_credentials"])
def test_sign_out_needs_nothing_of_github(browser, github, fault):
    browser.sign_in("alice")
    github.faults.add(fault, "/api/applications/*")
    assert browser.post("/logout").status_code == 303
    assert browser.who().status_code == 401


def test_sign_out_is_no_link(browser):
    browser.sign_in("alice")
    assert browser.get("/logout").status_code in (404, 405)
    assert browser.who().status_code == 200


def test_a_stranger_can_sign_out_and_nothing_comes_of_it(browser, github, tmp_path):
    assert browser.post("/logout").status_code == 303
    assert [seen for seen in github.requests if seen.method == "DELETE"] == []


def test_all_sessions_of_a_person_end_together(site):
    first, second, other = Browser(site), Browser(site), Browser(site)
    first.sign_in("alice")
    second.sign_in("alice")
    other.sign_in("bob")
    assert site.sessions.end_all(1001) == 2
    assert [browser.who().status_code for browser in (first, second, other)] == [401, 401, 200]


def test_a_session_outlives_the_server_that_made_it(github, tmp_path, clock):
    before = Browser(build_site(config_for(github, tmp_path, clock)))
    before.sign_in("alice")
    after = Browser(build_site(config_for(github, tmp_path, clock)))
    after.client.set_cookie("dashboard_session", before.client.get_cookie("dashboard_session").value)
    assert after.who().json["login"] == "alice"


def test_the_whole_of_it_over_redis(github, tmp_path, clock, redis_url):
    browser = Browser(build_site(config_for(github, tmp_path, clock, session_url=redis_url)))
    browser.sign_in("alice")
    clock.forward(minutes=16)
    assert browser.who().json["teams"] == ["red"]
    browser.post("/logout")
    assert browser.who().status_code == 401


def test_without_its_store_the_site_says_so_and_health_still_answers(github, tmp_path, clock):
    site = build_site(config_for(github, tmp_path, clock, session_url="redis://127.0.0.1:1/0"))
    client = site.test_client()
    client.set_cookie("dashboard_session", site.sessions.keys.signer.sign("x").decode())
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/who").status_code == 503


# -- headers


@pytest.mark.parametrize("path", ["/", "/page", "/unknown", "/api/v1/who", "/login/github", "/login/github/authorized"])
def test_no_answer_may_be_kept_or_guessed_at(browser, path):
    answer = browser.open(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_static_files_may_be_kept_and_missing_ones_not(browser):
    assert "no-store" not in browser.get("/static/site.css").headers.get("Cache-Control", "")
    assert browser.get("/static/none.css").headers["Cache-Control"] == "no-store"


def test_under_https_the_browser_is_told_to_stay_there(github, tmp_path):
    site = build_site(config_for(github, tmp_path, public_url="https://usage.example.com"))
    assert "max-age=" in site.test_client().get("/").headers["Strict-Transport-Security"]
