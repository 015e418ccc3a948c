"""`python -m dashboard demo`: the stand-in, a refresh from it, and the dashboard over both, until somebody stops it."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from dashboard.demo.seats import keep_snapshots
from dashboard.demo.server import HOST, Running, serve
from dashboard.demo.world import World, lifelike
from dashboard.errors import DashboardError, WrongUse
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.settings import table

REFRESH = (sys.executable, "-m", "dashboard", "refresh")
WEB = (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:server")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FROM_TERMINAL = (signal.SIGINT, signal.SIGHUP)
REFRESHED, REFRESHED_IN_PART = "The history is complete.", "The refresh ended early; what came is shown."
START_SECONDS, END_SECONDS, GLANCE_SECONDS = 60, 10, 0.2


def run(users: int, days: int, port: int, folder: Path) -> int:
    """Until Ctrl-C or a signal; raises when the dashboard ends by itself. The stand-in has the port after `port`."""
    for wanted in (port, port + 1):
        require_free(wanted)
    world = lifelike(users, days, datetime.now(UTC).date())
    if world.augment:
        world.augment.a_minute = 0  # ten a minute would take an hour
    github = serve(world, port + 1)
    try:
        run_dashboard(world, environment(github, folder, port, f"{users}x{days}"), folder / "web.log", port)
    finally:
        github.stop()
    return 0


def run_dashboard(world: World, environ: Mapping[str, str], log: Path, port: int) -> None:
    stop = threading.Event()
    with stopped_by_signals(stop), log.open("wb") as output, child(WEB, environ, output) as web:
        if answers(web, port, stop):
            say(welcome(world, port))
            history = History(open_objects(environ["HISTORY_URL"]))
            threading.Thread(target=keep_snapshots, args=(world, history), daemon=True).start()
            with child(REFRESH, environ) as refresh:
                watch(web, refresh, stop)
    if not stop.is_set():
        raise DashboardError(f"The dashboard ended by itself: {last_words(log)} (more in {log})")


def watch(web: subprocess.Popen[bytes], refresh: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Until somebody stops it or the dashboard ends; says when the refresh is through."""
    refreshing = True
    while web.poll() is None and not stop.wait(GLANCE_SECONDS):
        if refreshing and refresh.poll() is not None:
            refreshing = False
            say(REFRESHED if refresh.returncode == 0 else REFRESHED_IN_PART)


def require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise WrongUse(f"port {port} is in use: end what listens there, or choose another with --port") from None


def environment(github: Running, folder: Path, port: int, size: str) -> dict[str, str]:
    """The demo's settings alone: those of a deployment in `.env` or the environment are blanked."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "identities.csv").write_text(github.world.identities())
    return {
        **os.environ,
        **{setting.name.upper(): "" for setting in table()},
        **github.settings(),
        **github.augment_settings(),
        **github.coder_settings(),
        "NO_PROXY": f"{HOST},localhost",
        "SECRET_KEY": secret(folder / "secret"),
        "PUBLIC_URL": f"http://localhost:{port}",
        "LISTEN": f"{HOST}:{port}",
        "WEB_WORKERS": "1",
        "CONFIG_URL": str(config),
        "HISTORY_URL": str(folder / f"history-{size}"),
        "REPLICA_DIR": str(folder / f"replica-{size}"),
        "SESSION_URL": f"sqlite:///{folder / 'sessions.db'}",
    }


def secret(path: Path) -> str:
    """Made at the first run and kept, so that sign-ins survive a restart of the demo."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def child(
    command: Sequence[str], environ: Mapping[str, str], log: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Deaf to the terminal's Ctrl-C, which reaches us all: it is for us to end it, gently at first."""
    signal.pthread_sigmask(signal.SIG_BLOCK, FROM_TERMINAL)
    try:
        process = subprocess.Popen(command, env=dict(environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FROM_TERMINAL)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(web: subprocess.Popen[bytes], port: int, stop: threading.Event) -> bool:
    """Waits until the dashboard does; False if it ended, took too long or was stopped before."""
    deadline = time.monotonic() + START_SECONDS
    while web.poll() is None and time.monotonic() < deadline and not stop.wait(GLANCE_SECONDS):
        if healthy(port):
            return True
    return False


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def last_words(log: Path) -> str:
    """The last line that isn't gunicorn's own."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip() and not line.startswith("[")]
    return lines[-1].strip() if lines else "it said nothing"


def welcome(world: World, port: int) -> str:
    people = [f"  {person.login:<8} {person.note}" for person in world.people.values() if person.note]
    return "\n".join(
        [
            "",
            f"  The dashboard is at http://localhost:{port}",
            "  Sign in as",
            *(f"  {line}" for line in people),
            "  Stop it with Ctrl-C. The history is being read; what is there is shown.",
            "",
        ]
    )


def say(lines: str) -> None:
    print(lines, flush=True)
