"""Bringing objects to their own names once the index says that they count.

An object of the index is never written over by one that isn't in it yet: a writer killed between the two would have
lost the old content. So what replaces an object is first written under `staged/`, then the index names it and its
staged key, then it is brought to its own name, and the staged copy goes. Readers look under both names, and any
writer may finish what another one began.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from dashboard.errors import Conflict, Damaged
from dashboard.history.index import Index, Object, read_index
from dashboard.history.keys import STAGED, staged_at, staged_key
from dashboard.history.objects import Objects, Stored

_LEFTOVER_AFTER = timedelta(hours=1)  # no writer takes this long between staging and the index
_TRIES = 20


def read_object(objects: Objects, found: Object) -> bytes:
    """The content that the index means. Raises Damaged if it is under neither name."""
    # Its own name twice: it may have been brought there after the first look, and before the one under `staged`.
    for key in (found.key, found.staged, found.key) if found.staged else (found.key,):
        stored = objects.read(key)
        if stored and _is(stored, found):
            return stored.content
    raise Damaged(f"{found.key} isn't what was written; fetch that day again")


def store(objects: Objects, new: Object, content: bytes, replaces: bool) -> Object:
    """Writes `content` where it harms nothing; gives the object with the staged key, if it needed one."""
    if not replaces:
        try:
            objects.swap(new.key, content, None)
            return new
        except Conflict:
            pass  # there is something that isn't in the index, or wasn't: its writer may still be about to name it
    staged = staged_key(datetime.now(UTC), uuid4().hex)
    objects.write(staged, content)
    return replace(new, staged=staged)


def repair(objects: Objects, found: Object, content: bytes) -> bool:
    """Writes `content`, which the index means by `found`, if the store has lost it. Gives whether it had."""
    held = objects.read(found.key)
    if held and _is(held, found):
        return False
    # In this order: what a newer index brought here after it was read makes the swap fail.
    if found not in [named for entry in read_index(objects).entries.values() for named in entry.objects.values()]:
        return False
    try:
        objects.swap(found.key, content, held.etag if held else None)
    except Conflict:
        return False  # somebody else has just written it
    return True


def settle(objects: Objects, keys: Collection[str]) -> None:
    """Brings what counts under these keys to its own name, whoever wrote it."""
    for _ in range(_TRIES):
        # In this order: a copy made from an older index must fail on what a newer one brought there since.
        held = {key: objects.read(key) for key in keys}
        unsettled = {found.key: found for found in _staged(read_index(objects)) if found.key in held}
        try:
            for key, found in unsettled.items():
                _bring(objects, found, held[key])
            return
        except Conflict:
            continue


def finish_others(objects: Objects, now: datetime | None = None) -> None:
    """Settles what killed writers left staged, and removes what they never came to name in the index."""
    left = set(objects.list(STAGED))
    if not left:
        return
    named = [found for found in _staged(read_index(objects)) if found.staged in left]
    settle(objects, {found.key for found in named})
    oldest = (now or datetime.now(UTC)) - _LEFTOVER_AFTER
    for key in left - {found.staged for found in named}:
        at = staged_at(key)
        if at and at < oldest:
            objects.delete(key)


def _staged(index: Index) -> list[Object]:
    return [found for entry in index.entries.values() for found in entry.objects.values() if found.staged]


def _bring(objects: Objects, found: Object, held: Stored | None) -> None:
    assert found.staged
    if not (held and _is(held, found)):
        staged = objects.read(found.staged)
        if not (staged and _is(staged, found)):
            return  # somebody else brought it in the meantime, or nobody can
        objects.swap(found.key, staged.content, held.etag if held else None)
    objects.delete(found.staged)


def _is(stored: Stored, found: Object) -> bool:
    return sha256(stored.content).hexdigest() == found.sha256
