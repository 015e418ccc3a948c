"""Whether a store can be written, and keeps the promise that the history rests on: conditional writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from dashboard.errors import Conflict, Denied, HistoryError
from dashboard.history.objects import Objects

LOST = "days that two refreshers write at once are lost"


def takes_writes(objects: Objects) -> str | None:
    """What is wrong with writing an object, reading it and removing it again; raises what the store raises."""
    content = uuid4().bytes
    with _probe(objects) as key:
        objects.write(key, content)
        stored = objects.read(key)
        if stored is None or stored.content != content:
            return "what was written doesn't come back"
    return None if objects.read(key) is None else "what was deleted is still there"


def honours_conditional_writes(objects: Objects) -> str | None:
    """What the store does to a write that it must refuse; None when it refuses.

    Raises HistoryError for a store that refuses what it must take, and what the store raises.
    A swap tells by its ETag who was first: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    """
    with _probe(objects) as key:
        first = _taken(objects, key, b"first", None)
        _taken(objects, key, b"second", first)
        if _swapped(objects, key, b"third", first):
            return f"the store ignores If-Match: it takes a write over a version nobody has read, and {LOST}"
        if _swapped(objects, key, b"fourth", None):
            return f"the store ignores If-None-Match: a second writer overwrites the first, and {LOST}"
    return None


def forgets_versions(objects: Objects) -> None:
    """Does with an object of nobody's what erasing does with a person's; raises what the store raises."""
    with _probe(objects) as key:
        objects.write(key, b"first")
        objects.write(key, b"second")
        objects.delete(key)
        objects.forget_versions(key)


def _taken(objects: Objects, key: str, content: bytes, etag: str | None) -> str:
    try:
        return objects.swap(key, content, etag)
    except Conflict as conflict:
        raise HistoryError(
            "the store refuses conditional writes that it should take, so nothing can be kept there: use AWS S3, or Ceph "
            "with a bucket that keeps no versions"
        ) from conflict


def _swapped(objects: Objects, key: str, content: bytes, etag: str | None) -> bool:
    try:
        objects.swap(key, content, etag)
    except Conflict:
        return False
    return True


@contextmanager
def _probe(objects: Objects) -> Iterator[str]:
    """A key of nobody's, removed again whatever happens."""
    key = f"probe-{uuid4().hex}"
    try:
        yield key
    finally:
        objects.delete(key)
        with suppress(Denied, HistoryError):  # a right that is needed to erase, but not to refresh
            objects.forget_versions(key)
