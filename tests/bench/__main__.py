"""`make bench`: measures, and writes docs/benchmarks.md. `python -m tests.bench NAME ...` measures some subjects alone."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import asking, coder, dashboard, grids, growth, others, page, refreshing, replicas, seats
from tests.bench.ground import Ground
from tests.bench.latency import seconds

SUBJECTS = {
    "dashboard": dashboard,
    "refresh": refreshing,
    "replica": replicas,
    "questions": asking,
    "others": others,
    "growth": growth,
    "grids": grids,
    "seats": seats,
    "coder": coder,
}


def main(names: list[str]) -> None:
    if unknown := set(names) - SUBJECTS.keys():
        sys.exit(f"there is no {', '.join(sorted(unknown))} to measure; there are {', '.join(SUBJECTS)}")
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        for name in names or SUBJECTS:
            took = seconds(lambda name=name: measure(name, ground))
            print(f"{name}: {took / 60:.1f} minutes", flush=True)


def measure(name: str, ground: Ground) -> None:
    """Writes each section as soon as it is there."""
    subject = SUBJECTS[name]
    page.write({subject.TITLE: subject.measured(ground)}, [each.TITLE for each in SUBJECTS.values()])


if __name__ == "__main__":
    main(sys.argv[1:])
