"""Stored history that is damaged or out of reach: the web server keeps its last good answers, and says how old they are."""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from dashboard.app import create_server
from dashboard.core.rows import ORG_REPORT, USERS_REPORT
from dashboard.history import following, replica
from dashboard.history.index import read_index
from dashboard.history.objects import Objects, open_objects
from dashboard.history.store import History
from dashboard.history.tables import from_parquet
from dashboard.settings import Settings
from tests.asking import page_request
from tests.auth.site import Browser
from tests.builders import outcome
from tests.security.served import wait_until
from tests.torture.proxy import DENIED, GONE, running_proxy

SUMMARY = "/api/v1/orgs/acme/summary"
STALE = "The history can’t be read since"


@dataclass
class Running:
    """A server over a history of its own, which it looks at all the time. `late` is what its clock is ahead, in seconds."""

    settings: Settings
    objects: Objects
    late: float = 0

    def __post_init__(self) -> None:
        self.server = create_server(self.settings, lambda: time.time() + self.late)
        self.dana, self.stranger = Browser(self.server), Browser(self.server)
        assert self.dana.sign_in("dana").status_code == 302
        self.wait_for("ready")

    def state(self) -> str:
        return self.dana.get("/readyz").get_json()["parts"]["replica"]

    def wait_for(self, state: str) -> None:
        wait_until(lambda: self.state() == state, 30)

    def summary(self) -> dict[str, Any]:
        answer = self.dana.get(SUMMARY)
        assert answer.status_code == 200
        return answer.get_json()

    def page(self, address: str = "/org") -> str:
        answer = self.dana.client.post("/_dash-update-component", json=page_request(address))
        assert answer.status_code == 200
        return json.dumps(answer.get_json(), ensure_ascii=False)

    def newest_day(self) -> date:
        entries = read_index(self.objects).entries.items()
        return max(place.day for place, entry in entries if place.report == USERS_REPORT and entry.known and place.day)


@pytest.fixture(autouse=True)
def looking_all_the_time(monkeypatch):
    monkeypatch.setattr(replica, "POLL_STORE", 0.2)
    monkeypatch.setattr(following, "GLANCE", 0.05)


@pytest.fixture
def running(deployed: Settings, tmp_path: Path) -> Running:
    history = tmp_path / "history"
    shutil.copytree(deployed.history_url, history)
    settings = replace(deployed, history_url=str(history), replica_dir=str(tmp_path / "replica"))
    return Running(settings, open_objects(str(history)))


def altered(index: bytes) -> bytes:
    return index.replace(b'"rows":', b'"rows":1', 1)


def newer(index: bytes) -> bytes:
    return index.replace(b'"schema":1', b'"schema":2', 1)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda index: b"<html>it works</html>", "can't be read; bring back the version before it"),
        (lambda index: index[: len(index) // 2], "can't be read; bring back the version before it"),
        (altered, "isn't what was written; bring back the version before it"),
        (newer, "is of schema 2, this program reads 1; update the program"),
    ],
)
def test_d10_with_a_spoilt_index_the_last_good_version_goes_on_answering(running, caplog, spoil, said):
    before, good = running.summary(), running.objects.read("index.json").content
    with caplog.at_level(logging.WARNING):
        running.objects.write("index.json", spoil(good))
        running.wait_for("behind")
    assert said in caplog.text
    assert running.summary() == before
    assert (running.stranger.get("/readyz").status_code, running.stranger.get("/readyz").get_json()) == (
        200,
        {"status": "ready"},
    )
    running.objects.write("index.json", good)
    running.wait_for("ready")


def flip(objects: Objects, key: str) -> None:
    content = bytearray(objects.read(key).content)
    content[len(content) // 2] ^= 4
    objects.write(key, bytes(content))


def shorten(objects: Objects, key: str) -> None:
    objects.write(key, objects.read(key).content[:-10])


def remove(objects: Objects, key: str) -> None:
    objects.delete(key)


def mix_up(objects: Objects, key: str) -> None:
    """With another day's: good rows, but not these."""
    others = [other for other in objects.list("org/") if other != key]
    objects.write(key, objects.read(others[-1]).content)


@pytest.mark.parametrize("spoil", [flip, shorten, remove, mix_up])
def test_d10_a_day_with_a_spoilt_object_stays_as_it_was_and_is_said_to_be_torn(running, tmp_path, caplog, spoil):
    day, before = running.newest_day(), running.summary()
    with caplog.at_level(logging.WARNING):
        correct_and_spoil(running.objects, day, spoil, tmp_path / "aside")
        running.wait_for("torn")
    assert f"refresh --since {day} --until {day}" in caplog.text
    assert running.summary() == before
    assert running.stranger.get("/readyz").get_json() == {"status": "ready"}


def correct_and_spoil(objects: Objects, day: date, spoil: Callable[[Objects, str], None], aside: Path) -> None:
    """Twice the use on that day; what the index names then was never to be had whole in `objects`."""
    shutil.copytree(objects.root, aside)
    history = History(open_objects(str(aside)))
    entry = history.entry("github", "acme", ORG_REPORT, day)
    assert entry
    rows = from_parquet(history.read(entry.objects["org"]), "org").to_pylist()
    twice = [{**row, "daily_active_users": 2 * row["daily_active_users"]} for row in rows]
    history.write_day("github", "acme", day, [outcome(ORG_REPORT, "acme", day, twice)], datetime.now(UTC))
    key = entry.objects["org"].key
    spoil(history.objects, key)
    spoilt = history.objects.read(key)
    objects.write(key, spoilt.content) if spoilt else objects.delete(key)
    objects.write("index.json", history.objects.read("index.json").content)


@pytest.fixture
def by_proxy(deployed: Settings, rgw, tmp_path: Path, monkeypatch) -> Iterator[tuple[Running, Any]]:
    bucket, folder = rgw.new_bucket(), open_objects(deployed.history_url)
    client = boto3.client("s3", **rgw.options)
    for key in folder.list():
        client.put_object(Bucket=bucket, Key=key, Body=folder.read(key).content)
    with running_proxy(rgw.url) as proxy:
        for name, value in {**rgw.environ, "AWS_ENDPOINT_URL_S3": proxy.url, "AWS_MAX_ATTEMPTS": "1"}.items():
            monkeypatch.setenv(name, value)
        url = f"s3://{bucket}"
        settings = replace(deployed, history_url=url, replica_dir=str(tmp_path / "replica"))
        yield Running(settings, open_objects(url, **rgw.options)), proxy


@pytest.mark.parametrize("fault", [GONE, DENIED])
def test_d12_a_server_whose_bucket_is_away_answers_on_and_says_how_old_its_figures_are(by_proxy, fault):
    running, proxy = by_proxy
    before = running.summary()
    proxy.fault = fault
    running.wait_for("behind")
    assert STALE not in running.page(), "not for a moment's trouble"
    running.late = timedelta(minutes=6).total_seconds()
    assert running.summary() == before
    assert all(STALE in running.page(address) for address in ("/", "/org", "/teams/acme/red", "/help", "/me"))
    assert running.stranger.get("/readyz").status_code == 200
    proxy.fault = None
    running.wait_for("ready")
    assert STALE not in running.page()


def test_d12_a_server_that_begins_while_the_bucket_is_away_answers_from_what_its_host_has(by_proxy):
    running, proxy = by_proxy
    before = running.summary()
    proxy.fault = GONE
    server = create_server(running.settings)
    again = Browser(server)
    assert again.sign_in("dana").status_code == 302
    wait_until(lambda: again.get("/readyz").status_code == 200, 30)
    assert again.get(SUMMARY).get_json() == before
