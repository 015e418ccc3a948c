"""Whatever anybody asks of the API, it answers what its description promises: the whole site, over HTTP."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.serving import make_server

from dashboard.api.description import PATHS, description
from dashboard.app import create_server
from tests.auth.site import Browser
from tests.deployed import fetch_coder, fetch_history, settings_for

schemathesis = pytest.importorskip("schemathesis", reason="make test-slow installs it")
pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(description("/api/v1"))
CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
CHECKS = [schemathesis.checks.CHECKS.get_one(name) for name in CHECKED]
MODES = tuple(schemathesis.GenerationMode)  # what is right, and what is wrong
# An admin, a member, somebody in no organisation, a stranger; and how often each asks, as the last two get no further than
# the door.
CAST = {"dana": 60, "alice": 60, "erin": 12, "": 12}
# What is really there, and what no generator would hit upon.
THERE = {"org": "acme", "slug": "red", "name": "feature", "login": "alice", "team_ids": "42"}


@pytest.fixture(scope="module")
def site(demo_github, tmp_path_factory):
    found = settings_for(demo_github, tmp_path_factory.mktemp("fuzzed"))
    now = datetime.now(UTC)
    since = now.date() - timedelta(days=20)
    assert fetch_history(found, since=since).failures == []
    assert fetch_coder(demo_github, found, now, since).failures == []
    return create_server(found)


@pytest.fixture(scope="module")
def address(site):
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module", params=CAST, ids=lambda login: login or "stranger")
def login(request):
    return request.param


@pytest.fixture(scope="module")
def session(site, login):
    """Signed in as one of the cast."""
    found = requests.Session()
    if login:
        browser = Browser(site)
        assert browser.sign_in(login).status_code == 302
        cookie = browser.client.get_cookie("dashboard_session")
        found.headers["Cookie"] = f"{cookie.key}={cookie.value}"
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_is_asked_breaks_it(address, login, session, path, mode):
    """No status and no shape that is not described."""

    @given(case=SCHEMA[path]["GET"].as_strategy(generation_mode=mode), there=st.sets(st.sampled_from(sorted(THERE))))
    @settings(max_examples=CAST[login], deadline=None, suppress_health_check=list(HealthCheck))
    def asked(case, there):
        for given_values in (case.path_parameters, case.query):
            given_values.update({name: THERE[name] for name in there if name in given_values})
        case.call_and_validate(base_url=address, session=session, checks=CHECKS)

    asked()
