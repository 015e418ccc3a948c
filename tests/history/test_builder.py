"""Building the replica in a process of its own."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.errors import Damaged, HistoryError
from dashboard.history.builder import build_apart
from dashboard.history.objects import S3
from dashboard.history.replica import Replica
from dashboard.history.store import History
from tests.builders import day_of, membership, usage

DAY = date(2026, 11, 16)
AT = datetime(2026, 11, 18, 3, 15, tzinfo=UTC)
GENERATIONS = "SELECT sum(generations) AS n FROM team_days"
BUILD = """
import sys
from pathlib import Path
from dashboard.history.builder import build_apart
from dashboard.history.objects import Folder
build_apart(Folder(Path(sys.argv[1])), None, Path(sys.argv[2]))
"""


def write(history: History, generations: int = 5) -> None:
    users = [usage("alice", generations=generations)]
    history.write_day("github", "acme", DAY, day_of("acme", DAY, users, [membership("alice", 42)]), AT)


@pytest.fixture
def apart(folder, tmp_path):
    return Replica(folder, tmp_path / "replica", build_apart)


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for tasks in found for child in tasks.read_text().split()]


def eventually(check):
    until = time.monotonic() + 30
    while not (found := check()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def never_answering(folder: Path) -> None:
    """A history whose index can be opened, but never comes to an end."""
    folder.mkdir(exist_ok=True)
    (folder / "index.json").unlink(missing_ok=True)
    os.mkfifo(folder / "index.json")


def building_for(pid: int) -> list[int]:
    """Its builders that have got as far as the history."""
    found = [child for child in children(pid) if b"dashboard.history.builder" in command(child)]
    return [child for child in found if len(list(Path(f"/proc/{child}/task").iterdir())) > 1]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_it_builds_what_is_built_here_and_follows(history, folder, apart, tmp_path):
    write(history)
    assert apart.update()
    assert not apart.update()
    write(history, 6)
    assert apart.update()
    here = Replica(folder, tmp_path / "here")
    here.update()
    assert apart.ask(GENERATIONS) == here.ask(GENERATIONS) == [{"n": 6}]
    assert apart.version == here.version
    assert [path.name for path in (tmp_path / "replica").iterdir() if path.is_dir()] == []


def test_what_goes_wrong_there_is_said_here(history, folder, apart):
    write(history)
    apart.update()
    folder.write("index.json", folder.read("index.json").content.replace(b'"schema":1', b'"schema":2'))
    with pytest.raises(Damaged, match="update the program"):
        apart.update()
    assert apart.ask(GENERATIONS) == [{"n": 5}]


def test_a_builder_that_is_killed_is_an_error_and_the_last_version_goes_on_answering(history, folder, apart):
    write(history)
    apart.update()
    never_answering(folder.root)
    before = set(building_for(os.getpid()))
    failures: list[HistoryError] = []

    def update() -> None:
        try:
            apart._build_next()
        except HistoryError as failure:
            failures.append(failure)

    updating = threading.Thread(target=update)
    updating.start()
    (builder,) = eventually(lambda: set(building_for(os.getpid())) - before)
    os.kill(builder, signal.SIGKILL)
    updating.join(timeout=30)
    assert "killed by signal 9" in str(failures[0])
    assert apart.ask(GENERATIONS) == [{"n": 5}]


def test_a_builder_ends_with_whoever_asked_for_it(tmp_path):
    never_answering(tmp_path / "history")
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    asking = subprocess.Popen([sys.executable, "-c", BUILD, str(tmp_path / "history"), str(workshop)])
    (builder,) = eventually(lambda: building_for(asking.pid))
    asking.kill()
    asking.wait()
    assert eventually(lambda: not command(builder))


def test_the_secrets_of_a_store_are_on_no_command_line(tmp_path):
    never_answering(tmp_path / "history")
    asking = subprocess.Popen([sys.executable, "-c", BUILD, str(tmp_path / "history"), str(tmp_path)])
    (builder,) = eventually(lambda: building_for(asking.pid))
    assert str(tmp_path).encode() not in command(builder)
    asking.kill()
    asking.wait()


def test_a_bucket_is_read_in_another_process_with_clients_of_its_own(s3, tmp_path):
    history = History(s3)
    write(history)
    again = pickle.loads(pickle.dumps(s3))
    assert isinstance(again, S3)
    assert again._clients == {}
    replica = Replica(s3, tmp_path / "replica", build_apart)
    assert replica.update()
    assert replica.ask(GENERATIONS) == [{"n": 5}]
