"""The shapes that numbers are handed around in. None is unknown, and never the same as 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from dashboard.core.days import Span
from dashboard.core.legacy import Api

State = Literal["final", "provisional", "not_available", "failed", "expired", "suppressed"]
KNOWN: tuple[State, State] = ("final", "provisional")

# By surface only people are counted: whether they used it at all is what GitHub says.
Dimension = Literal["feature", "language", "ide", "model", "surface"]
DIMENSIONS: tuple[Dimension, ...] = ("feature", "language", "ide", "model")


class Counters(NamedTuple):
    """Sums of GitHub's counters, those of `completions_*` of code completion alone, of `cli_*` of the command line.

    A request of the command line's is a prompt or what follows it by itself; tokens are those sent and those received.
    AI credits are not money.
    """

    interactions: int | None = None
    generations: int | None = None
    acceptances: int | None = None
    loc_suggested: int | None = None
    loc_added: int | None = None
    loc_deleted: int | None = None
    completions_shown: int | None = None
    completions_accepted: int | None = None
    cli_sessions: int | None = None
    cli_requests: int | None = None
    cli_prompts: int | None = None
    cli_tokens: int | None = None
    ai_credits: float | None = None

    @property
    def acceptance_rate(self) -> float | None:
        """Of completions, from 0 to 1; a ratio of sums. None where none were shown."""
        return (self.completions_accepted or 0) / self.completions_shown if self.completions_shown else None


NOT_COUNTED = Counters()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a team or an organisation. All numbers are None unless `state` is final or provisional.

    Or a week or a month of them (core/periods.py), by its first day: `days` are those it has of the span,
    of which `days_known` are known and counted; `days_in_all` it has beyond the span as well.
    """

    day: date
    state: State
    active_users: int | None = None
    licensed_members: int | None = None
    counters: Counters = NOT_COUNTED
    weekly_active_users: int | None = None
    monthly_active_users: int | None = None
    days: int = 1
    days_known: int = 1
    days_in_all: int = 1

    @property
    def known(self) -> bool:
        return self.state in KNOWN


@dataclass(frozen=True)
class Totals:
    """The same numbers over the counted days of a span; `active_users` are distinct people, `adoption` is 0 to 1."""

    span: Span
    days_counted: int
    active_users: int | None = None
    licensed_members: int | None = None
    adoption: float | None = None
    counters: Counters = NOT_COUNTED


@dataclass(frozen=True)
class Summary:
    """A span and the span before it, each over all of its own known days."""

    now: Totals
    before: Totals


@dataclass(frozen=True)
class Change:
    """Two spans over the days known at the same place in both; `left_out` is how many places were not."""

    now: Totals
    before: Totals
    left_out: int

    @property
    def days(self) -> int:
        """How many are known in both."""
        return self.before.days_counted

    @property
    def tells(self) -> bool:
        """Whether no more days are left out than are compared: a few days say nothing of a long span."""
        return self.days > 0 and self.days >= self.left_out


@dataclass(frozen=True)
class Cell:
    """One row of a breakdown. `interactions` is None where GitHub doesn't count them, as by language, and
    `active_users` where the rows of people are gone and only their sums were kept.

    All numbers are None in the one row ("other") that can be too small to show.
    """

    name: str
    active_users: int | None
    interactions: int | None
    generations: int | None
    acceptances: int | None
    loc_suggested: int | None
    loc_added: int | None
    loc_deleted: int | None


@dataclass(frozen=True)
class Member:
    """A person in a team over the counted days of a span; `licensed` is whether they were on the last day that counts.

    The numbers are of the days on which they were in the team; all None where no day counts.
    """

    user_id: int
    login: str | None
    licensed: bool
    active_days: int | None
    last_active: date | None
    interactions: int | None
    generations: int | None
    acceptances: int | None
    loc_added: int | None


class DayCell(NamedTuple):  # there are thousands of them on a page
    """One row of a breakdown on one day: the counters of `name` that day, of which another assistant than GitHub's may not
    count all lines."""

    day: date
    name: str
    interactions: int | None
    generations: int
    acceptances: int
    loc_suggested: int | None
    loc_added: int
    loc_deleted: int | None


@dataclass(frozen=True)
class LegacyDay:
    """A day as GitHub's old API counted it (`api`: see core/legacy.py), never to be added to a `Day`."""

    day: date
    api: Api
    active_users: int | None
    engaged_users: int | None
    suggestions: int | None
    acceptances: int | None
    lines_suggested: int | None
    lines_accepted: int | None
    chats: int | None


@dataclass(frozen=True)
class Coverage:
    """What the history knows of one report of one day."""

    source: str
    org: str
    report: str
    day: date
    state: State
    checked_at: datetime
    rows: int | None
    reason: str = ""


@dataclass(frozen=True)
class Freshness:
    """How far the history reaches for one subject; all None when there is nothing yet."""

    first: date | None
    last: date | None
    read_at: datetime | None
