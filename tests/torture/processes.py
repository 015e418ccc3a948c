"""Refreshes as processes that can be killed, paused and waited for."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

LONGEST = 120  # seconds


class Process:
    """One fork of the refresher. It is addressed by a descriptor, which no other process ever gets."""

    def __init__(self, number: int, report: Path):
        self.number, self._report = number, report
        try:
            self._descriptor: int | None = os.pidfd_open(number)
        except ProcessLookupError:  # it has ended already
            self._descriptor = None

    def wait(self, seconds: float = LONGEST) -> bool:
        """Whether it has ended."""
        if self._descriptor is None:
            return True
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        if not poll.poll(seconds * 1000):
            return False
        os.close(self._descriptor)
        self._descriptor = None
        return True

    def is_asleep(self) -> bool:
        with suppress(OSError):
            return Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()[0] == "T"
        return False

    def send(self, what: signal.Signals) -> None:
        if self._descriptor is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, what)

    def kill(self) -> bool:
        """Gives whether it was still at work."""
        ended = self.wait(0)
        self.send(signal.SIGKILL)
        assert self.wait()
        return not ended

    @property
    def lines(self) -> list[dict[str, Any]]:
        """A killed process may leave half a line, of which it had said nothing to anybody yet."""
        text = self._report.read_text() if self._report.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    @property
    def acknowledged(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "day" in line]

    @property
    def codes(self) -> list[int]:
        """The exit codes of the refreshes that came to their end."""
        return [line["ended"] for line in self.lines if "ended" in line]

    @property
    def steps(self) -> int:
        return next((line["steps"] for line in reversed(self.lines) if "steps" in line), 0)

    @property
    def said(self) -> str:
        path = Path(f"{self._report}.said")
        return path.read_text() if path.exists() else ""

    @property
    def complaints(self) -> list[str]:
        """What it said as the program, but for its progress."""
        return [line for line in self.said.splitlines() if line.startswith("dashboard: ")]


class Refresher:
    def __init__(self, folder: Path, process: subprocess.Popen[str]):
        self.folder, self.process = folder, process
        self._numbers, self._started = count(1), []

    def start(self, environ: dict[str, str], **job: Any) -> Process:
        report = self.folder / f"report-{next(self._numbers)}"
        usual = {
            "deadly": None,
            "asleep_before": 0,
            "skew": 0,
            "largest_file": None,
            "while_there": None,
            "watch": None,
        }
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({**usual, **job, "environ": environ, "report": str(report)}) + "\n")
        self.process.stdin.flush()
        self._started.append(Process(int(self.process.stdout.readline()), report))
        return self._started[-1]

    def kill_all(self) -> None:
        for process in self._started:
            process.kill()


@contextmanager
def running_refresher(folder: Path, before: Sequence[str] = ()) -> Iterator[Refresher]:
    """`before` is a command that runs the rest of its line, as `unshare`."""
    command = [*before, sys.executable, "-m", "tests.torture.refresher"]
    folder.mkdir(parents=True, exist_ok=True)
    environ = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=environ
    ) as process:
        refresher = Refresher(folder, process)
        try:
            yield refresher
        finally:
            refresher.kill_all()
            process.kill()
