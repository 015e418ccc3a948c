"""Limits, admission (H15), and what a cache on the way may keep (H13): in process, with a clock to set."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from flask import Flask

from auth import edge
from auth.edge import EdgeConfig
from auth.limits import CALLERS, Limit, neighbourhood
from dashboard import refusals
from dashboard.app import create_server
from dashboard.errors import TooManyRequests
from dashboard.setting_values import Rate
from tests.asking import page_request
from tests.auth.site import Browser

CALLBACK = "/_dash-update-component"
OFF = Rate(0, 60)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def signed_in(server: Flask, login: str) -> Browser:
    browser = Browser(server)
    assert browser.sign_in(login).status_code == 302
    return browser


# Limits


def test_a_limit_says_when_to_come_again_and_keeps_its_word(clock):
    limit = Limit(Rate(3, 60), clock)
    for _ in range(3):
        limit.require("somebody")
    with pytest.raises(TooManyRequests) as refused:
        limit.require("somebody")
    assert refused.value.retry_after == 20
    clock.now += 19
    with pytest.raises(TooManyRequests):
        limit.require("somebody")
    clock.now += 1
    limit.require("somebody")


def test_one_callers_limit_is_not_anothers(clock):
    limit = Limit(Rate(1, 60), clock)
    limit.require("one")
    limit.require("another")


def test_no_limit_is_no_limit(clock):
    limit = Limit(OFF, clock)
    for _ in range(1000):
        limit.require("somebody")


def test_callers_do_not_fill_the_memory(clock):
    limit = Limit(Rate(1, 60), clock)
    for number in range(CALLERS + 500):
        limit.require(f"address {number}")
    assert len(limit._budgets) == CALLERS


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_household_of_ipv6_is_one_client(address, whose):
    assert neighbourhood(address) == whose


@pytest.mark.parametrize("path", ["/login/github", "/login/github/authorized?code=x&state=y"])
def test_sign_in_is_limited_for_each_address(deployed, path):
    server = create_server(replace(deployed, limit_sign_in=Rate(3, 60)))

    def statuses(address: str) -> list[int]:
        asked = [server.test_client().get(path, environ_base={"REMOTE_ADDR": address}) for _ in range(5)]
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in asked if answer.status_code == 429)
        return [answer.status_code for answer in asked]

    first, second = statuses("203.0.113.1"), statuses("203.0.113.2")
    assert [status == 429 for status in first] == [False] * 3 + [True] * 2
    assert first == second


def test_the_api_and_the_pages_are_limited_together_for_each_viewer(deployed):
    server = create_server(replace(deployed, limit_api=Rate(4, 60)))
    alice, bob = signed_in(server, "alice"), signed_in(server, "bob")
    assert [alice.get("/api/v1/me").status_code for _ in range(2)] == [200] * 2
    assert [alice.client.post(CALLBACK, json=page_request("/help")).status_code for _ in range(2)] == [200] * 2
    refused = alice.get("/api/v1/me")
    assert (refused.status_code, set(refused.get_json())) == (429, {"message", "detail", "validations"})
    assert int(refused.headers["Retry-After"]) >= 1
    assert alice.client.post(CALLBACK, json=page_request("/help")).status_code == 429
    assert bob.get("/api/v1/me").status_code == 200
    assert alice.open("/").status_code == 200


def test_a_second_session_does_not_give_a_viewer_a_second_budget(deployed):
    server = create_server(replace(deployed, limit_api=Rate(2, 60)))
    for expected in (200, 200, 429):
        assert signed_in(server, "alice").get("/api/v1/me").status_code == expected


def test_strangers_are_limited_by_address_and_use_up_nobodys_budget(deployed):
    server = create_server(replace(deployed, limit_api=Rate(3, 60)))
    alice = signed_in(server, "alice")
    assert [Browser(server).get("/api/v1/me").status_code for _ in range(5)] == [401] * 3 + [429] * 2
    assert alice.get("/api/v1/me").status_code == 200


# Admission


@pytest.fixture
def crowded():
    """Two places; `held` fills them until `done` is set."""
    server = Flask("crowded", static_folder=None)
    config = EdgeConfig(
        public_url="http://localhost", most_at_once=2, sign_in=OFF, asking=OFF, quick=frozenset({"healthz"})
    )
    edge.guard(server, config)
    refusals.register(server)
    server.done, server.inside = threading.Event(), threading.Semaphore(0)

    @server.get("/held")
    def held():
        server.inside.release()
        server.done.wait(10)
        return "done"

    @server.get("/fault")
    def fault():
        raise ZeroDivisionError

    server.add_url_rule("/healthz", "healthz", lambda: "alive")
    return server


def hold(server: Flask, how_many: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=server.test_client().get, args=("/held",)) for _ in range(how_many)]
    for thread in threads:
        thread.start()
        server.inside.acquire(timeout=10)
    return threads


def test_h15_beyond_what_fits_it_is_503_at_once_and_healthz_answers(crowded):
    threads = hold(crowded, 2)
    refused = crowded.test_client().get("/held")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert crowded.test_client().get("/healthz").status_code == 200
    crowded.done.set()
    for thread in threads:
        thread.join()
    assert crowded.test_client().get("/held").status_code == 200


def test_every_way_out_gives_the_place_back(crowded):
    crowded.done.set()
    client = crowded.test_client()
    for _ in range(3):
        assert client.get("/fault").status_code == 500
        assert client.get("/unknown").status_code == 404
        assert client.get("/held", headers={"Host": "evil.example"}).status_code == 400
        assert client.post("/held").status_code == 405
    hold(crowded, 2)


# H13


class CachingProxy:
    """Keeps what it is allowed to, by address and by what Vary names, as a shared cache does."""

    def __init__(self):
        self.kept = {}

    def get(self, browser: Browser, path: str):
        found = self.kept.get(path)
        if found and all(found[0].get(name) == self.said(browser, name) for name in found[0]):
            return found[1]
        answer = browser.open(path)
        if "no-store" not in answer.headers.get("Cache-Control", "") and answer.status_code == 200:
            self.kept[path] = ({name: self.said(browser, name) for name in answer.vary}, answer)
        return answer

    @staticmethod
    def said(browser: Browser, name: str) -> str:
        return browser.cookies() if name.lower() == "cookie" else ""


PRIVATE = ("/", "/org", "/teams/acme/red", "/api/v1/me", "/api/v1/teams", "/unknown", "/login/github", "/readyz")


def test_h13_two_people_behind_a_caching_proxy_see_nothing_of_each_other(deployed):
    server, proxy = create_server(deployed), CachingProxy()
    alice, dana, stranger = signed_in(server, "alice"), signed_in(server, "dana"), Browser(server)
    assert proxy.get(alice, "/api/v1/me").get_json()["user"]["login"] == "alice"
    assert proxy.get(dana, "/api/v1/me").get_json()["user"]["login"] == "dana"
    assert proxy.get(stranger, "/api/v1/me").status_code == 401
    assert "Sign in" not in proxy.get(alice, "/").text
    assert "Sign in" in proxy.get(stranger, "/").text
    assert proxy.kept == {}


@pytest.mark.parametrize("path", PRIVATE)
def test_h13_no_answer_to_a_person_may_be_kept(deployed, path):
    server = create_server(deployed)
    for browser in (Browser(server), signed_in(server, "alice")):
        answer = browser.open(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.vary
