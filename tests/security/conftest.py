from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from dashboard.app import create_server
from dashboard.demo.server import serve
from tests.auth.conftest import Clock
from tests.deployed import settings_for
from tests.security.company import Company, Lines, as_always
from tests.security.corp import corp, looking


@pytest.fixture(scope="session")
def running_company(deployed, tmp_path_factory):
    github, clock = serve(as_always()), Clock()
    settings = settings_for(github, tmp_path_factory.mktemp("company"), LIMIT_SIGN_IN="0", LIMIT_API="0")
    with_history = replace(settings, history_url=deployed.history_url, replica_dir=deployed.replica_dir)
    yield Company(github, create_server(with_history, clock), clock)
    github.stop()


@pytest.fixture
def company(running_company):
    running_company.begin()
    return running_company


@pytest.fixture
def audited():
    lines, log = Lines(), logging.getLogger("audit")
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    yield lines
    log.removeHandler(lines)


@pytest.fixture(scope="session")
def corp_downloads(tmp_path_factory):
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def corp_site(tmp_path_factory):
    """The product at app.corp.test, over a history in which every name is hostile."""
    with corp(tmp_path_factory.mktemp("corp")) as running:
        yield running


@pytest.fixture(scope="session")
def corp_chromium(corp_downloads):
    with looking(corp_downloads) as browser:
        yield browser
