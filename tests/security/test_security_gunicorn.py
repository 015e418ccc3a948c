"""H10, H15 and what a deployment relies on, behind a real gunicorn with our gunicorn.conf.py."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.asking import page_request
from tests.deployed import environ_for
from tests.security.served import Served, gunicorn, wait_until

CALLBACK = "/_dash-update-component"
SECONDS, WORKERS, THREADS = 1.0, 2, 8
TOKEN = "of-the-tests-alone"
HEAD = b"Host: localhost\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def environ(demo_github, deployed):
    """The deployment of the other tests, in a session store of its own."""
    folder = Path(deployed.history_url).parent
    return environ_for(
        demo_github,
        folder,
        SESSION_URL=f"sqlite:///{folder / 'gunicorn.db'}",
        WEB_WORKERS=str(WORKERS),
        WEB_THREADS=str(THREADS),
        LIMIT_API="150/minute",
        METRICS_TOKEN=TOKEN,
        CALLBACK_SECONDS=str(SECONDS),
    )


@pytest.fixture(scope="module")
def slow(environ, tmp_path_factory):
    with gunicorn("tests.security.slow_app:server()", environ, tmp_path_factory.mktemp("slow") / "log") as served:
        yield served


@pytest.fixture(scope="module")
def alice(slow):
    return slow.sign_in("alice")


def ask_page(served: Served, browser: requests.Session) -> requests.Response:
    """Over a connection of its own: a pool would queue what is to come all at once."""
    return requests.post(f"{served.url}{CALLBACK}", json=page_request("/help"), cookies=browser.cookies, timeout=30)


def health_while(served: Served, pool: ThreadPoolExecutor, futures: list) -> float:
    """The longest that /healthz took until all is answered."""
    longest = 0.0
    while not all(future.done() for future in futures):
        longest = max(longest, served.healthz())
        time.sleep(0.02)
    return longest


def healthy_while(served: Served, futures: list) -> int:
    """How often /healthz answered before the last of them had been: counted, as a busy machine slows both."""
    answered = 0
    while served.healthz() and not all(future.done() for future in futures):
        answered += 1
    return answered


def test_h15_64_slow_callbacks_leave_healthz_under_a_second(slow, alice):
    with ThreadPoolExecutor(64) as pool:
        futures = [pool.submit(ask_page, slow, alice) for _ in range(64)]
        longest = health_while(slow, pool, futures)
    answers = [future.result() for future in futures]
    assert longest < 1
    assert {answer.status_code for answer in answers} == {200, 503}
    assert sum(answer.ok for answer in answers) >= THREADS - 2
    assert all(answer.headers["Retry-After"] == "1" for answer in answers if answer.status_code == 503)


def test_h15_a_burst_is_limited_and_healthz_does_not_wait_for_its_end(slow):
    bob = slow.sign_in("bob")

    def ask(_):
        return requests.get(f"{slow.url}/api/v1/me", cookies=bob.cookies, timeout=30)

    with ThreadPoolExecutor(32) as pool:
        futures = [pool.submit(ask, number) for number in range(500)]
        healthy = healthy_while(slow, futures)
    answers = [future.result() for future in futures]
    assert healthy >= 2, "what queues behind the burst answers when that is over"
    assert {answer.status_code for answer in answers} - {503} == {200, 429}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers if not answer.ok)


BROKEN = {
    "length-and-chunks": b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two-lengths": b"POST / HTTP/1.1\r\n" + HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "bare-line-feeds": b"GET / HTTP/1.1\nHost: localhost\nX: y\n\n",
    "many-headers": b"GET / HTTP/1.1\r\n" + HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
    "a-big-header": b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"y" * 65_536 + b"\r\n\r\n",
    "a-long-line": b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a-folded-header": b"GET / HTTP/1.1\r\n" + HEAD + b"X: y\r\n z\r\n\r\n",
    "no-http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
    "no-host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("bytes_sent", BROKEN.values(), ids=BROKEN)
def test_h10_what_is_not_http_is_refused_and_the_worker_lives(slow, bytes_sent):
    before = slow.workers()
    assert re.match(rb"HTTP/1\.[01] (400|431|414)|$", slow.ask(bytes_sent))
    assert slow.healthz() < 1
    assert slow.workers() == before


def stalled_bodies(served: Served, browser: requests.Session, how_many: int) -> list[socket.socket]:
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items()).encode()
    head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n" % (CALLBACK.encode(), cookie)
    head += b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    return [served.say(head, b'{"output":') for _ in range(how_many)]


def test_h10_bodies_that_never_come_leave_healthz_answering(slow, alice):
    before, stalled = slow.workers(), stalled_bodies(slow, alice, THREADS - 2)
    try:
        assert max(slow.healthz() for _ in range(20)) < 1
        assert slow.workers() == before
    finally:
        for connection in stalled:
            connection.close()
    wait_until(lambda: ask_page(slow, alice).ok, 10)


@pytest.mark.slow
def test_h10_bodies_that_never_come_are_given_up(slow, alice):
    for connection in stalled_bodies(slow, alice, THREADS - 2):
        connection.settimeout(60)
        assert connection.recv(4096).startswith(b"HTTP/1.1 400")
        connection.close()


@pytest.mark.slow
def test_h10_headers_that_never_end_are_given_up(slow):
    stalled = [slow.say(b"GET / HTTP/1.1\r\nHost: local") for _ in range(4 * WORKERS * THREADS)]
    time.sleep(1)
    wait_until(lambda: slow.healthz() < 1, 90)
    for connection in stalled:
        connection.close()


def test_a_forwarded_scheme_of_anybody_is_not_believed(slow):
    answer = requests.get(f"{slow.url}/", headers={"X-Forwarded-Proto": "https"}, timeout=10)
    assert answer.status_code == 200
    same = {"X-Forwarded-Proto": "https", "Origin": f"https://localhost:{slow.port}"}
    assert requests.post(f"{slow.url}/logout", headers=same, allow_redirects=False, timeout=10).status_code == 403


def test_the_workers_count_together_for_metrics(slow):
    assert requests.get(f"{slow.url}/metrics", timeout=10).status_code == 404

    def landings() -> float:
        text = requests.get(f"{slow.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10).text
        found = re.search(r'^dashboard_requests_total\{endpoint="landing",status="200"\} (\S+)', text, re.M)
        return float(found[1]) if found else 0

    before = landings()
    for _ in range(30):
        assert requests.get(f"{slow.url}/", timeout=10).ok
    assert [landings() - before for _ in range(6)] == [30] * 6


def test_the_access_log_has_no_query_and_no_control_socket_is_made(slow):
    requests.get(f"{slow.url}/login/github/authorized?code=very-secret&state=also-secret", timeout=10)
    wait_until(lambda: "/login/github/authorized" in slow.log.read_text(), 5)
    log = slow.log.read_text()
    assert "very-secret" not in log
    assert "also-secret" not in log
    assert not re.search(r"control.?socket", log, re.I)


COUNTS = {f"{kind}_{place}.db" for kind in ("counter", "histogram") for place in range(WORKERS)}


def files_of_counts(served: Served) -> set[str]:
    """Those of /metrics that the workers write. Who replaces another goes on in its files."""
    maps = "".join(Path(f"/proc/{worker}/maps").read_text() for worker in served.workers())
    return set(re.findall(r"/dashboard-metrics-\w+/(\w+\.db)", maps))


def all_count(served: Served) -> bool:
    """A worker opens a file with the first answer that it counts there: so many are asked that each has its share."""
    with ThreadPoolExecutor(WORKERS * THREADS) as pool:
        list(pool.map(lambda _: served.healthz(), range(WORKERS * THREADS)))
    return len(files_of_counts(served)) >= len(COUNTS)


def test_a_killed_worker_is_replaced_and_nobody_signs_in_again(slow, alice):
    before = slow.workers()
    os.kill(next(iter(before)), signal.SIGKILL)
    wait_until(lambda: len(slow.workers()) == WORKERS and slow.workers() != before, 20)
    wait_until(lambda: ask_page(slow, alice).ok, 20)
    assert {ask_page(slow, alice).status_code for _ in range(4)} == {200}
    wait_until(lambda: all_count(slow), 30)
    assert files_of_counts(slow) == COUNTS


def test_sigterm_under_load_loses_no_answered_request(environ, tmp_path):
    """Whoever is being answered gets the whole answer; whoever comes too late is not let in at all."""
    environ = {**environ, "LIMIT_API": "0", "CALLBACK_SECONDS": "0.3"}
    with gunicorn("tests.security.slow_app:server()", environ, tmp_path / "log") as served:
        dana = served.sign_in("dana")
        ended, outcomes = threading.Event(), []

        def ask_on():
            while not ended.is_set():
                began = time.monotonic()
                try:
                    answer = ask_page(served, dana)
                    outcomes.append((began, answer.status_code, len(answer.content)))
                except requests.ConnectionError:
                    outcomes.append((began, 0, 0))
                    return

        threads = [threading.Thread(target=ask_on) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        told = time.monotonic()
        served.process.terminate()
        served.process.wait(40)
        ended.set()
        for thread in threads:
            thread.join()
    before = [status for began, status, _ in outcomes if began < told - 0.05]
    assert len(before) >= 16
    assert set(before) <= {200, 503}
    assert {status for _, status, _ in outcomes} <= {0, 200, 503}
    assert len({size for _, status, size in outcomes if status == 200}) == 1
    assert served.process.returncode == 0
