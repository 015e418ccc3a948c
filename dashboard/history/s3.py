"""Objects in an S3 bucket, AWS's own or any that honours conditional writes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import boto3.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
)

from dashboard.errors import Away, Conflict, DashboardError, Denied, HistoryError
from dashboard.history.keys import checked_key, checked_prefix, is_key
from dashboard.history.stored import Stored, Unchanged

T = TypeVar("T")

_TIMEOUTS = Config(connect_timeout=2, read_timeout=10)
_PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 3})
# A repeated swap whose first reply got lost would say "lost" of a race it had won.
_ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
_BROKEN = (HTTPClientError, ConnectionError, IncompleteReadError, FlexibleChecksumError)
_making_clients = threading.Lock()


class S3:
    """`options` are those of a boto3 client; what they leave out comes from AWS's own environment and files."""

    def __init__(self, bucket: str, prefix: str = "", **options: Any):
        self.bucket = bucket
        self.prefix = f"{checked_key(prefix.strip('/'))}/" if prefix.strip("/") else ""
        self._options = options
        self._clients: dict[tuple[int, Config], Any] = {}

    def __repr__(self) -> str:
        return f"S3('s3://{self.bucket}/{self.prefix}')"

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to read the same bucket: it makes its own clients."""
        return {**self.__dict__, "_clients": {}}

    def read(self, key: str) -> Stored | None:
        return self._told(key, lambda: self._read(key))

    def read_changed(self, key: str, etag: str) -> Stored | Unchanged | None:
        try:
            stored = self._told(key, lambda: self._read(key, IfNoneMatch=f'"{etag}"'))
        except _NotModified:
            return Unchanged()
        return Unchanged() if stored and stored.etag == etag else stored

    def write(self, key: str, content: bytes) -> None:
        self._told(key, lambda: self._client(_PATIENT).put_object(**self._place(key), Body=content))

    def swap(self, key: str, content: bytes, etag: str | None) -> str:
        # Without quotes: some servers compare them literally.
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        try:
            answer = self._client(_ONCE).put_object(**self._place(key), Body=content, **condition)
        except (ClientError, BotoCoreError) as error:
            if not _open_outcome(error):
                raise self._ours(error, key) from error
            return self._settled(key, content, error)
        return self._etag(answer, key)

    def list(self, prefix: str = "") -> Iterator[str]:
        entries = _entries("Contents", self._pages("list_objects_v2", self._start(prefix)))
        return filter(is_key, (entry["Key"].removeprefix(self.prefix) for entry in entries))

    def list_others(self, start: str) -> Iterator[tuple[str, int]]:
        """Name and bytes of every object of the bucket that begins so; others name theirs as they like."""
        entries = _entries("Contents", self._pages("list_objects_v2", start))
        return ((entry["Key"], entry["Size"]) for entry in entries)

    def read_other(self, name: str) -> bytes:
        """Raises Denied if it isn't there any more."""
        return self._told(name, lambda: self._client(_PATIENT).get_object(Bucket=self.bucket, Key=name)["Body"].read())

    def delete(self, key: str) -> None:
        self._told(key, lambda: self._delete(key))

    def forget_versions(self, prefix: str) -> None:
        """What keys that begin so held before, in a bucket that keeps versions; what they hold now stays."""
        pages = self._pages("list_object_versions", self._start(prefix))
        versions = [entry for entry in _entries("Versions", pages) if not entry["IsLatest"]]
        markers = _entries("DeleteMarkers", pages)
        # In this order: without its marker, the newest version of what was deleted would be back.
        for entry in (*versions, *markers):
            self._told(prefix, partial(self._delete_version, entry["Key"], entry["VersionId"]))

    def _delete_version(self, key: str, version: str) -> None:
        self._client(_PATIENT).delete_object(Bucket=self.bucket, Key=key, VersionId=version)

    def _pages(self, operation: str, start: str) -> Sequence[dict[str, Any]]:
        def read() -> Sequence[dict[str, Any]]:
            return tuple(self._client(_PATIENT).get_paginator(operation).paginate(Bucket=self.bucket, Prefix=start))

        return self._told(start.removeprefix(self.prefix), read)

    def _delete(self, key: str) -> None:
        try:
            self._client(_PATIENT).delete_object(**self._place(key))
        except ClientError as error:
            if not _is_missing(error):  # most servers don't mention it
                raise

    def _read(self, key: str, **condition: str) -> Stored | None:
        try:
            answer = self._client(_PATIENT).get_object(**self._place(key), **condition)
        except ClientError as error:
            if _status(error) == 304:
                raise _NotModified from error
            if _is_missing(error):
                return None
            raise
        return Stored(answer["Body"].read(), self._etag(answer, key))

    def _etag(self, answer: dict[str, Any], key: str) -> str:
        if etag := answer.get("ETag", "").strip('"'):
            return str(etag)
        raise HistoryError(f"s3://{self.bucket} gave no ETag of {key}; use a store that does, as AWS S3 or Ceph")

    def _settled(self, key: str, content: bytes, error: Exception) -> str:
        """The ETag if the bucket holds `content` after a write whose reply said no, or never came."""
        stored = self.read(key)
        if stored is None or stored.content != content:
            raise Conflict(f"{key} has changed since it was read; read it again and merge") from error
        return stored.etag

    def _start(self, prefix: str) -> str:
        return self.prefix + checked_prefix(prefix)

    def _place(self, key: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + checked_key(key)}

    def _client(self, patience: Config) -> Any:
        mine = (os.getpid(), patience)
        if mine not in self._clients:
            config = _TIMEOUTS.merge(self._options.get("config") or Config()).merge(patience)
            self._clients[mine] = _new_client(**{**self._options, "config": config})
        return self._clients[mine]

    def _told(self, key: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except (ClientError, BotoCoreError) as error:
            raise self._ours(error, key) from error

    def _ours(self, error: Exception, key: str) -> DashboardError:
        where = f"s3://{self.bucket}/{self.prefix}{key}"
        if isinstance(error, NoCredentialsError):
            return Denied(f"{where} needs AWS credentials; set a role, a profile or AWS_ACCESS_KEY_ID")
        if isinstance(error, _BROKEN) or _status(error) >= 500 or _status(error) == 429:
            return Away(f"{where} didn't answer ({_code(error)}); try again later")
        if _status(error) in (401, 403, 404):
            return Denied(f"{where} is refused ({_code(error)}); check the bucket's name and rights", _status(error))
        return HistoryError(f"{where} failed ({_code(error)}); check the bucket and its settings")


def _new_client(**options: Any) -> Any:
    """Each process makes its own: a client used before a fork hands its child another key's bytes."""
    try:
        with _making_clients:  # may be used by many threads, but not made by them
            return boto3.session.Session().client("s3", **options)  # the default one keeps the first credentials
    except ValueError as problem:
        raise HistoryError(
            f"the settings of S3 aren't understood ({problem}); check AWS_ENDPOINT_URL_S3 and the region"
        ) from problem


def _entries(kind: str, pages: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (entry for page in pages for entry in page.get(kind, ()))


class _NotModified(Exception):
    pass


def _open_outcome(error: Exception) -> bool:
    """Whether the write may have been applied, or lost to another: only reading again tells."""
    if isinstance(error, _BROKEN):
        return True
    return _status(error) in (404, 409, 412) or _status(error) >= 500


def _is_missing(error: BaseException | None) -> bool:
    """Whether this very object isn't there: a 404 without that word may come from anything on the way."""
    return isinstance(error, ClientError) and _code(error) == "NoSuchKey"


def _status(error: Exception) -> int:
    if not isinstance(error, ClientError):
        return 0
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: Exception) -> str:
    if not isinstance(error, ClientError):
        return type(error).__name__
    return str(error.response.get("Error", {}).get("Code", "")) or str(_status(error))
