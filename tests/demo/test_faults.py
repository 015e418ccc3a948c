from __future__ import annotations

import http.client
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests

from tests.demo.conftest import TODAY

DAY = TODAY - timedelta(days=5)


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("error", 502, "Unicorn"),
        ("too_many_requests", 429, "secondary rate limit"),
        ("secondary_limit", 403, "secondary rate limit"),
        ("primary_limit", 403, "rate limit exceeded"),
        ("sso_required", 403, "SAML"),
        ("oauth_restricted", 403, "OAuth App access restrictions"),
        ("policy_off", 403, "'Copilot usage metrics' policy"),
        ("no_permission", 403, "Insufficient permissions"),
        ("bad_credentials", 401, "Bad credentials"),
    ],
)
def test_a_fault_comes_as_often_as_asked(github, client, kind, status, words):
    github.faults.add(kind, "/api/user*", times=2)
    answers = [client.ask("/user", github.token("alice")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert words in answers[0].text


def test_limits_say_how_long_to_wait(github, client):
    github.faults.add("too_many_requests", times=1, seconds=7)
    assert client.ask("/user").headers["Retry-After"] == "7"
    github.faults.add("primary_limit", times=1, seconds=7)
    headers = client.ask("/user").headers
    assert headers["X-RateLimit-Remaining"] == "0"
    assert 6 <= int(headers["X-RateLimit-Reset"]) - time.time() <= 9


def test_a_fault_is_for_its_paths_until_it_is_cleared(github, client):
    github.faults.add("error", "*/teams", status=503)
    token = github.token("alice")
    assert [client.ask(path, token).status_code for path in ("/user/teams", "/user", "/user/teams")] == [503, 200, 503]
    github.faults.clear()
    assert client.ask("/user/teams", token).status_code == 200


def test_a_connection_can_be_dropped(github):
    github.faults.add("drop", times=1)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{github.api_url}/user", timeout=10)
    assert requests.get(f"{github.api_url}/user", timeout=10).status_code == 401


def test_an_answer_can_be_slow(github, client):
    github.faults.add("slow", times=1, seconds=0.2)
    started = time.monotonic()
    assert client.ask("/user", github.token("alice")).status_code == 200
    assert time.monotonic() - started >= 0.2


def test_files_can_be_truncated_cut_off_garbled_or_expired(world, github, client):
    content = b'{"user_id": 1001}\n' * 10
    world.put_bytes(world.organisations["acme"], "users-1-day", DAY, content)
    link = client.report("users-1-day", DAY, client.installation_token()).json()["download_links"][0]
    for kind in ("truncated", "garbled", "expired_link"):
        github.faults.add(kind, "/files/*", times=1)
    assert requests.get(link, timeout=10).status_code == 403
    assert content.startswith(requests.get(link, timeout=10).content)
    assert requests.get(link, timeout=10).content[:2] == b"\x00\xff"
    github.faults.add("cut_off", "/files/*", times=1)
    with pytest.raises(http.client.IncompleteRead):
        read_all(link)
    assert requests.get(link, timeout=10).content == content


def read_all(link: str) -> bytes:
    """By http.client, which always notices when less came than was announced."""
    address = urlsplit(link)
    connection = http.client.HTTPConnection(address.netloc, timeout=10)
    connection.request("GET", f"{address.path}?{address.query}")
    return connection.getresponse().read()


def test_a_list_can_be_partial(github, client):
    github.faults.add("sso_partial", "/api/user/teams", times=1)
    answer = client.ask("/user/teams", github.token("alice"))
    assert (answer.status_code, answer.headers["X-GitHub-SSO"]) == (200, "partial-results; organizations=999")


def test_the_switchboard_is_reached_over_http(github, client):
    address = f"{github.web_url}/_faults"
    assert requests.post(address, json={"kind": "error", "path": "/api/*", "times": 1}, timeout=10).status_code == 201
    assert requests.post(address, json={"kind": "earthquake"}, timeout=10).status_code == 422
    assert requests.get(address, timeout=10).json()["active"][0]["kind"] == "error"
    assert client.ask("/user").status_code == 502
    requests.post(address, json={"kind": "error"}, timeout=10)
    assert requests.delete(address, timeout=10).status_code == 204
    assert client.ask("/user").status_code == 401


def test_what_was_asked_is_remembered(github, client):
    client.ask("/user?page=2", "x")
    seen = github.requests[-1]
    assert (seen.method, seen.path, seen.query, seen.headers["Authorization"]) == (
        "GET",
        "/api/user",
        {"page": "2"},
        "Bearer x",
    )


def test_a_connection_serves_more_than_one_request(client, github):
    for _ in range(3):
        client.ask("/user")
        client.ask("/applications/demo-client/token", method="POST", json={"access_token": "x"})
    (pool,) = client.http.get_adapter(github.web_url).poolmanager.pools._container.values()
    assert (pool.num_connections, pool.num_requests) == (1, 6)


def test_when_stopped_even_open_connections_are_gone(client, github):
    client.ask("/user")
    github.stop()
    with pytest.raises(requests.ConnectionError):
        client.ask("/user")
