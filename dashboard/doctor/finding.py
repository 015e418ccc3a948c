"""What one check comes to: a line that says what was tried, what came back, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dashboard.errors import DashboardError

Level = Literal["ok", "hint", "FAIL"]


@dataclass(frozen=True)
class Finding:
    """`do` is empty when there is nothing to do, or when what came back says it."""

    level: Level
    tried: str
    found: str
    do: str = ""

    @property
    def failed(self) -> bool:
        return self.level == "FAIL"

    def line(self) -> str:
        """One line without control characters, wherever the words come from."""
        said = f"{self.level:<4}  {self.tried:<38}  {self.found}{'; ' + self.do if self.do else ''}"
        return "".join(letter if letter.isprintable() else " " for letter in said)


def ok(tried: str, found: str) -> Finding:
    return Finding("ok", tried, found)


def hint(tried: str, found: str, do: str = "") -> Finding:
    return Finding("hint", tried, found, do)


def fail(tried: str, found: str, do: str = "") -> Finding:
    return Finding("FAIL", tried, found, do)


def attempt(tried: str, check: Callable[[], Finding]) -> Finding:
    """An error of ours is a finding like any other: its sentence says what happened and what to do."""
    try:
        return check()
    except DashboardError as error:
        return fail(tried, str(error))
