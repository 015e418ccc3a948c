"""What charts over time are drawn along: the days of a span, or its weeks or months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dashboard.core.almanac import Note
from dashboard.core.days import ONE_DAY, USUAL_WEEK, Span, WorkingDays
from dashboard.core.numbers import Day
from dashboard.core.periods import Grouping, beginning, ending

HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Axis:
    """`points` are in order, each a day or a period by its first day; `notes` are the deployer's, of these days.

    A day stands around its midnight, from noon to noon; a week or month takes the time it has.
    """

    span: Span
    points: Sequence[Day]
    grouping: Grouping = "day"
    working: WorkingDays = USUAL_WEEK
    notes: Sequence[Note] = ()

    @property
    def by_day(self) -> bool:
        return self.grouping == "day"

    @property
    def first(self) -> date:
        """Of the first period, though the span may begin in the middle of it."""
        return beginning(self.span.first, self.grouping)

    @property
    def last(self) -> date:
        return ending(self.span.last, self.grouping)

    def last_of(self, place: int) -> date:
        """The last day of a point."""
        return min(ending(self.points[place].day, self.grouping), self.span.last)

    def begin(self, day: date, after: timedelta = timedelta(0)) -> str:
        """Where the place of `day` begins, or so long `after` that, as Plotly reads it."""
        lead = HALF_A_DAY if self.by_day else timedelta(0)
        return moment(datetime.combine(day, time()) - lead + after)

    def end(self, day: date, before: timedelta = timedelta(0)) -> str:
        return self.begin(day, ONE_DAY - before)


def moment(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
