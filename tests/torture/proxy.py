"""A proxy before an S3 server that spoils some of what passes, as networks and servers do."""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlsplit

READING, WRITING = ("GET", "HEAD"), ("PUT", "POST", "DELETE")
SLOW = 0.3  # seconds
UNCOUNTED = ("content-length", "connection", "transfer-encoding")


class Answer(NamedTuple):
    """`length` is what its head says of the body; None is a connection that ends without a word."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    length: int


Forward = Callable[[], Answer]
Fault = Callable[[Forward], Answer | None]


def reply_lost(forward: Forward) -> None:
    forward()


def cut_short(forward: Forward) -> Answer:
    """The head promises more than comes."""
    answer = forward()
    return answer._replace(body=answer.body[: len(answer.body) // 2])


def shortened(forward: Forward) -> Answer:
    """The head agrees with what comes: only its content can tell."""
    answer = cut_short(forward)
    return answer._replace(length=len(answer.body))


def flipped(forward: Forward) -> Answer:
    answer = forward()
    middle = len(answer.body) // 2
    spoilt = answer.body[middle : middle + 1]
    return answer._replace(body=answer.body[:middle] + bytes(byte ^ 4 for byte in spoilt) + answer.body[middle + 1 :])


def refused(status: int, code: str) -> Fault:
    """Without doing anything."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>of the tests</Message></Error>".encode()
    return lambda forward: Answer(status, [("Content-Type", "application/xml")], body, len(body))


def done_but_said_to_have_failed(forward: Forward) -> Answer | None:
    forward()
    return refused(500, "InternalError")(forward)


def slow(forward: Forward) -> Answer:
    time.sleep(SLOW)
    return forward()


# Name → the requests it befalls, and what it does to them.
FAULTS: dict[str, tuple[tuple[str, ...], Fault]] = {
    "reply lost": (WRITING, reply_lost),
    "500 after it was done": (WRITING, done_but_said_to_have_failed),
    "409": (WRITING, refused(409, "ConditionalRequestConflict")),
    "500": ((*READING, *WRITING), refused(500, "InternalError")),
    "503": ((*READING, *WRITING), refused(503, "SlowDown")),
    "cut short": (READING, cut_short),
    "shortened": (READING, shortened),
    "bit flipped": (READING, flipped),
    "slow": ((*READING, *WRITING), slow),
}
GONE: tuple[tuple[str, ...], Fault] = ((*READING, *WRITING), lambda forward: None)
DENIED: tuple[tuple[str, ...], Fault] = ((*READING, *WRITING), refused(403, "AccessDenied"))


@dataclass
class Proxy:
    """One request in `every` that `fault` can befall is spoilt, of those whose path ends in `only`; without a fault
    all pass."""

    url: str = ""
    only: str = ""
    fault: tuple[tuple[str, ...], Fault] | None = None
    every: int = 1
    spoilt: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=lambda: random.Random(20261121))

    def answer(self, method: str, path: str, forward: Forward) -> Answer | None:
        befallen = self.fault and method in self.fault[0] and path.partition("?")[0].endswith(self.only)
        if self.fault is None or not befallen or self.dice.randrange(self.every):
            return forward()
        self.spoilt[method] += 1
        return self.fault[1](forward)


@contextmanager
def running_proxy(target: str) -> Iterator[Proxy]:
    proxy = Proxy()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy, target))
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield proxy
    server.shutdown()
    server.server_close()


def _handler(proxy: Proxy, target: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def pass_on(self) -> None:
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                answer = proxy.answer(self.command, self.path, lambda: self.forwarded(body))
            except OSError:  # the server behind is away, too
                answer = None
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                if name.lower() not in UNCOUNTED:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(answer.length))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.close_connection = len(answer.body) != answer.length

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815 - names of http.server

        def forwarded(self, body: bytes) -> Answer:
            connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=10)
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            return Answer(answer.status, answer.getheaders(), content, len(content))

        def log_message(self, *args: object) -> None:
            pass

    return Handler
