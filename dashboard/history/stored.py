"""What a store hands back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stored:
    """`etag` is without quotes."""

    content: bytes = field(repr=False)
    etag: str


@dataclass(frozen=True)
class Unchanged:
    """What is stored still has the ETag that was asked about."""
