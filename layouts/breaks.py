"""Where GitHub began to count differently: jumps in a series without a change in what people do.

Source: GitHub's changelog of the Copilot usage metrics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.core.days import Span
from layouts.words import day_and_month

Counted = Literal[
    "people",
    "interactions",
    "completions",
    "pull requests",
    "chat",
    "command line",
    "lines",
    "models",
    "credits",
    "seats",
]


@dataclass(frozen=True)
class Break:
    """`until` is set where the change was not on one day: such a one has a sentence, but no line in the plot."""

    day: date
    counted: frozenset[Counted]
    what: str
    until: date | None = None

    @property
    def sentence(self) -> str:
        return self.what if self.until else f"{day_and_month(self.day)}: {self.what}"


BREAKS = (
    Break(
        date(2026, 4, 10),
        frozenset({"people", "interactions", "lines", "models", "command line"}),
        "GitHub began to count the command line. Not a change in use.",
    ),
    Break(
        date(2026, 6, 15),
        frozenset({"people"}),
        "GitHub began to count people known only from its servers (about 5\u202f% more). Not a change in use.",
    ),
    Break(
        date(2026, 6, 19),
        frozenset({"credits"}),
        "GitHub began to count AI credits. Before, they are unknown.",
    ),
    Break(
        date(2026, 7, 28),
        frozenset({"people", "interactions", "lines", "models"}),
        "GitHub began to count the Copilot app. Not a change in use.",
    ),
    Break(
        date(2026, 7, 1),
        frozenset({"interactions", "chat", "lines", "models"}),
        "From about July to November 2026 GitHub counted too few agent sessions in editors not yet updated.",
        until=date(2026, 11, 30),
    ),
    Break(
        date(2026, 7, 1),
        frozenset({"command line"}),
        "From about July to November 2026 GitHub counted some sessions of editors and of the Copilot app as the command "
        "line’s.",
        until=date(2026, 11, 30),
    ),
)


def dated(span: Span, counted: Counted) -> Sequence[Break]:
    """The breaks inside `span`, in order. One on its first day shows no jump."""
    found = (b for b in BREAKS if counted in b.counted and not b.until and span.first < b.day <= span.last)
    return sorted(found, key=lambda b: b.day)


def lasting(span: Span, counted: Counted) -> Sequence[Break]:
    return [b for b in BREAKS if counted in b.counted and b.until and b.day <= span.last and b.until >= span.first]
