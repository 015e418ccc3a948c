"""What a folder promises besides."""

from __future__ import annotations

import os
import time

import pytest

from dashboard.errors import HistoryError


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    folder.write("a/b", b"")
    (tmp_path / "outside").mkdir()
    (folder.root / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(HistoryError, match="link"):
        folder.write("link/b", b"")


def test_what_a_killed_writer_left_is_not_listed_and_goes_after_an_hour(folder):
    folder.write("day/rows.parquet", b"")
    old, young = folder.root / "day" / ".tmp-old", folder.root / "day" / ".tmp-young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 3700, time.time() - 3700))
    assert list(folder.list()) == ["day/rows.parquet"]
    folder.write("day/rows.parquet", b"again")
    assert not old.exists()
    assert young.exists()


def test_a_failed_write_leaves_the_old_content_and_nothing_else(folder, monkeypatch):
    folder.write("one", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HistoryError, match="No space left"):
        folder.write("one", b"new")
    assert folder.read("one").content == b"old"
    assert [path.name for path in folder.root.iterdir()] == ["one"]


def test_a_folder_that_cannot_be_looked_into_is_said_and_not_left_out(folder, monkeypatch):
    folder.write("users/day/rows.parquet", b"")
    scandir = os.scandir

    def refused(path):
        if str(path).endswith("/day"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(HistoryError, match=r"users/ can't be listed: Permission denied"):
        folder.list("users/")


def test_what_was_deleted_stays_so_after_a_crash(folder, monkeypatch):
    folder.write("day/one", b"")
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.readlink(f"/proc/self/fd/{descriptor}")))
    folder.delete("day/one")
    assert flushed == [str(folder.root / "day")]
