"""A disk that is full, read-only or too small for one file: real ones, of a file system of the tests' own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.history.folder import Folder
from tests.torture.github import GitHub
from tests.torture.processes import running_refresher
from tests.torture.trial import Store, Trial, half_files

SPACE = "2m"
ALONE = ("unshare", "--map-root-user", "--mount")
INSIDE = ("nsenter", "--user", "--mount", "--preserve-credentials", "--target")
LEFT = range(12)  # pages of the disk: enough for nothing, for a file or two, for half a day


class Elsewhere(Folder):
    """Seen by way of a process that has other file systems: its root is a link that leads nowhere when it is followed."""

    def __init__(self, root: Path):
        self.root = root

    def _path(self, key: str) -> Path:
        return self.root / key


@dataclass
class Disk:
    """A tmpfs that only the refresher and its children see; everybody else comes in by way of its process."""

    path: Path
    number: int

    @property
    def seen_from_here(self) -> Path:
        return Path(f"/proc/{self.number}/root{self.path}")

    def remount(self, how: str) -> None:
        subprocess.run([*INSIDE, str(self.number), "mount", "-o", f"remount,{how}", str(self.path)], check=True)

    def fill(self, pages_left: int) -> Path:
        """With one file, which is given back."""
        ballast = self.seen_from_here / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            while True:
                try:
                    file.write(bytes(4096))
                except OSError:
                    break
            file.truncate(max(0, file.tell() - pages_left * 4096))
        return ballast


@pytest.fixture
def disk(github: GitHub, tmp_path: Path) -> Iterator[tuple[Trial, Disk]]:
    if subprocess.run([*ALONE, "true"], capture_output=True).returncode:
        pytest.skip("no file system of one's own may be mounted here: unshare is refused")
    path = tmp_path / "disk"
    path.mkdir()
    mounted = (*ALONE, "sh", "-c", f'mount -t tmpfs -o size={SPACE} tmpfs "{path}" && exec "$@"', "sh")
    with running_refresher(tmp_path / "processes", mounted) as refresher:
        found = Disk(path, refresher.process.pid)
        # The first answer comes when it is mounted.
        assert refresher.start({}, watch=str(tmp_path / "nothing")).kill()
        store = Store(str(path / "history"), Elsewhere(found.seen_from_here / "history"))
        trial = Trial(github, store, tmp_path, refresher)
        yield trial, found
        trial.done()


def refused(trial: Trial, **job: int) -> str:
    """What a refresh says that can't write."""
    process = trial.refresh(**job)
    assert process.wait()
    trial.check(process)
    assert process.codes == [1], process.said
    trial.counts["failed runs"] += 1
    (line,) = process.complaints
    return line


def test_d12_a_disk_that_is_full_or_read_only_costs_no_day_and_leaves_no_half_file(disk):
    trial, its = disk
    trial.refresh_whole()
    for pages_left in LEFT:
        trial.github.correct()
        ballast = its.fill(pages_left)
        assert "No space left on device" in refused(trial)
        assert half_files(trial.store.objects) == []
        ballast.unlink()
    its.remount("ro")
    assert "Read-only file system" in refused(trial)
    its.remount("rw")
    trial.complete()


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_d12_a_file_that_may_not_be_written_to_its_end_is_not_there_at_all(trial):
    """Where no file system can be mounted, this is as near as it gets: the kernel stops the write half-way."""
    trial.refresh_whole()
    trial.github.correct()
    assert "File too large" in refused(trial, largest_file=1500)
    assert half_files(trial.store.objects) == []
    trial.complete()
