"""HTTP/1.1 for a WSGI app, with connections that stay open: werkzeug's own server closes each after one answer."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from logging import getLogger
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.test import run_wsgi_app

SOCKET = "demo.socket"
log = getLogger(__name__)
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Server(ThreadingHTTPServer):
    """`close_all` also ends connections that are open but idle, so that a stopped server is really away."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, app: App):
        self.app, self.connections = app, set[socket.socket]()
        super().__init__((host, port), Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def close_all(self) -> None:
        self.server_close()
        for connection in list(self.connections):
            close(connection)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        with suppress(ConnectionError):
            super().finish()

    def handle(self) -> None:
        """A client that goes away in between is not worth a traceback."""
        try:
            super().handle()
        except (ConnectionError, ValueError) as problem:
            log.debug("connection lost: %s", problem)

    def answer(self) -> None:
        body, status, headers = run_wsgi_app(self.server.app, self.environ())
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        headers.setdefault("Date", self.date_time_string())
        headers.setdefault("Server", "demo")
        if int(code) not in (204, 304):
            headers.setdefault("Content-Length", "0")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.writelines(body)
        self.wfile.flush()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def environ(self) -> dict[str, Any]:
        """As PEP 3333 wants it. The body is read to its end, or the next request would begin in it."""
        url, length = urlsplit(self.path), int(self.headers.get("Content-Length") or 0)
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return {
            **headers,
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
            "QUERY_STRING": url.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "SERVER_NAME": str(self.server.server_address[0]),
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.rfile.read(length)),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            SOCKET: self.connection,
        }

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


def close(connection: socket.socket) -> None:
    """The other side notices at once; a connection that is gone already is fine."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError as problem:
        log.debug("already closed: %s", problem)
