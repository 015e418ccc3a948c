"""A dashboard as it is deployed, over a history the demo's GitHub gave: gunicorn, real HTTP, signed in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.asking import page_request
from tests.bench.latency import resident

SECRET = "bench-only-0123456789abcdef0123456789"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(github: dict[str, str], folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        **github,
        "SECRET_KEY": SECRET,
        "HISTORY_URL": str(folder / "history"),
        "REPLICA_DIR": str(folder / "replica"),
        "SESSION_URL": f"sqlite:///{folder / 'sessions.db'}",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LISTEN": f"127.0.0.1:{port}",
        "LIMIT_API": "0",
        "LIMIT_SIGN_IN": "0",
    }


def refresh(environ: dict[str, str]) -> float:
    """Seconds that `python -m dashboard refresh` took."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "dashboard", "refresh"], env=environ, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


@dataclass
class Running:
    """A gunicorn of ours; `cold_start` is the seconds from its start to the first page with data."""

    process: subprocess.Popen
    url: str
    cold_start: float

    def worker_pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def memory(self) -> list[int]:
        """Megabytes resident, of each worker."""
        return [resident(pid) for pid in self.worker_pids()]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def start(environ: dict[str, str], log: Path) -> Running:
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:server"]
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=out)
    url = environ["PUBLIC_URL"]
    wait_until(lambda: answers(f"{url}/readyz"), process)
    return Running(process, url, time.perf_counter() - began)


def wait_until(done: Callable[[], bool], process: subprocess.Popen, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("the dashboard did not come up")
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except (requests.ConnectionError, requests.Timeout):
        return False


def signed_in(url: str, login: str) -> requests.Session:
    """A session of `login`, by the real sign-in; the demo's GitHub answers at once for a named person."""
    session = requests.Session()
    asked = session.get(f"{url}/login/github", allow_redirects=False).headers["Location"]
    back = session.get(f"{asked}&login={login}", allow_redirects=False).headers["Location"]
    session.get(urljoin(url, back), allow_redirects=False).raise_for_status()
    return session


def asker(browser: requests.Session, url: str, path: str) -> Callable[[], None]:
    cookies = browser.cookies.get_dict()

    def once() -> requests.Response:
        if path.startswith(("/api", "/healthz")):
            return requests.get(url + path, cookies=cookies, timeout=60)
        return requests.post(f"{url}/_dash-update-component", json=page_request(path), cookies=cookies, timeout=60)

    def ask() -> None:
        """A worker that is full says so at once; asking again is part of the time it takes."""
        while (answer := once()).status_code == 503:
            time.sleep(0.02)
        answer.raise_for_status()

    return ask
