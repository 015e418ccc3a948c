"""The demo's own life: what it starts, and that nothing of it is left. Web server and refresh are small stand-ins here."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.demo import run
from dashboard.demo.server import serve
from dashboard.errors import DashboardError, WrongUse
from dashboard.settings import read_settings
from tests.demo.conftest import tiny

# Answers /healthz as gunicorn would; leaves its process id behind.
WEB = """
import http.server, os, pathlib, sys
pathlib.Path("web.pid").write_text(str(os.getpid()))
class Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["LISTEN"].split(":")[1])), Healthy).serve_forever()
"""
REFRESH = """
import os, pathlib, time
pathlib.Path("refresh.pid").write_text(str(os.getpid()))
time.sleep(60)
"""
DEMO = """
import sys, pathlib
from dashboard.demo import run
run.WEB, run.REFRESH = (sys.executable, "-c", {web!r}), (sys.executable, "-c", {refresh!r})
sys.exit(run.run(users=20, days=5, port={port}, folder=pathlib.Path("demo")))
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def port():
    """Free, and the one after it, too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            found = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", found + 1))
            except OSError:
                continue
            return found


@pytest.fixture
def demo(tmp_path, port):
    """In a process group of its own, as a shell would start it."""
    script = DEMO.format(web=WEB, refresh=REFRESH, port=port)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_for(path: Path) -> int:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path.name} did not come"
        time.sleep(0.05)
    return int(path.read_text())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children(tmp_path: Path) -> list[int]:
    return [wait_for(tmp_path / name) for name in ("web.pid", "refresh.pid")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_it_started(tmp_path, demo, port, number):
    started = children(tmp_path)
    demo.send_signal(number)
    said, _ = demo.communicate(timeout=20)
    assert demo.returncode == 0
    assert [alive(child) for child in started] == [False, False]
    assert f"http://localhost:{port}" in said
    assert all(login in said for login in ("alice", "bob", "charlie", "dana", "erin"))


def test_ctrl_c_reaches_the_whole_group_and_still_ends_in_order(tmp_path, demo):
    started = children(tmp_path)
    for child in started:
        os.kill(child, signal.SIGINT)
    time.sleep(0.3)
    assert demo.poll() is None
    os.killpg(demo.pid, signal.SIGINT)
    said, _ = demo.communicate(timeout=20)
    assert (demo.returncode, "Traceback" in said) == (0, False)
    assert [alive(child) for child in started] == [False, False]


def test_a_port_in_use_is_said_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(WrongUse, match=r"^port \d+ is in use: [^\n]+$"):
            run.run(20, 5, taken.getsockname()[1], tmp_path)


def test_a_dashboard_that_ends_by_itself_is_told_with_its_last_words(tmp_path, port, monkeypatch):
    monkeypatch.setattr(run, "WEB", (sys.executable, "-c", "import sys; sys.exit('no such bucket')"))
    with pytest.raises(DashboardError, match="no such bucket"):
        run.run(20, 5, port, tmp_path)


def test_the_demos_settings_are_complete_and_only_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "of a real deployment")
    github = serve(tiny())
    environ = run.environment(github, tmp_path, 8050, "20x5")
    github.stop()
    settings = read_settings(environ, "serve")
    assert (settings.github_org, settings.github_token) == (("acme",), "")
    assert [(team.org, team.slug, team.id) for team in settings.admin_teams] == [("acme", "platform-admins", 50)]
    assert read_settings(environ, "refresh").github_app_private_key == github.private_key.strip()
    assert "PRIVATE KEY" not in "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())


def test_the_secret_is_kept_and_is_for_its_owner_alone(tmp_path):
    first = run.secret(tmp_path / "secret")
    assert run.secret(tmp_path / "secret") == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
