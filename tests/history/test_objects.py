"""What every kind of store promises."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from dashboard.errors import Away, Conflict, Denied, HistoryError, WrongUse
from dashboard.history.objects import S3, Folder, Stored, Unchanged
from tests.history.conftest import AWS
from tests.history.proxy import Answer


def test_what_was_written_is_read_back(objects):
    objects.write("users/day=2026-11-16/rows.parquet", b"\x00one")
    objects.write("users/day=2026-11-16/rows.parquet", b"\x00two")
    assert objects.read("users/day=2026-11-16/rows.parquet").content == b"\x00two"


def test_what_was_never_written_is_none(objects):
    assert objects.read("index.json") is None
    assert objects.read_changed("index.json", "0" * 32) is None


def test_what_has_not_changed_is_not_read_again(objects):
    etag = objects.swap("index.json", b"one", None)
    assert objects.read_changed("index.json", etag) == Unchanged()
    objects.write("index.json", b"two")
    changed = objects.read_changed("index.json", etag)
    assert isinstance(changed, Stored)
    assert changed.content == b"two"


def test_a_swap_needs_the_version_it_was_made_from(objects):
    first = objects.swap("index.json", b"one", None)
    second = objects.swap("index.json", b"two", first)
    assert objects.read("index.json") == Stored(b"two", second)
    for stale in (first, None):
        with pytest.raises(Conflict):
            objects.swap("index.json", b"three", stale)
    assert objects.read("index.json").content == b"two"


def test_a_swap_of_something_deleted_is_refused(objects):
    etag = objects.swap("index.json", b"one", None)
    objects.delete("index.json")
    with pytest.raises(Conflict):
        objects.swap("index.json", b"two", etag)


def test_a_swap_for_what_is_there_already_is_won(objects):
    objects.swap("rows.parquet", b"one", None)
    assert objects.swap("rows.parquet", b"one", None) == objects.read("rows.parquet").etag


def test_of_many_swaps_at_once_one_wins(objects):
    etag = objects.swap("index.json", b"start", None)

    def try_swap(number: int) -> bool:
        try:
            objects.swap("index.json", b"%d" % number, etag)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(try_swap, range(8)))
    assert won.count(True) == 1
    assert objects.read("index.json").content == b"%d" % won.index(True)


def test_keys_are_listed_in_order_by_their_beginning(objects):
    for key in ("team=10/b", "team=1/b", "team=1/a", "other"):
        objects.write(key, b"")
    assert list(objects.list("team=1/")) == ["team=1/a", "team=1/b"]
    assert list(objects.list()) == ["other", "team=1/a", "team=1/b", "team=10/b"]
    assert list(objects.list("nothing/")) == []


def test_deleting_twice_is_fine(objects):
    objects.write("one", b"")
    objects.delete("one")
    objects.delete("one")
    assert objects.read("one") is None


ESCAPES = ("", "/etc/passwd", "../x", "a/../../x", "a//b", "a/./b", "a/", "a\0b", "a%2eb", "a b", ".lock", "k" * 1025)


def test_a_key_that_could_lead_elsewhere_is_refused(objects):
    calls = (
        objects.read,
        objects.delete,
        lambda key: objects.write(key, b""),
        lambda key: objects.swap(key, b"", None),
        lambda key: objects.list(f"{key}/"),
    )
    for key in ESCAPES:
        for call in calls[:-1] if key in ("", "a/") else calls:
            with pytest.raises(WrongUse):
                call(key)


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    folder.write("a/b", b"")
    (tmp_path / "outside").mkdir()
    (folder.root / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(HistoryError, match="link"):
        folder.write("link/b", b"")


def test_what_a_killed_writer_left_is_not_listed_and_goes_after_an_hour(folder):
    folder.write("day/rows.parquet", b"")
    old, young = folder.root / "day" / ".tmp-old", folder.root / "day" / ".tmp-young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 3700, time.time() - 3700))
    assert list(folder.list()) == ["day/rows.parquet"]
    folder.write("day/rows.parquet", b"again")
    assert not old.exists()
    assert young.exists()


def test_a_failed_write_leaves_the_old_content_and_nothing_else(folder, monkeypatch):
    folder.write("one", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HistoryError, match="No space left"):
        folder.write("one", b"new")
    assert folder.read("one").content == b"old"
    assert [path.name for path in folder.root.iterdir()] == ["one"]


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
