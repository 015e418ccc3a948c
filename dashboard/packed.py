"""Scripts and styles of packages as small as brotli makes them. That takes seconds of work, so `make setup` does it once, by
`python -m dashboard.vendor`; what it has not done is packed quickly instead, when it is first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import brotli

FOLDER = Path("var/vendor/packed")
QUICKLY, WELL = 9, 11


@lru_cache(64)  # as many as a release has, in memory for as long as the process lives
def packed(plain: bytes) -> bytes:
    """By brotli."""
    done = place(plain)
    return done.read_bytes() if done.exists() else brotli.compress(plain, quality=QUICKLY)


def place(plain: bytes) -> Path:
    """Named by the content: that of another release is another file."""
    return FOLDER / f"{hashlib.sha256(plain).hexdigest()}.br"


def pack(files: Sequence[Path]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for plain in (file.read_bytes() for file in files):
        done = place(plain)
        if not done.exists():
            unfinished = done.with_suffix(".part")
            unfinished.write_bytes(brotli.compress(plain, quality=WELL))
            unfinished.rename(done)
