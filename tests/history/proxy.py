"""A proxy in front of an S3 server that can be told to misbehave."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Proxy:
    """`spoil(method, path, answer)` gives another answer, or None for a connection that ends without one.

    `instead(method, path)` gives an answer that the server isn't asked for, or None for one that it is.
    `unheard` are names of headers that don't get through.
    """

    url: str = ""
    instead: Callable[[str, str], Answer | None] = field(default=lambda method, path: None)
    unheard: frozenset[str] = frozenset()
    spoil: Callable[[str, str, Answer], Answer | None] = field(default=lambda method, path, answer: answer)


@contextmanager
def running_proxy(target: str) -> Iterator[Proxy]:
    proxy = Proxy()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy, target))
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield proxy
    server.shutdown()
    server.server_close()


def _handler(proxy: Proxy, target: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.body()
            answer = proxy.instead(self.command, self.path) or self.forwarded(body)
            answer = proxy.spoil(self.command, self.path, answer)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815 - names of http.server

        def body(self) -> bytes:
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def forwarded(self, body: bytes) -> Answer:
            connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=10)
            heard = {name: value for name, value in self.headers.items() if name.lower() not in proxy.unheard}
            connection.request(self.command, self.path, body, heard)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())

        def log_message(self, *args: object) -> None:
            pass

    return Handler
