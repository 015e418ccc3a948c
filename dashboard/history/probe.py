"""Whether a store can be written, and keeps the promise that the history rests on: conditional writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from dashboard.errors import Conflict
from dashboard.history.objects import Objects

LOST = "days that two refreshers write at once would be lost"


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
    """What the store does to a write that must be refused, or must not be; None when it does right.

    A swap tells by its ETag who was first: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    """
    with _probe(objects) as key:
        try:
            first = objects.swap(key, b"first", None)
            if _swapped(objects, key, b"second", None):
                return f"the store ignores If-None-Match: a second writer overwrites the first, and {LOST}"
            objects.swap(key, b"third", first)
        except Conflict:
            return "the store refuses conditional writes that it should take: nothing could be kept there"
        if _swapped(objects, key, b"fourth", first):
            return f"the store ignores If-Match: it takes a write over a version nobody has read, and {LOST}"
    return None


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
