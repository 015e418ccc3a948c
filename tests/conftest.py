from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboard.demo.server import serve
from dashboard.demo.world import lifelike
from tests.deployed import fetch_history, settings_for
from tests.rgw import running_rgw


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
def deployed(demo_github, tmp_path_factory):
    """The settings of a dashboard whose history is there."""
    settings = settings_for(demo_github, tmp_path_factory.mktemp("deployed"))
    assert fetch_history(settings).failures == []
    return settings


@pytest.fixture(scope="session")
def rgw():
    """A real S3 server, started when the first test asks for it."""
    with running_rgw() as running:
        yield running
