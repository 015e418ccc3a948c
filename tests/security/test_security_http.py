"""H1 to H14: requests that no page of ours makes. Each is refused with the right status, one log line and no traceback."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from dashboard.app import create_server
from dashboard.setting_values import Rate
from layouts import ids
from tests.asking import page_request
from tests.auth.site import Browser

CALLBACK = "/_dash-update-component"
EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def server(deployed):
    return create_server(deployed)


@pytest.fixture(scope="module")
def alice(server):
    browser = Browser(server)
    assert browser.sign_in("alice").status_code == 302
    return browser


def post(browser: Browser, body: bytes | str, kind: str = "application/json", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.client.post(CALLBACK, data=body, content_type=kind, headers=named)


def changed(**parts):
    return {**page_request("/teams/acme/red"), **parts}


def without(name: str):
    return {key: value for key, value in page_request("/org").items() if key != name}


PATHNAME, SEARCH = page_request("/org?days=7")["inputs"]
UNREADABLE = {
    "nothing": b"",
    "cut": b'{"output":',
    "not-utf-8": b'{"output": "\xff\xfe"}',
    "huge-integer": b'{"output": ' + b"9" * 5000 + b"}",
    "half-a-character": b'{"output": "page.data", "inputs": [{"value": "\\ud800"}]}',
    "nested": b"[" * 100_000,
    "nested-and-closed": b"[" * 40 + b"]" * 40,
}
MISSHAPEN = {
    "list": [],
    "null": None,
    "text": "x",
    "number": 7,
    "empty": {},
    "unknown-output": changed(output="nothing.data"),
    "dunder-output": changed(output="__class__.x"),
    "output-is-a-list": changed(output=["page.data"]),
    "output-is-an-object": changed(output={"id": "page"}),
    "clientside-output": {
        "output": f"{ids.ROOT}.children",
        "outputs": {"id": ids.ROOT, "property": "children"},
        "inputs": [{"id": ids.PAGE, "property": "data", "value": {}}],
        "changedPropIds": [f"{ids.PAGE}.data"],
    },
    "no-inputs": without("inputs"),
    "inputs-empty": changed(inputs=[]),
    "inputs-of-nothing": changed(inputs=[{}]),
    "inputs-null": changed(inputs=[None, None]),
    "inputs-an-object": changed(inputs={"0": PATHNAME}),
    "too-many-inputs": changed(inputs=[PATHNAME, SEARCH, SEARCH]),
    "inputs-exchanged": changed(inputs=[SEARCH, PATHNAME]),
    "input-of-another-property": changed(inputs=[{**PATHNAME, "property": "hash"}, SEARCH]),
    "no-outputs": without("outputs"),
    "wrong-outputs": changed(outputs={"id": "root", "property": "data"}),
    "outputs-a-list": changed(outputs=[{"id": ids.PAGE, "property": "data"}]),
    "outputs-text": changed(outputs="page.data"),
    "unknown-state": changed(state=[PATHNAME]),
    "state-text": changed(state="x"),
    "state-null": changed(state=None),
    "state-empty-text": changed(state=""),
    "no-changes": without("changedPropIds"),
    "changes-of-others": changed(changedPropIds=["__class__.x"]),
    "changes-a-number": changed(changedPropIds=[1]),
    "changes-text": changed(changedPropIds="address.pathname"),
}


def refused_quietly(answer, caplog) -> bool:
    """400 in the one shape, one line of ours, nothing of the request in it."""
    ours = [record for record in caplog.records if record.name.startswith(("auth", "dashboard"))]
    assert answer.status_code == 400, answer.text
    assert set(answer.get_json()) == {"message", "detail", "validations"}
    assert [record.levelname for record in ours] == ["WARNING"]
    return ours[0].exc_info is None and ours[0].getMessage().startswith("callback.malformed why=")


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_h1_h3_a_body_that_is_not_json_is_400(alice, caplog, body):
    assert refused_quietly(post(alice, body), caplog)


@pytest.mark.parametrize("call", MISSHAPEN.values(), ids=MISSHAPEN)
def test_h2_a_call_that_no_page_makes_is_400(alice, caplog, call):
    assert refused_quietly(post(alice, json.dumps(call)), caplog)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_h3_a_number_that_is_none_is_400(alice, caplog, value):
    body = json.dumps(page_request("/TEAM")).replace('"/TEAM"', value)
    assert value in body
    assert refused_quietly(post(alice, body), caplog)


@pytest.mark.parametrize("value", [None, 0, True, [], {}, {"$ne": 1}, "", "\x00", "🦆", "/" * 5000])
def test_h3_a_value_of_any_type_is_the_callbacks_to_judge_and_leaves_no_traceback(alice, caplog, value):
    answer = alice.client.post(CALLBACK, json=changed(inputs=[{**PATHNAME, "value": value}, SEARCH]))
    assert answer.status_code == 200
    assert [record for record in caplog.records if record.exc_info] == []


def test_what_the_renderer_sends_passes(alice):
    sent = {**page_request("/org?days=7"), "parsedChangedPropsIds": [f"{ids.ADDRESS}.pathname"]}
    assert alice.client.post(CALLBACK, json=sent).status_code == 200
    assert alice.client.post(CALLBACK, json={**sent, "changedPropIds": []}).status_code == 200
    assert alice.client.post(CALLBACK, json=changed(inputs=[{"id": ids.ADDRESS, "property": "pathname"}, SEARCH])).status_code == 200  # fmt: skip


def test_h4_a_body_of_20_mb_is_413(alice):
    assert post(alice, b"[" + b" " * 20_000_000 + b"]").status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_h5_a_body_that_a_form_could_send_is_415(alice, kind):
    body = json.dumps(page_request("/org"))
    assert post(alice, body, kind).status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": EVIL, "Sec_Fetch_Site": "same-origin"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [CALLBACK, "/logout"])
def test_h6_what_comes_from_another_site_is_403(alice, path, headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    assert alice.client.post(path, json=page_request("/org"), headers=named).status_code == 403


def test_h6_our_own_pages_pass(alice):
    own = {"Origin": "http://localhost:8050", "Sec-Fetch-Site": "same-origin"}
    assert alice.client.post(CALLBACK, json=page_request("/org"), headers=own).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("who", ["stranger", "alice"])
def test_h7_callbacks_are_posted_and_nothing_else(server, alice, who, method):
    client = alice.client if who == "alice" else server.test_client()
    assert client.open(CALLBACK, method=method).status_code == 405


WRONG_HOSTS = (
    "evil.example",
    '"><script>alert(1)</script>',
    "localhost.evil.example",
    "evil.localhost",
    "localhost@evil.example",
    "localhost:80:80",
    "localhost, evil.example",
    "",
)


@pytest.mark.parametrize("host", WRONG_HOSTS)
@pytest.mark.parametrize("path", ["/", "/org", "/login/github", "/api/v1/me", "/unknown", "/assets/theme.js"])
def test_h8_another_host_is_400_and_not_echoed(server, host, path):
    for accept in ("text/html", "*/*"):
        answer = server.test_client().get(path, headers={"Host": host, "Accept": accept})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1:8050", "[::1]:8050"])
def test_h8_on_ones_own_machine_its_own_names_do(server, host):
    assert server.test_client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["10.0.0.7:8050", "evil.example"])
def test_h8_a_health_check_answers_any_host(server, path, host):
    assert server.test_client().get(path, headers={"Host": host}).status_code == 200


def test_h8_a_public_site_has_one_name_and_its_redirects_come_from_the_settings(deployed):
    server = create_server(replace(deployed, public_url="https://usage.acme.example"))
    client = server.test_client()
    assert client.get("/", headers={"Host": "localhost"}).status_code == 400
    answer = client.get("/login/github", headers={"Host": "usage.acme.example:8443"})
    assert "redirect_uri=https%3A%2F%2Fusage.acme.example%2Flogin%2Fgithub%2Fauthorized" in answer.location


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Uri": "/healthz",
    "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/healthz",
    "X-Rewrite-URL": "/healthz",
    "Forwarded": "host=evil.example;proto=https",
    "User-Agent": "kube-probe/1.30 GoogleHC/1.0",
}


@pytest.mark.parametrize("name", FORGED)
def test_h9_what_a_client_says_of_itself_opens_nothing(server, name):
    answer = server.test_client().get("/api/v1/me", headers={name: FORGED[name]})
    assert answer.status_code == 401
    sign_in = server.test_client().get("/login/github", headers={name: FORGED[name]})
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8050%2F" in sign_in.location


def test_h9_a_forged_address_neither_escapes_a_limit_nor_uses_up_anothers(deployed):
    server = create_server(replace(deployed, limit_sign_in=Rate(2, 60)))

    def begin(hop: str) -> int:
        return server.test_client().get("/login/github", headers={"X-Forwarded-For": hop}).status_code

    assert [begin(f"203.0.113.{number}") for number in range(3)] == [302, 302, 429]


def test_h9_of_trusted_proxies_exactly_as_many_hops_are_believed(deployed):
    server = create_server(replace(deployed, limit_sign_in=Rate(1, 60), trusted_proxies=1))

    def begin(hops: str) -> int:
        return server.test_client().get("/login/github", headers={"X-Forwarded-For": hops}).status_code

    assert begin("198.51.100.1, 203.0.113.1") == 302
    assert begin("198.51.100.2, 203.0.113.1") == 429
    assert begin("198.51.100.2, 203.0.113.2") == 302


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%5capp.py",
        "/assets/theme.js%00",
        "/assets/",
        "/vendor/../settings.py",
        "/vendor/..%2f..%2fsettings.py",
        "/_dash-component-suites/dash/dash.py",
        "/_dash-component-suites/os/x.js",
        "/_dash-component-suites/dash/../flask/app.js",
        "/_dash-component-suites/nothing/x.js",
        "/_dash-component-suites/dash/nothing.js",
        "/_dash-component-suites/dash/x",
    ],
)
def test_h11_no_file_but_the_published_ones_is_served(server, alice, path):
    for client in (server.test_client(), alice.client):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/org/x.css", "/teams/acme/red/x.js", "/api/v1/me/x.png", "/anything/x.css"])
def test_h12_a_path_that_looks_static_is_404_and_kept_by_nobody(alice, path):
    answer = alice.open(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "alice" not in answer.text


@pytest.mark.parametrize(
    "path", ["/_mcp", "/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/console", "/metrics"]
)
def test_h14_nothing_of_dash_or_of_debugging_is_open(server, path):
    for accept in ("text/html", "application/json"):
        answer = server.test_client().get(path, headers={"Accept": accept})
        assert answer.status_code in (401, 404)


def test_h14_the_environment_does_not_switch_mcp_on(deployed, monkeypatch):
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    rules = {rule.rule for rule in create_server(deployed).url_map.iter_rules()}
    assert [rule for rule in rules if "mcp" in rule] == []


def test_a_refused_call_leaves_no_traceback_behind(alice, caplog):
    with caplog.at_level(logging.DEBUG):
        for body in UNREADABLE.values():
            post(alice, body)
    assert [record for record in caplog.records if record.exc_info] == []
