"""Building the replica in a process of its own: what it takes in memory, or dies of, is not the web server's.

The store is told on standard input, as its settings may hold secrets; that stays open, and when it closes, whoever
asked is gone, and so is the builder. It answers on standard output. What it leaves is cleared away by the next.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dashboard.errors import DashboardError, HistoryError
from dashboard.history.building import Built, build_here
from dashboard.history.objects import Objects

PROGRAM = Path(__file__).parents[2]  # where `python -m` finds this very program


@dataclass(frozen=True)
class Order:
    """What to build: see building.build_here."""

    objects: Objects
    previous: Path | None
    workshop: Path


def build_apart(objects: Objects, previous: Path | None, workshop: Path) -> Built | None:
    """As building.build_here, in another process. Raises HistoryError if that doesn't live to answer."""
    order = pickle.dumps(Order(objects, previous and previous.absolute(), workshop.absolute()))
    with _started() as builder:
        assert builder.stdin
        assert builder.stdout
        answer = _asked(builder.stdin, builder.stdout, order)
    if not answer:
        raise HistoryError(f"the local copy of the history wasn't built: {_ending(builder.returncode)}")
    said = pickle.loads(answer)  # noqa: S301 - our own process's
    if isinstance(said, DashboardError):
        raise said
    return said


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __name__]
    try:
        return subprocess.Popen(  # noqa: S603 - this very program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROGRAM
        )
    except OSError as error:
        raise HistoryError(f"no process to build the local copy of the history can be started ({error})") from error


def _asked(stdin: IO[bytes], stdout: IO[bytes], order: bytes) -> bytes:
    """The whole answer; empty from one that died."""
    try:
        stdin.write(order)
        stdin.flush()
    except BrokenPipeError:
        return b""
    return stdout.read()


def _ending(code: int) -> str:
    if code < 0:
        return f"its builder was killed by signal {-code}; if that goes on, give this machine more memory"
    return f"its builder ended with {code}; the log says why"


def main() -> None:
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - from whoever started this process
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        said: Built | DashboardError | None = build_here(order.objects, order.previous, order.workshop)
    except DashboardError as failure:
        said = failure
    sys.stdout.buffer.write(pickle.dumps(said))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to be done, and the thread above can't be woken


def _end_with(stdin: IO[bytes]) -> None:
    """Waits for the one who asked to be gone."""
    stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
