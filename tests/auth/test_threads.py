"""The release gate: under threads, every answer belongs to its caller.

A real gunicorn with one gthread worker of 16 threads, eight people signed in and strangers between them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from dashboard.demo.server import serve
from tests.auth.conftest import free_port, wait_until
from tests.auth.site import ROOT, small_world

PEOPLE = ("alice", "bob", "charlie", "dana", "person-001", "person-002", "person-003", "person-004")
STRANGERS = 4


@dataclass
class Answer:
    asked_by: str | None
    status: int
    login: str | None

    @property
    def wrong(self) -> bool:
        return self.status != 200 or self.login != self.asked_by

    @property
    def mixed_up(self) -> bool:
        return self.login not in (None, self.asked_by)


@pytest.fixture(scope="module")
def crowd():
    """A GitHub on which all of PEOPLE are members."""
    world = small_world()
    for number, login in enumerate(PEOPLE[4:]):
        world.add_member(world.teams[42], world.add_person(login, 2001 + number))
    running = serve(world)
    yield running
    running.stop()


@contextmanager
def gunicorn(site: str, github, folder: Path) -> Iterator[str]:
    """The address of `tests.auth.threads_app:<site>()`."""
    url = f"http://localhost:{free_port()}"
    app = github.world.oauth_app
    told = {
        "web_url": github.web_url,
        "api_url": github.api_url,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "public_url": url,
        "folder": str(folder),
    }
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "16"]
    command += ["--no-control-socket", "--log-level", "warning", "--bind", url.removeprefix("http://")]
    command += [f"tests.auth.threads_app:{site}()"]
    environ = {**os.environ, "HARNESS": json.dumps(told), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        wait_until(lambda: requests.get(f"{url}/healthz", timeout=2).ok, seconds=20)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def sign_in(url: str, login: str) -> requests.Session:
    """A browser in which `login` has signed in, whether or not it worked."""
    browser = requests.Session()
    at_github = browser.get(f"{url}/login/github", allow_redirects=False, timeout=10).headers["Location"]
    back = requests.get(f"{at_github}&login={login}", allow_redirects=False, timeout=10).headers["Location"]
    browser.get(back, allow_redirects=False, timeout=10)
    return browser


def who(url: str, browser: requests.Session, login: str | None) -> Answer:
    answer = browser.get(f"{url}/whoever", timeout=10)
    return Answer(login, answer.status_code, answer.json()["login"] if answer.ok else None)


def ask_all_at_once(url: str, browsers: dict[str, requests.Session], times: int) -> list[Answer]:
    """Everybody asks `times` times, all of them together, and so do the strangers."""
    callers = [*browsers.items(), *((None, requests.Session()) for _ in range(STRANGERS))]

    def ask(caller):
        login, browser = caller
        return [who(url, browser, login) for _ in range(times)]

    with ThreadPoolExecutor(len(callers)) as pool:
        return [answer for answers in pool.map(ask, callers) for answer in answers]


@pytest.mark.parametrize("times", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_every_answer_belongs_to_its_caller(crowd, tmp_path, times):
    with gunicorn("ours", crowd, tmp_path) as url:
        browsers = {login: sign_in(url, login) for login in PEOPLE}
        answers = ask_all_at_once(url, browsers, times)
    assert len(answers) == (len(PEOPLE) + STRANGERS) * times
    assert [answer for answer in answers if answer.wrong] == []


@pytest.mark.parametrize("times", [5, pytest.param(60, marks=pytest.mark.slow)])
def test_whoever_signs_in_beside_others_is_still_themselves(crowd, tmp_path, times):
    def sign_in_and_ask(login):
        browser = sign_in(url, login)
        return [who(url, browser, login), who(url, requests.Session(), None)]

    with gunicorn("ours", crowd, tmp_path) as url, ThreadPoolExecutor(len(PEOPLE)) as pool:
        answers = [answer for answers in pool.map(sign_in_and_ask, PEOPLE * times) for answer in answers]
    assert len(answers) == len(PEOPLE) * times * 2
    assert [answer for answer in answers if answer.wrong] == []


def test_the_harness_sees_the_stock_blueprint_mix_people_up(crowd, tmp_path):
    """If this fails, the two above prove nothing (or Flask-Dance has been repaired)."""
    with gunicorn("stock", crowd, tmp_path) as url:
        browsers = {login: sign_in(url, login) for login in PEOPLE}
        assert not [answer for login in PEOPLE if (answer := who(url, browsers[login], login)).wrong]
        rounds = (ask_all_at_once(url, browsers, times=10) for _ in range(10))
        assert any(answer.mixed_up for answers in rounds for answer in answers)
