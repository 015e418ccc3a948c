"""A proxy in front of several servers that gives each request to the next of them, as a plain load balancer does."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

OF_THE_CONNECTION = ("connection", "content-length", "transfer-encoding", "keep-alive")


@dataclass
class RoundRobin:
    """`ports` may be changed while it runs; `seen` has the path and the port of each request, in order."""

    ports: list[int]
    port: int = 0
    seen: list[tuple[str, int]] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=count)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def next_port(self, path: str) -> int:
        port = self.ports[next(self.turns) % len(self.ports)]
        self.seen.append((path, port))
        return port


@contextmanager
def round_robin() -> Iterator[RoundRobin]:
    proxy = RoundRobin([])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    proxy.port = server.server_port
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield proxy
    server.shutdown()
    server.server_close()


def _handler(proxy: RoundRobin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            server = http.client.HTTPConnection("127.0.0.1", proxy.next_port(self.path.partition("?")[0]), timeout=30)
            server.request(self.command, self.path, body, self.forwarded())
            found = server.getresponse()
            content = found.read()
            self.send_response_only(found.status)
            for name, value in found.getheaders():
                if name.lower() not in OF_THE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 - names of http.server

        def forwarded(self) -> dict[str, str]:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            about = {"For": self.client_address[0], "Proto": "http", "Host": self.headers["Host"]}
            return headers | {f"X-Forwarded-{name}": value for name, value in about.items()}

        def log_message(self, *args: object) -> None:
            pass

    return Handler
