"""What a page is drawn from: everything the insights answered about one subject and one span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.core.almanac import Note
from dashboard.core.assistants import Asked, Assistants
from dashboard.core.days import USUAL_WEEK, Span, WorkingDays
from dashboard.core.numbers import Cell, Change, Day, DayCell, Dimension, Freshness, LegacyDay, Summary
from dashboard.core.parts import Phases, Version
from dashboard.core.periods import Grouping
from dashboard.core.pull_requests import Reviews
from dashboard.core.within_language import WithinLanguage
from layouts import names
from layouts.axis import Axis

Cells = Mapping[Dimension, Sequence[Cell]]


@dataclass(frozen=True)
class Legacy:
    """What GitHub's old APIs counted, and `since` they were closed, to stand beside it, the reports of today."""

    days: Sequence[LegacyDay]
    since: Sequence[Day]
    since_by_feature: Sequence[DayCell]
    working: WorkingDays = USUAL_WEEK


@dataclass(frozen=True)
class ByAssistant:
    """People of each assistant: over the span side by side, and of each alone, grouped like `points`."""

    span: Assistants
    copilot: Sequence[Day]
    augment: Sequence[Day]


@dataclass(frozen=True)
class Answers:
    """`days`, `summary.now`, `cells` and `by_feature` are of the span; the `_before` ones of the span before it.

    `points` are the days as they are grouped for charts, and `by_feature` and `by_model` are grouped like them; `models`
    are all of the organisation's, most used first. `points_before` are at
    the same places, and none where weeks or months of two spans aren't. `holidays` are those of the span, by name.

    `assistant` is whose figures they are; `by_assistant` has those of each, None where there is but one.

    `phases` and `versions` are None where they can't be told, `reviews` of a team, `within` unless a language that has
    figures was asked for.
    """

    freshness: Freshness
    days: Sequence[Day]
    days_before: Sequence[Day]
    points: Sequence[Day]
    points_before: Sequence[Day]
    summary: Summary
    change: Change
    cells: Cells
    cells_before: Cells
    by_feature: Sequence[DayCell]
    by_model: Sequence[DayCell] = ()
    models: Sequence[str] = ()
    legacy: Legacy | None = None
    grouping: Grouping = "day"
    working: WorkingDays = USUAL_WEEK
    notes: Sequence[Note] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    phases: Phases | None = None
    versions: Sequence[Version] | None = None
    reviews: Reviews | None = None
    within: WithinLanguage | None = None
    assistant: Asked = "copilot"
    by_assistant: ByAssistant | None = None

    @property
    def called(self) -> str:
        """What people used: Copilot"""
        return names.ASSISTANTS[self.assistant]

    @property
    def span(self) -> Span:
        return self.summary.now.span

    @property
    def axis(self) -> Axis:
        return Axis(self.span, self.points, self.grouping, self.working, self.notes, self.assistant != "augment")

    @property
    def known(self) -> bool:
        return any(day.known for day in self.days)

    @property
    def compared(self) -> bool:
        """Whether there is enough to set the span against."""
        return self.change.tells
