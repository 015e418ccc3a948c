"""Which version of its day a row is of (see github.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

IN_A_TEAM = 3

OF_ROW: dict[str, Callable[[dict[str, Any]], int]] = {
    "users": lambda row: row["code_generation_activity_count"],
    "members": lambda row: int(row["slug"].rpartition("-")[2]),
    "teams": lambda row: row["code_generation_activity_count"] // IN_A_TEAM,
    "org": lambda row: row["daily_active_users"],
    "repos": lambda row: row["repo_id"],
}


def versions(table: str, rows: Iterable[dict[str, Any]]) -> set[int]:
    return {OF_ROW[table](row) for row in rows}
