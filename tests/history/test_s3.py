"""What a bucket promises besides, whatever the server and the way to it do."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from dashboard.errors import Away, Conflict, Denied, HistoryError
from dashboard.history.objects import S3, Folder, Unchanged
from dashboard.history.probe import forgets_versions, honours_conditional_writes, takes_writes
from tests.history.conftest import AWS
from tests.history.proxy import Answer

VIRTUAL = {"addressing_style": "virtual"}


def test_a_swap_whose_reply_got_lost_is_recognised_as_won(s3_by_proxy, proxy):
    proxy.spoil = lambda method, path, answer: None if method == "PUT" else answer
    etag = s3_by_proxy.swap("index.json", b"one", None)
    assert s3_by_proxy.swap("index.json", b"two", etag) == s3_by_proxy.read("index.json").etag
    with pytest.raises(Conflict):
        s3_by_proxy.swap("index.json", b"three", etag)


@pytest.mark.parametrize("status", [409, 500, 503])
def test_a_swap_that_was_applied_and_answered_with_an_error_is_won(s3_by_proxy, proxy, status):
    proxy.spoil = lambda method, path, answer: replace(answer, status=status) if method == "PUT" else answer
    assert s3_by_proxy.swap("index.json", b"one", None) == s3_by_proxy.read("index.json").etag


@pytest.mark.parametrize("status", [404, 409, 412, 500, 503])
def test_a_swap_that_was_refused_in_whatever_words_is_lost(s3_by_proxy, proxy, status):
    etag = s3_by_proxy.swap("index.json", b"one", None)
    proxy.instead = refusing_writes(status)
    for held in (etag, None):
        with pytest.raises(Conflict):
            s3_by_proxy.swap("index.json", b"two", held)
    assert s3_by_proxy.read("index.json").content == b"one"


def refusing_writes(status: int) -> Callable[[str, str], Answer | None]:
    return lambda method, path: Answer(status, [], b"") if method == "PUT" else None


def test_a_swap_is_tried_once_whatever_the_settings_say(proxy, bucket):
    """A second try of a write whose reply got lost would find that somebody, we, had been faster."""
    puts = []
    proxy.instead = lambda method, path: puts.append(path) or Answer(500, [], b"") if method == "PUT" else None
    stubborn = Config(retries={"mode": "standard", "total_max_attempts": 3})
    with pytest.raises(Conflict):
        S3(bucket, endpoint_url=proxy.url, config=stubborn, **AWS).swap("index.json", b"one", None)
    assert len(puts) == 1


def with_etag(answer: Answer, change: Callable[[str], str | None]) -> Answer:
    """None leaves it out."""
    headers = [(name, change(value) if name.lower() == "etag" else value) for name, value in answer.headers]
    return replace(answer, headers=[(name, value) for name, value in headers if value is not None])


def test_an_etag_without_quotes_is_one_like_any_other(s3_by_proxy, proxy):
    proxy.spoil = lambda method, path, answer: with_etag(answer, lambda etag: etag.strip('"'))
    etag = s3_by_proxy.swap("index.json", b"one", None)
    assert s3_by_proxy.read_changed("index.json", etag) == Unchanged()
    assert s3_by_proxy.swap("index.json", b"two", etag) == s3_by_proxy.read("index.json").etag


def test_a_server_without_etags_is_said(s3_by_proxy, proxy):
    proxy.spoil = lambda method, path, answer: with_etag(answer, lambda etag: None)
    with pytest.raises(HistoryError, match="no ETag"):
        s3_by_proxy.swap("index.json", b"one", None)
    with pytest.raises(HistoryError, match="no ETag"):
        s3_by_proxy.read("index.json")


def test_a_404_that_does_not_name_the_object_is_no_empty_history(s3_by_proxy, proxy):
    """Something on the way says so, and not the store: a whole history would be gone at once."""
    proxy.instead = lambda method, path: Answer(404, [], b"<html>no such page</html>")
    with pytest.raises(Denied, match="404"):
        s3_by_proxy.read("index.json")


def test_a_server_that_minds_deleting_twice_is_no_matter(s3_by_proxy, proxy):
    proxy.instead = lambda method, path: Answer(404, [], b"<Error><Code>NoSuchKey</Code></Error>")
    s3_by_proxy.delete("one")
    proxy.instead = lambda method, path: Answer(404, [], b"<Error><Code>NoSuchBucket</Code></Error>")
    with pytest.raises(Denied):
        s3_by_proxy.delete("one")


@pytest.mark.parametrize(
    ("styles", "address"),
    [({}, "http://s3.corp.example/usage/index.json"), ({"s3": VIRTUAL}, "http://usage.s3.corp.example/index.json")],
)
def test_a_server_of_ones_own_is_asked_by_path_unless_told_otherwise(proxy, styles, address):
    asked = []
    proxy.instead = lambda method, path: asked.append(path) or Answer(404, [], b"<Error><Code>NoSuchKey</Code></Error>")
    config = Config(proxies={"http": proxy.url}, **styles)
    assert S3("usage", endpoint_url="http://s3.corp.example", config=config, **AWS).read("index.json") is None
    assert asked == [address]


def test_an_address_that_is_none_is_said_by_every_method():
    nowhere = S3("bucket", endpoint_url="not an address", **AWS)
    calls = (nowhere.read, nowhere.list, nowhere.delete, nowhere.forget_versions, lambda key: nowhere.write(key, b""))
    for call in (*calls, lambda key: nowhere.swap(key, b"", None)):
        with pytest.raises(HistoryError, match="AWS_ENDPOINT_URL_S3"):
            call("one")


@pytest.fixture(params=["moto", "rgw"])
def versioned(request) -> S3:
    """A bucket that keeps versions."""
    quick = request.param == "moto"
    options = {"endpoint_url": request.getfixturevalue("s3_server"), **AWS} if quick else rgw_options(request)
    s3 = S3(f"versioned-{uuid4().hex[:12]}", "some/prefix", **options)
    administrator = boto3.client("s3", **options)
    administrator.create_bucket(Bucket=s3.bucket)
    administrator.put_bucket_versioning(Bucket=s3.bucket, VersioningConfiguration={"Status": "Enabled"})
    return s3


def rgw_options(request) -> dict[str, str]:
    return request.getfixturevalue("rgw").options


def versions(s3: S3) -> dict[str, int]:
    """How many versions and marks of deletion there are, by key."""
    found = boto3.client("s3", **s3._options).list_object_versions(Bucket=s3.bucket)
    entries = found.get("Versions", []) + found.get("DeleteMarkers", [])
    return dict(Counter(entry["Key"].removeprefix(s3.prefix) for entry in entries))


def test_what_was_written_over_or_deleted_is_forgotten_for_good(versioned):
    for key in ("a/kept", "a/deleted", "b"):
        versioned.write(key, b"first")
        versioned.write(key, b"second")
    versioned.delete("a/deleted")
    versioned.forget_versions("a/")
    assert versions(versioned) == {"a/kept": 1, "b": 2}
    assert versioned.read("a/kept").content == b"second"
    assert versioned.read("a/deleted") is None


@pytest.mark.parametrize("versioned", ["moto"], indirect=True)
def test_the_probes_leave_nothing_behind_where_versions_are_kept(versioned):
    assert takes_writes(versioned) is None
    assert honours_conditional_writes(versioned) is None
    forgets_versions(versioned)
    assert versions(versioned) == {}


@pytest.mark.parametrize("versioned", ["rgw"], indirect=True)
def test_a_real_server_that_refuses_what_it_must_take_is_found_out(versioned):
    """Ceph 16, where the bucket keeps versions."""
    with pytest.raises(HistoryError, match="keeps no versions"):
        honours_conditional_writes(versioned)
    assert versions(versioned) == {}


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
def test_a_server_that_ignores_a_condition_is_found_out(s3_by_proxy, proxy, header):
    proxy.unheard = frozenset({header.lower()})
    assert f"ignores {header}:" in honours_conditional_writes(s3_by_proxy)
    assert list(s3_by_proxy.list()) == []


def test_a_server_in_trouble_is_away_and_one_that_refuses_is_not(s3_by_proxy, proxy):
    s3_by_proxy.write("one", b"1")
    proxy.spoil = lambda method, path, answer: Answer(503, [], b"<Error/>")
    with pytest.raises(Away):
        s3_by_proxy.read("one")
    proxy.spoil = lambda method, path, answer: Answer(403, [], b"<Error/>")
    with pytest.raises(Denied):
        s3_by_proxy.read("one")


def test_a_server_that_is_not_there_is_away():
    gone = S3("bucket", endpoint_url="http://127.0.0.1:9", **AWS)
    with pytest.raises(Away):
        gone.read("one")
    with pytest.raises(Away):
        gone.swap("one", b"", None)


def test_a_bucket_that_does_not_exist_is_said(s3_server):
    with pytest.raises(Denied, match="NoSuchBucket"):
        S3("never-made", endpoint_url=s3_server, **AWS).read("one")


def test_a_child_of_a_fork_makes_its_own_client(s3_by_proxy):
    """Over connections that are kept alive: children that shared one would read each other's answers."""
    for number in range(3):
        s3_by_proxy.write(f"child-{number}", b"%d" % number)
    children = [_fork_that_reads(s3_by_proxy, number) for number in range(3)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 3


def _fork_that_reads(s3: S3, number: int) -> int:
    child = os.fork()
    if child:
        return child
    right = False
    try:
        right = all(s3.read(f"child-{number}").content == b"%d" % number for _ in range(20))
    finally:
        os._exit(0 if right else 1)


def test_a_place_that_is_no_bucket_is_a_folder(folder, s3):
    assert isinstance(folder, Folder)
    assert s3.prefix == "some/prefix/"
