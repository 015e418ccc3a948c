"""What every kind of store promises: a folder, a quick S3 and a real one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

from dashboard.errors import Conflict, WrongUse
from dashboard.history.objects import Folder, Objects, Stored, Unchanged

SWAPPERS, ROUNDS = 16, 6


@pytest.fixture(params=["folder", "real_s3"])
def objects(request) -> Objects:
    return request.getfixturevalue(request.param)


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


def test_of_many_swaps_at_once_one_wins_and_everyone_knows(objects):
    etag = objects.swap("index.json", b"start", None)
    with ThreadPoolExecutor(SWAPPERS) as pool:
        for round in range(ROUNDS):
            contents = [b"%d of round %d" % (number, round) for number in range(SWAPPERS)]
            won = list(pool.map(swapping(objects, etag), contents))
            (etag,) = filter(None, won)
            assert objects.read("index.json") == Stored(contents[won.index(etag)], etag)


def swapping(objects: Objects, etag: str) -> Callable[[bytes], str | None]:
    """Gives the new ETag to whoever won."""

    def swap(content: bytes) -> str | None:
        try:
            return objects.swap("index.json", content, etag)
        except Conflict:
            return None

    return swap


def test_of_many_that_want_to_be_first_one_is(objects):
    with ThreadPoolExecutor(SWAPPERS) as pool:
        firsts = list(pool.map(lambda number: first(objects, b"%d" % number), range(SWAPPERS)))
    assert firsts.count(True) == 1
    assert objects.read("index.json").content == b"%d" % firsts.index(True)


def first(objects: Objects, content: bytes) -> bool:
    try:
        objects.swap("index.json", content, None)
    except Conflict:
        return False
    return True


def test_keys_are_listed_in_order_by_their_beginning(objects):
    for key in ("team=10/b", "team=1/b", "team=1/a", "other"):
        objects.write(key, b"")
    assert list(objects.list("team=1/")) == ["team=1/a", "team=1/b"]
    assert list(objects.list()) == ["other", "team=1/a", "team=1/b", "team=10/b"]
    assert list(objects.list("nothing/")) == []


def test_what_others_put_beside_our_objects_is_not_listed(objects):
    objects.write("team=1/a", b"")
    for name in ("team=1/notes of march.txt", "team=1_$folder$", "team=1/.hidden"):
        put_by_others(objects, name)
    assert list(objects.list()) == ["team=1/a"]


def put_by_others(objects: Objects, name: str) -> None:
    if isinstance(objects, Folder):
        (objects.root / name).write_bytes(b"")
    else:
        boto3.client("s3", **objects._options).put_object(Bucket=objects.bucket, Key=objects.prefix + name, Body=b"")


def test_deleting_what_is_not_there_is_fine(objects):
    objects.write("one", b"")
    objects.write("some/thing", b"")
    for key in ("one", "one", "one/two", "some", "never/was"):
        objects.delete(key)
    assert list(objects.list()) == ["some/thing"]


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
