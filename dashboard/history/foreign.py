"""Files that somebody else keeps and names, in a folder or a bucket: to be read, never written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dashboard.errors import Denied, WrongUse
from dashboard.history.s3 import S3


@dataclass(frozen=True)
class ForeignFile:
    """`name` is as its owner would say it; `size` is in bytes; `read` gives its bytes, and raises OutsideError."""

    name: str
    size: int
    read: Callable[[], bytes]


def files_at(address: str, **options: Any) -> list[ForeignFile]:
    """The file, or all that is in the folder or under s3://bucket/prefix, in the order of their names.

    Hidden files are left out. Raises WrongUse where there is none. `options` are those of a boto3 client.
    """
    found = _objects(address, **options) if address.startswith("s3://") else _paths(Path(address))
    files = sorted(found, key=lambda file: file.name)
    if not files:
        raise WrongUse(f"there is no file at {address}; check the address")
    return files


def _paths(top: Path) -> Iterator[ForeignFile]:
    for path in [top] if top.is_file() else top.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts):
            yield ForeignFile(str(path), path.stat().st_size, partial(_read, path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Denied(f"it can't be read ({error.strerror}); see to its rights") from error


def _objects(address: str, **options: Any) -> Iterator[ForeignFile]:
    bucket, _, start = address.removeprefix("s3://").partition("/")
    if not bucket:
        raise WrongUse(f"{address} names no bucket; write s3://bucket/prefix")
    store = S3(bucket, **options)
    for name, size in store.list_others(start):
        if name == start or not start or name.startswith(f"{start.rstrip('/')}/"):
            yield ForeignFile(f"s3://{bucket}/{name}", size, partial(store.read_other, name))
