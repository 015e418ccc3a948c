"""A clock to set, both session stores, a GitHub on this machine, and a browser without a screen."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from auth.redis_store import RedisStore
from auth.sqlite_store import SQLiteStore
from dashboard.demo.server import serve
from tests.auth.site import Browser, build_site, config_for, small_world


@dataclass
class Clock:
    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, *, minutes: float = 0, seconds: float = 0) -> None:
        self.now += minutes * 60 + seconds


@pytest.fixture
def clock():
    return Clock()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed (apt-get install redis-server)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        wait_until(lambda: redis.Redis.from_url(url).ping())
        yield url
    finally:
        process.terminate()
        process.wait(10)


def wait_until(answers, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if answers():
                return
        except OSError as problem:
            last = problem
        except redis.ConnectionError as problem:
            last = problem
        else:
            last = None
        if time.monotonic() > end:
            raise TimeoutError(str(last))
        time.sleep(0.05)


@pytest.fixture(params=["sqlite", "redis"])
def store(request, tmp_path: Path):
    if request.param == "sqlite":
        return SQLiteStore(tmp_path / "sessions.db")
    found = RedisStore(request.getfixturevalue("redis_url"))
    found.client.flushdb()
    return found


@pytest.fixture(scope="session")
def shared_github():
    running = serve(small_world())
    yield running
    running.stop()


@pytest.fixture
def github(shared_github):
    """As new for each test, and much faster than a new one."""
    vars(shared_github.world).update(vars(small_world()))
    shared_github.tokens.people.clear()
    shared_github.faults.clear()
    shared_github.requests.clear()
    return shared_github


@pytest.fixture
def world(github):
    return github.world


@pytest.fixture
def site(github, tmp_path, clock):
    return build_site(config_for(github, tmp_path, clock))


@pytest.fixture
def browser(site):
    return Browser(site)
