"""An organisation's pull requests and code reviews, as GitHub counts them day by day. Medians are of one day each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.core.days import Span
from dashboard.core.periods import Grouping, periods, total

COUNTS = (
    "created",
    "created_by_copilot",
    "reviewed",
    "reviewed_by_copilot",
    "merged",
    "merged_created_by_copilot",
    "merged_reviewed_by_copilot",
    "suggestions",
    "applied",
    "copilot_suggestions",
    "copilot_applied",
)
MEDIANS = ("minutes_to_merge", "minutes_created_by_copilot", "minutes_reviewed_by_copilot")
PEOPLE = ("review_users", "passive_review_users")


@dataclass(frozen=True)
class PullRequestDay:
    """One day, or the sums of a week or month by its first day; None is unknown.

    `minutes_*` are medians of that day's merged pull requests, which can't be put together to more than a day and are None
    there. `*review_users` are distinct people of that day, and of a week or month those of its day with most of them.
    """

    day: date
    created: int | None = None
    created_by_copilot: int | None = None
    reviewed: int | None = None
    reviewed_by_copilot: int | None = None
    merged: int | None = None
    merged_created_by_copilot: int | None = None
    merged_reviewed_by_copilot: int | None = None
    suggestions: int | None = None
    applied: int | None = None
    copilot_suggestions: int | None = None
    copilot_applied: int | None = None
    minutes_to_merge: float | None = None
    minutes_created_by_copilot: float | None = None
    minutes_reviewed_by_copilot: float | None = None
    review_users: int | None = None
    passive_review_users: int | None = None


@dataclass(frozen=True)
class CommentType:
    """What Copilot's review comments of one kind suggested over a span, and how many of these were applied."""

    name: str
    suggestions: int | None
    applied: int | None


@dataclass(frozen=True)
class Reviews:
    """`days` are those of the span, `points` the same grouped; `comments` have the most suggestions first."""

    days: Sequence[PullRequestDay]
    points: Sequence[PullRequestDay]
    comments: Sequence[CommentType]

    def total(self, count: str) -> int | None:
        return total(getattr(day, count) for day in self.days)


def without_few_people(days: Sequence[PullRequestDay], floor: int) -> list[PullRequestDay]:
    """Without the people of the kinds of which no day has `floor`: over the span they may be fewer."""
    few = [name for name in PEOPLE if 0 < max((getattr(day, name) or 0 for day in days), default=0) < floor]
    unknown: dict[str, Any] = dict.fromkeys(few)
    return [replace(day, **unknown) for day in days]


def grouped_requests(days: Sequence[PullRequestDay], span: Span, grouping: Grouping) -> list[PullRequestDay]:
    if grouping == "day":
        return list(days)
    by_day = {day.day: day for day in days}
    return [_summed(period.first, [by_day[day] for day in period.days]) for period in periods(span, grouping)]


def _summed(first: date, days: Sequence[PullRequestDay]) -> PullRequestDay:
    sums: dict[str, Any] = {count: total(getattr(day, count) for day in days) for count in COUNTS}
    busiest = max(days, key=_people)  # people of several days can't be added
    return PullRequestDay(first, **sums, **{name: getattr(busiest, name) for name in PEOPLE})


def _people(day: PullRequestDay) -> int:
    """For the order of days alone: one of which nothing is known comes last."""
    known = [value for name in PEOPLE if (value := getattr(day, name)) is not None]
    return sum(known) if known else -1
