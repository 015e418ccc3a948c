"""What charts over time are drawn along: the days of a span, or its weeks or months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from dashboard.core.almanac import Note
from dashboard.core.days import ONE_DAY, USUAL_WEEK, Span, WorkingDays
from dashboard.core.numbers import Day, State
from dashboard.core.periods import Grouping, beginning, ending

HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Axis:
    """`points` are in order, each a day or a period by its first day; `notes` are the deployer's, of these days;
    `githubs` is whether GitHub counted what is drawn, so that breaks in its series show.

    A day stands around its midnight, from noon to noon; a week or month takes the time it has. Days that aren't drawn,
    because only working days are, are taken out of the axis: the noon before a Monday is Friday's then.
    """

    span: Span
    points: Sequence[Day]
    grouping: Grouping = "day"
    working: WorkingDays = USUAL_WEEK
    notes: Sequence[Note] = ()
    githubs: bool = True

    def where_known(self, values: Sequence[float | None]) -> Axis:
        """The same, with a gap where the value is unknown: of a day GitHub may tell one number later than another."""
        pairs = zip(self.points, values, strict=True)
        gap: State = "not_available"
        return replace(self, points=[replace(p, state=gap) if p.known and v is None else p for p, v in pairs])

    @property
    def by_day(self) -> bool:
        return self.grouping == "day"

    @property
    def first(self) -> date:
        """Of the first period, though the span may begin in the middle of it."""
        return self.first_of(0) if self.points else self.span.first

    @property
    def last(self) -> date:
        return self.last_of(-1) if self.points else self.span.last

    @cached_property
    def left_out(self) -> frozenset[date]:
        """The days taken out of the axis."""
        return frozenset(self.span.left_out()) if self.by_day and self.span.only else frozenset()

    def first_of(self, place: int) -> date:
        """The first day of a point's period, in the span or not."""
        return beginning(self.points[place].day, self.grouping)

    def last_of(self, place: int) -> date:
        return ending(self.points[place].day, self.grouping)

    def begin(self, day: date, after: timedelta = timedelta(0)) -> str:
        """Where the place of `day` begins, or so long `after` that, as Plotly reads it."""
        start = datetime.combine(self._eve(day), time()) + HALF_A_DAY if self.by_day else datetime.combine(day, time())
        return moment(start + after)

    def end(self, day: date, before: timedelta = timedelta(0)) -> str:
        half = HALF_A_DAY if self.by_day else ONE_DAY
        return moment(datetime.combine(day, time()) + half - before)

    def middle(self, day: date) -> str:
        """Of the place of one day, in a week or month as well."""
        return self.end(day, HALF_A_DAY)

    def _eve(self, day: date) -> date:
        """The day drawn before it."""
        eve = day - ONE_DAY
        while eve in self.left_out:
            eve -= ONE_DAY
        return eve


def moment(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
