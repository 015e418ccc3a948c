"""The versions of the replica on this host: one file each, and a pointer to the one that counts."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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

    def begin(self, copied_from: Path | None) -> Path:
        """A new file to build in, or its name only. Only under the lock, which makes all others leftovers."""
        self._remove(_BUILDING)
        path = self.folder / f"{_BUILDING}{uuid4().hex}{_ENDING}"
        if copied_from:
            shutil.copyfile(copied_from, path)
        return path

    def publish(self, built: Path) -> Path:
        """Makes it the one that counts, all at once, and removes the others."""
        version = self.folder / built.name.replace(_BUILDING, _VERSION)
        built.replace(version)
        pointer = self.folder / f"{self._pointer.name}.{os.getpid()}"
        pointer.write_text(version.name)
        pointer.replace(self._pointer)
        self._remove(_VERSION, version.name)
        return version

    def discard(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            path.unlink()

    def _remove(self, beginning: str, spared: str = "") -> None:
        for path in self.folder.glob(f"{beginning}*"):
            if not path.name.startswith(spared or "/"):
                path.unlink(missing_ok=True)
