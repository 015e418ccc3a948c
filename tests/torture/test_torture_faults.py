"""A network and a server that lie, fail and go away between a refresher and a real S3 server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.history.objects import open_objects
from tests.torture.github import GitHub
from tests.torture.proxy import DENIED, FAULTS, GONE, Proxy, running_proxy
from tests.torture.trial import Store, Trial, half_files, on_trial

RUNS = 12  # until one of them gets through


@pytest.fixture
def proxy(rgw) -> Iterator[Proxy]:
    with running_proxy(rgw.url) as running:
        yield running


@pytest.fixture
def trial(github: GitHub, rgw, tmp_path: Path) -> Iterator[Trial]:
    """What looks after the store reaches it past the proxy."""
    url = f"s3://{rgw.new_bucket()}/some/prefix"
    with on_trial(github, Store(url, open_objects(url, **rgw.options), rgw.environ), tmp_path) as found:
        yield found


def by_proxy(trial: Trial, proxy: Proxy) -> Store:
    return replace(trial.store, environ={**trial.store.environ, "AWS_ENDPOINT_URL_S3": proxy.url})


def refresh_through(trial: Trial, proxy: Proxy, name: str, every: int) -> None:
    """GitHub's newest through a faulty way, as often as it takes; each run that fails says so in a line."""
    trial.github.correct()
    proxy.fault, proxy.every = FAULTS[name], every
    for _ in range(RUNS):
        process = trial.refresh(by_proxy(trial, proxy))
        assert process.wait()
        trial.check(process)
        if process.codes == [0]:
            break
        assert process.codes == [1], process.said
        assert len(process.complaints) >= 1
        trial.counts["failed runs"] += 1
    proxy.fault = None
    trial.complete()
    assert half_files(trial.store.objects) == []


def test_d9_whatever_becomes_of_the_reply_to_a_swap_nothing_is_lost_and_nothing_is_there_twice(trial, proxy):
    trial.refresh_whole()
    proxy.only = "index.json"
    refresh_through(trial, proxy, "reply lost", every=2)
    assert proxy.spoilt["PUT"]


def test_d9_what_is_garbled_on_its_way_is_never_taken_for_what_was_written(trial, proxy):
    trial.refresh_whole()
    refresh_through(trial, proxy, "bit flipped", every=60)
    assert proxy.spoilt["GET"]


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "said"), [(GONE, "didn't answer"), (DENIED, "is refused (AccessDenied)")])
def test_d12_a_bucket_that_is_away_or_closed_is_said_in_a_line_and_the_next_run_completes(trial, proxy, fault, said):
    trial.refresh_whole()
    trial.github.correct()
    proxy.fault = fault
    process = trial.refresh(by_proxy(trial, proxy))
    assert process.wait()
    assert process.codes == [1]
    (line,) = process.said.splitlines()
    assert said in line
    trial.check(process)
    proxy.fault = None
    trial.complete()


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_torture_by_a_faulty_network(trial, proxy):
    with trial.watched():
        trial.refresh_whole()
        for name in FAULTS:
            before = proxy.spoilt.total()
            refresh_through(trial, proxy, name, every=20)
            print(f"{name}: {proxy.spoilt.total() - before} requests")
