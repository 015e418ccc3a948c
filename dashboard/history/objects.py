"""Where the history's objects are: a folder or an S3 bucket, with the same few methods and promises.

`read(key)` gives the bytes and their ETag, or None; `read_changed(key, etag)` the same, or `Unchanged`.
`write(key, content)` is all or nothing. `swap(key, content, etag)` writes only over the version with that ETag (None:
only where there is nothing) and gives the new ETag; it raises Conflict if something else is there, unless that is
`content` itself. `list(prefix)` gives keys in order; `delete(key)` is fine with a key that isn't there.
`forget_versions(prefix)` removes for good what was written over or deleted, where the store keeps that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.history.folder import Folder
from dashboard.history.s3 import S3
from dashboard.history.stored import Stored, Unchanged

__all__ = ["S3", "Folder", "Objects", "Stored", "Unchanged", "open_objects"]

Objects = Folder | S3


def open_objects(url: str, **options: Any) -> Objects:
    """`url` is a folder or s3://bucket/prefix; `options` are those of a boto3 client, on top of AWS's own settings."""
    if not url.startswith("s3://"):
        return Folder(Path(url))
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return S3(bucket, prefix, **options)
