"""Objects as files of a local folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from dashboard.errors import Conflict, HistoryError
from dashboard.history.keys import checked_key, checked_prefix, is_key
from dashboard.history.stored import Stored, Unchanged

_TEMPORARY = ".tmp-"
_LEFTOVER_AFTER = 3600  # seconds: no write takes this long
_ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


class Folder:
    """Not for network drives: the lock that `swap` relies on is only good on a local file system."""

    def __init__(self, root: Path):
        self.root = root.resolve()

    def __repr__(self) -> str:
        return f"Folder({str(self.root)!r})"

    def read(self, key: str) -> Stored | None:
        with _said(f"{key} can't be read"):
            try:
                content = self._path(key).read_bytes()
            except _ABSENT:
                return None
        return Stored(content, _etag(content))

    def read_changed(self, key: str, etag: str) -> Stored | Unchanged | None:
        stored = self.read(key)
        return Unchanged() if stored and stored.etag == etag else stored

    def write(self, key: str, content: bytes) -> None:
        with _said(f"{key} can't be written"):
            self._replace(self._path(key), content)

    def swap(self, key: str, content: bytes, etag: str | None) -> str:
        with _said(f"{key} can't be written"), self._locked():
            stored = self.read(key)
            if (stored.etag if stored else None) == etag:
                self._replace(self._path(key), content)
            elif stored is None or stored.content != content:
                raise Conflict(f"{key} has changed since it was read; read it again and merge")
        return _etag(content)

    def list(self, prefix: str = "") -> Iterator[str]:
        top = self.root / checked_prefix(prefix).rpartition("/")[0]
        with _said(f"{prefix or 'the folder'} can't be listed"):
            keys = [path.relative_to(self.root).as_posix() for path in _files(top)]
        return iter(sorted(key for key in keys if key.startswith(prefix) and is_key(key)))

    def delete(self, key: str) -> None:
        with _said(f"{key} can't be deleted"):
            path = self._path(key)
            with suppress(*_ABSENT):
                path.unlink()
                _flush_folder(path.parent)

    def forget_versions(self, prefix: str) -> None:
        """A folder keeps none."""
        checked_prefix(prefix)

    def _path(self, key: str) -> Path:
        path = (self.root / checked_key(key)).resolve()
        if not path.is_relative_to(self.root):
            raise HistoryError(f"{key} leads out of {self.root} by a link; remove the link")
        return path

    def _replace(self, path: Path, content: bytes) -> None:
        """Temporary file, fsync, rename, fsync of the folder: after a crash there is the old file or the new one."""
        _make_folder(path.parent)
        _sweep(path.parent)
        temporary = path.parent / f"{_TEMPORARY}{uuid4().hex}"
        try:
            _write_through(temporary, content)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One lock for the folder; the kernel frees it when its holder dies."""
        _make_folder(self.root)
        with open(self.root / ".lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _etag(content: bytes) -> str:
    return sha256(content).hexdigest()


@contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HistoryError(
            f"{what}: {error.strerror or error}; see to the history's folder and run it again"
        ) from error


def _files(top: Path) -> Iterator[Path]:
    """All below it, and none if it isn't there; a folder that can't be read is an error, not a shorter list."""

    def stop(error: OSError) -> None:
        if not isinstance(error, _ABSENT):
            raise error

    for folder, _, names in os.walk(top, onerror=stop):
        yield from (Path(folder, name) for name in names)


def _write_through(path: Path, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _sweep(folder: Path) -> None:
    """Removes what killed writers left in it."""
    oldest = time.time() - _LEFTOVER_AFTER
    with os.scandir(folder) as files:
        leftovers = [file for file in files if file.name.startswith(_TEMPORARY)]
    for file in leftovers:
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < oldest:
                os.unlink(file)
