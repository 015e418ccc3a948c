"""What was used in one programming language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.numbers import Cell


@dataclass(frozen=True)
class WithinLanguage:
    """Sums by feature and by model, of which code completion names none. GitHub has no languages by editor."""

    language: str
    features: Sequence[Cell]
    models: Sequence[Cell]
