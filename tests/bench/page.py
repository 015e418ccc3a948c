"""docs/benchmarks.md: a section a subject, each replaced whole when it is measured again."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path("docs/benchmarks.md")
INTRODUCTION = """# Benchmarks

`make bench` measures and writes this page; `make bench BENCH="refresh replica"` measures these subjects alone and leaves the other
sections as they are. Read the ratios: both sides of each are taken in one run on one machine. Milliseconds are that machine's.
"""


def write(measured: Mapping[str, str], order: Sequence[str]) -> None:
    """`measured` has texts by title, `order` all titles there are."""
    sections = (sections_of(PAGE.read_text()) if PAGE.exists() else {}) | measured
    texts = [f"## {title}\n\n{sections[title].strip()}\n" for title in order if title in sections]
    PAGE.write_text("\n".join([INTRODUCTION, *texts]))


def sections_of(page: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def taken() -> str:
    return f"Taken on {datetime.now(UTC):%-d %B %Y}, {cores()} cores, Python {platform.python_version()}."


def cores() -> int:
    return Path("/proc/cpuinfo").read_text().count("processor\t:")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
