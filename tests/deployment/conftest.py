"""Two hosts, each with a gunicorn and a disk of its own, over one bucket and one Redis, behind one address."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from dashboard.demo.server import Running, serve
from tests.auth.conftest import redis_url  # noqa: F401 - a fixture
from tests.deployed import environ_for
from tests.deployment.round_robin import RoundRobin, round_robin
from tests.security.company import as_always
from tests.security.served import Served, gunicorn

MEMBERSHIP_TTL = 2  # seconds


@dataclass
class Host:
    served: Served
    disk: Path


@dataclass
class TwoHosts:
    github: Running
    proxy: RoundRobin
    hosts: list[Host]


@pytest.fixture(scope="session")
def bucket(rgw, deployed) -> str:
    """The history of the other tests, in a bucket."""
    found, folder = rgw.new_bucket(), Path(deployed.history_url)
    s3 = boto3.client("s3", **rgw.options)
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda file: s3.upload_file(str(file), found, f"some/{file.relative_to(folder)}"), files))
    return found


@pytest.fixture(scope="module")
def two_hosts(rgw, bucket, redis_url, tmp_path_factory) -> Iterator[TwoHosts]:  # noqa: F811
    github = serve(as_always())
    with round_robin() as proxy, ExitStack() as stack, ThreadPoolExecutor(2) as pool:

        def start(name: str) -> Host:
            disk = tmp_path_factory.mktemp(name)
            environ = environ_of(github, proxy, disk, f"s3://{bucket}/some", redis_url)
            log = tmp_path_factory.mktemp("logs") / name
            return Host(stack.enter_context(gunicorn("wsgi:server", environ | rgw.environ, log)), disk)

        hosts = list(pool.map(start, ("one", "two")))
        proxy.ports = [host.served.port for host in hosts]
        yield TwoHosts(github, proxy, hosts)
    github.stop()


def environ_of(github: Running, proxy: RoundRobin, disk: Path, history: str, sessions: str) -> dict[str, str]:
    for name in ("home", "tmp"):
        (disk / name).mkdir()
    return environ_for(
        github,
        disk,
        HISTORY_URL=history,
        SESSION_URL=sessions,
        PUBLIC_URL=proxy.url,
        TRUSTED_PROXIES="1",
        MEMBERSHIP_TTL=f"{MEMBERSHIP_TTL}s",
        WEB_WORKERS="1",
        HOME=str(disk / "home"),
        TMPDIR=str(disk / "tmp"),
    )
