"""A stand-in of GitHub, and a smaller server that says exactly what it is told to."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from dashboard.demo.server import serve
from dashboard.demo.world import World
from dashboard.sources.http import Patience


class Scripted(ThreadingHTTPServer):
    """Answers each path with its scripted answers in turn, the last one for ever; `seen` are (path, headers)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = defaultdict(list)
        self.seen = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def say(self, path, status=200, body=b"", **headers):
        """Underscores in header names are hyphens. `length` is an untrue Content-Length."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path].append((status, content, {name.replace("_", "-"): value for name, value in headers.items()}))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, self.headers))
        script = self.server.answers[self.path.partition("?")[0]]
        status, body, headers = (script.pop(0) if len(script) > 1 else script[0]) if script else (404, b"", {})
        self.send_response(status)
        length = headers.get("length", len(body))
        for name, value in {**headers, "Content-Length": str(length)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length != len(body)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def scripted():
    server = Scripted()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def patience(waits):
    """Notes each wait instead of waiting; the dice always fall highest."""
    return Patience(sleep=waits.append, dice=lambda: 1.0)


@pytest.fixture
def world():
    found = World(date(2026, 11, 21))
    found.add_organisation("acme", 999)
    return found


@pytest.fixture
def acme(world):
    return world.organisation("acme")


@pytest.fixture
def stand_in(world):
    running = serve(world)
    yield running
    running.stop()
