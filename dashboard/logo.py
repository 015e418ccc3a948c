"""The deployer's own picture: which files are taken, and as what they are served."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LARGEST = 200_000  # bytes: it is on every page, at 24 pixels
SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:(?:<!--.*?-->|<!DOCTYPE[^>]*>)\s*)*<svg[\s>]", re.S)
# By how a file begins, whatever it is called.
BEGINNINGS = (
    ("png", "image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpg", "image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("gif", "image/gif", re.compile(rb"GIF8[79]a")),
    ("webp", "image/webp", re.compile(rb"RIFF....WEBP", re.S)),
    ("svg", "image/svg+xml", SVG),
)


@dataclass(frozen=True)
class Logo:
    path: Path
    name: str
    kind: str


def logo(value: str) -> Logo:
    """Raises ValueError for what is no picture that every browser shows, or too large a one."""
    path = Path(value)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{value!r} can't be read: {error.strerror or error}") from None
    if len(content) > LARGEST:
        raise ValueError(f"{value!r} has {len(content):,} bytes; make it smaller than {LARGEST:,}")
    for ending, kind, beginning in BEGINNINGS:
        if beginning.match(content):
            return Logo(path, f"logo.{ending}", kind)
    raise ValueError(f"{value!r} is no PNG, JPEG, GIF, WebP or SVG picture")
