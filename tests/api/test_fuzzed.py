"""Whatever is asked of the API, it answers what its description promises, over HTTP."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from werkzeug.serving import make_server

from dashboard.api.description import PATHS, description
from tests.cast import DANA

schemathesis = pytest.importorskip("schemathesis", reason="make test-slow installs it")
pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(description("/api/v1"))
CHECKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
CHECKS = [schemathesis.checks.CHECKS.get_one(name) for name in CHECKED]
MODES = tuple(schemathesis.GenerationMode)  # what is right, and what is wrong


@pytest.fixture
def address(ask):
    ask.viewer = DANA
    server = make_server("127.0.0.1", 0, ask.client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_is_asked_breaks_it(address, path, mode):
    """No status and no shape that is not described."""

    @given(case=SCHEMA[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def asked(case):
        case.call_and_validate(base_url=address, checks=CHECKS)

    asked()
