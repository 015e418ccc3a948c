"""Pull requests by repository."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Repository:
    """Sums over the days of a span on which the repository is in the report: those with any pull request.

    Medians are of one day, in minutes, and can't be added: `to_merge` is of `merged_on`, the newest day with one. Those
    of reviews are of `reviewed_on`, over the pull requests that people opened and people reviewed.
    """

    id: int
    owner: str | None
    name: str | None
    visibility: str | None
    created: int | None
    created_by_copilot: int | None
    reviewed: int | None
    reviewed_by_copilot: int | None
    merged: int | None
    merged_by_copilot: int | None
    to_merge: float | None = None
    merged_on: date | None = None
    to_first_review: float | None = None
    to_final_review: float | None = None
    from_review_to_merge: float | None = None
    reviewed_on: date | None = None
