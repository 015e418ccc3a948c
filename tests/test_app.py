"""The whole, over HTTP: what app.py joined."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dashboard.app import create_server
from tests.asking import page_request
from tests.auth.site import Browser
from tests.auth.strangers import open_to_strangers

OPEN = frozenset(
    {
        "landing",
        "/",  # Dash's own rule for the root, where the landing answers before it
        "health.healthz",
        "health.readyz",
        "vendor.send",
        "_dash_assets.static",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "github.login",
        "github.authorized",
        "logout",
    }
)


@pytest.fixture(scope="module")
def server(deployed):
    return create_server(deployed)


@pytest.fixture
def person(server):
    def sign_in(login: str) -> Browser:
        browser = Browser(server)
        assert browser.sign_in(login).status_code == 302
        return browser

    return sign_in


def page_of(browser: Browser, address: str):
    return browser.client.post("/_dash-update-component", json=page_request(address))


def test_a_stranger_finds_every_path_closed(server):
    assert open_to_strangers(server, OPEN) == []


def test_a_stranger_sees_the_landing_and_no_figure_at_the_root(server):
    answer = Browser(server).open("/")
    assert answer.status_code == 200
    assert "Sign in with GitHub" in answer.text
    assert "_dash-config" not in answer.text


def test_sign_in_leads_back_to_where_one_wanted_to_go(server):
    browser = Browser(server)
    turned_away = browser.open("/teams/acme/red?days=7")
    assert turned_away.location == "/?next=/teams/acme/red%3Fdays%3D7".replace(
        "/teams/acme/red", "%2Fteams%2Facme%2Fred"
    )
    landing = browser.open(turned_away.location).text
    sign_in = re.search(r'href="/(login/github[^"]*)"', landing)[1]
    assert browser.sign_in("alice", f"/{sign_in}").location == "/teams/acme/red?days=7"


def test_somebody_outside_the_organisation_is_told_so_and_sees_nothing(person):
    erin = person("erin")
    landing = erin.open("/")
    assert "not a member" in landing.text
    assert erin.get("/api/v1/me").status_code == 403
    assert page_of(erin, "/org").status_code == 403


def test_the_index_is_the_same_for_everybody(person):
    alice, dana = (re.sub(r'"end_id":"[^"]*"', "", person(login).open("/org").text) for login in ("alice", "dana"))
    assert "_dash-config" in alice
    assert alice == dana
    assert "payments" not in alice.lower()


@pytest.mark.parametrize(
    "path", ["/wp-admin", "/teams/acme", "/teams/acme/red/x.css", "/org/extra", "/_mcp", "/console"]
)
def test_an_unknown_path_is_unknown_and_not_the_index(person, path):
    assert person("alice").open(path).status_code == 404


def test_a_page_shows_what_the_api_says(person):
    alice = person("alice")
    summary = alice.get("/api/v1/teams/acme/red/summary").get_json()
    page = page_of(alice, "/teams/acme/red").get_data(as_text=True)
    sentence = f"{summary['active_users']} of {summary['licensed_members']}"
    assert sentence in page
    assert f"{summary['interactions']:,}" in page


def test_a_members_page_of_anothers_team_carries_nothing_of_it(person):
    bob = person("bob")
    refused, unknown = page_of(bob, "/teams/acme/checkout"), page_of(bob, "/teams/acme/no-such-team")
    assert refused.get_json() == unknown.get_json()
    assert "Checkout" not in refused.get_data(as_text=True)


def test_an_admin_sees_any_team_and_charlie_of_umbrellas_admins_does_not(person):
    assert "Payments platform" in page_of(person("dana"), "/teams/acme/payments-platform").get_data(as_text=True)
    assert person("charlie").get("/api/v1/teams/acme/red/summary").status_code == 404


def test_scripts_run_only_from_here_and_frames_only_where_allowed(person):
    policy = person("alice").open("/org").headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert re.search(r"script-src[^;]*unsafe-inline", policy) is None
    assert "frame-ancestors 'self'" in policy


def test_what_is_the_same_for_all_is_cached_and_compressed_and_all_else_is_not_kept(person):
    alice = person("alice")
    index = alice.open("/org")
    assert index.headers["Cache-Control"] == "no-store"
    bundle = re.search(r'name="plotly-bundle" content="([^"]+)"', index.text)[1]
    answer = alice.get(bundle, Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


def test_healthz_and_readyz_answer_without_a_session(server):
    assert Browser(server).get("/healthz").status_code == 200
    assert Browser(server).get("/readyz").status_code == 200


def test_a_large_body_is_refused(person):
    big = person("alice").client.post("/_dash-update-component", data=b"x" * 2_000_000, content_type="application/json")
    assert big.status_code == 413


def test_spark_is_not_loaded_by_who_does_not_ask_for_it():
    asked = "import sys, dashboard.app, dashboard.cli; print(sorted({'pyspark', 'sqlglot'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_asking_for_spark_where_it_is_not_installed_is_said():
    """In a process of its own, as another test may have loaded Spark."""
    asked = """
import sys
sys.modules["pyspark"] = None
from dashboard.app import answering
from dashboard.settings import Settings
answering(Settings(engine_url="local[2]"))
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert "requirements-spark.txt" in done.stderr.splitlines()[-1]
