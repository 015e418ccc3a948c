from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.history.objects import open_objects
from tests.torture.github import GitHub
from tests.torture.trial import Store, Trial, on_trial

STORES = ("folder", "s3")


@pytest.fixture
def github() -> Iterator[GitHub]:
    found = GitHub()
    yield found
    found.stop()


@pytest.fixture(params=STORES)
def store(request, tmp_path: Path) -> Store:
    if request.param == "folder":
        url = str(tmp_path / "history")
        return Store(url, open_objects(url))
    rgw = request.getfixturevalue("rgw")
    url = f"s3://{rgw.new_bucket()}/some/prefix"
    return Store(url, open_objects(url, **rgw.options), rgw.environ)


@pytest.fixture
def trial(github: GitHub, store: Store, tmp_path: Path) -> Iterator[Trial]:
    with on_trial(github, store, tmp_path) as found:
        yield found
