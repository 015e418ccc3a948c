"""A stand-in in a process of its own, so that its work isn't counted as ours."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def apart(stand_in: Callable[[Connection], None]) -> Iterator[Any]:
    """Gives what `stand_in` says through its pipe when it is ready."""
    spawning = multiprocessing.get_context("spawn")
    mine, its = spawning.Pipe()
    process = spawning.Process(target=stand_in, args=(its,), daemon=True)
    process.start()
    try:
        yield mine.recv()
    finally:
        process.terminate()
        process.join()
