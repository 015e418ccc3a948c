from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copytree

import pytest

from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from tests.deployed import fetch_history, settings_for
from tests.rgw import running_rgw
from tests.shares import Shares, in_order


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return Shares(config, log)


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        key = in_order([item.nodeid for item in items])
        items.sort(key=lambda item: key(item.nodeid))


@pytest.fixture(scope="session")
def demo_github():
    """A GitHub of sixty synthetic people and forty days, over real HTTP. Faults are switched off after each test."""
    github = serve(lifelike(users=60, days=40, today=datetime.now(UTC).date()))
    yield github
    github.stop()


@pytest.fixture
def github(demo_github):
    yield demo_github
    demo_github.faults.clear()


@pytest.fixture(scope="session")
def deployed(demo_github, tmp_path_factory, request):
    """The settings of a dashboard whose history is there. One worker fetches it, and each has its own copy."""
    folder, of_all = tmp_path_factory.mktemp("deployed"), tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        of_all = of_all.parent
    settings = settings_for(demo_github, folder)
    with made_once(of_all / "fetched") as fetched:
        if not fetched.exists():
            assert fetch_history(settings).failures == []
            copytree(folder, fetched)
    copytree(fetched, folder, dirs_exist_ok=True)
    return settings


@contextmanager
def made_once(path: Path) -> Iterator[Path]:
    """Whoever comes second waits, and finds it."""
    with path.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield path


@pytest.fixture(scope="session")
def rgw():
    """A real S3 server, started when the first test asks for it."""
    with running_rgw() as running:
        yield running
