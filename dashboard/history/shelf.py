"""The versions of the replica on this host: one file each, and a pointer to the one that counts."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

_BUILDING, _VERSION, _ENDING = "building-", "replica-", ".duckdb"


class Shelf:
    """A folder that any number of processes read, and one at a time changes, under its lock.

    Removing a file that somebody has open is harmless: they keep what they have.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._pointer = folder / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Waits for its turn; the kernel ends the turn of a process that dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def current(self) -> Path | None:
        """The file that counts, if there is one."""
        try:
            path = self.folder / self._pointer.read_text().strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        return path if path.name.startswith(_VERSION) and path.is_file() else None

    def begin(self) -> Path:
        """An empty folder to build in. Only under the lock, which makes all others leftovers."""
        self._remove(_BUILDING)
        folder = self.folder / f"{_BUILDING}{uuid4().hex}"
        folder.mkdir()
        return folder

    def publish(self, built: Path) -> Path:
        """Makes this file the one that counts, all at once, and removes the others."""
        version = self.folder / f"{_VERSION}{uuid4().hex}{_ENDING}"
        built.replace(version)
        pointer = self.folder / f"{self._pointer.name}.{os.getpid()}"
        pointer.write_text(version.name)
        pointer.replace(self._pointer)
        self._remove(_VERSION, version.name)
        return version

    def discard(self, path: Path) -> None:
        """A version, or a folder to build in with all that is in it."""
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def _remove(self, beginning: str, spared: str = "") -> None:
        for path in self.folder.glob(f"{beginning}*"):
            if not path.name.startswith(spared or "/"):
                self.discard(path)
