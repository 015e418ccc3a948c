"""A real gunicorn with the real gunicorn.conf.py, and people who ask it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.auth.site import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Served:
    port: int
    process: subprocess.Popen
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def workers(self) -> set[int]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(child) for child in children if state(int(child)) != "Z"}

    def sign_in(self, login: str) -> requests.Session:
        browser = requests.Session()
        at_github = browser.get(f"{self.url}/login/github", allow_redirects=False, timeout=20).headers["Location"]
        back = requests.get(f"{at_github}&login={login}", allow_redirects=False, timeout=20).headers["Location"]
        assert browser.get(back, allow_redirects=False, timeout=20).status_code == 302
        return browser

    def healthz(self) -> float:
        """Seconds to an answer, over a connection of its own."""
        began = time.monotonic()
        assert requests.get(f"{self.url}/healthz", timeout=10).status_code == 200
        return time.monotonic() - began

    def say(self, *parts: bytes) -> socket.socket:
        """Bytes as they are, for what no client library would send."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        for part in parts:
            connection.sendall(part)
        return connection

    def ask(self, *parts: bytes) -> bytes:
        """The first line of the answer; nothing when the connection is closed without one."""
        with self.say(*parts) as connection:
            try:
                return connection.recv(4096).partition(b"\r\n")[0]
            except ConnectionResetError:
                return b""


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@contextmanager
def gunicorn(app: str, environ: dict[str, str], log: Path) -> Iterator[Served]:
    port = free_port()
    told = {**os.environ, "PUBLIC_URL": f"http://localhost:{port}", **environ, "LISTEN": f"127.0.0.1:{port}"}
    told |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", app]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=out, stderr=out)
    served = Served(port, process, log)
    try:
        wait_until(lambda: served.healthz() < 10, 60)
        wait_until(lambda: requests.get(f"{served.url}/readyz", timeout=10).ok, 30)
        yield served
    finally:
        process.terminate()
        process.wait(40)


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if done():
                return
        except (requests.ConnectionError, requests.Timeout):
            pass
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)
