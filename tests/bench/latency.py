"""How long things take, and how much memory."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Latency:
    """Milliseconds."""

    p50: float
    p95: float
    per_second: float


def measure(ask: Callable[[], object], times: int, at_once: int = 1) -> Latency:
    """Of the same question, asked `times` over, `at_once` of them at a time; the first answer doesn't count."""
    return measure_each([ask] * times, at_once)


def measure_each(asks: Sequence[Callable[[], object]], at_once: int = 1) -> Latency:
    """Of questions that differ. The first is asked once before, and that doesn't count."""
    asks[0]()
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        took = sorted(pool.map(milliseconds, asks))
    seconds = time.perf_counter() - began
    return Latency(statistics.median(took), took[max(0, int(len(took) * 0.95) - 1)], len(asks) / seconds)


def milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def seconds(do: Callable[[], object]) -> float:
    return milliseconds(do) / 1000


def resident(pid: int | str = "self") -> int:
    """Megabytes, now."""
    return status(pid, "VmRSS")


def most_resident(pid: int | str = "self") -> int:
    """Megabytes, the most there ever were."""
    return status(pid, "VmHWM")


def status(pid: int | str, name: str) -> int:
    return int(re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) // 1024
