"""Fetch what is missing or may still change, decide what it is, keep it: one organisation and one day after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypedDict

import pyarrow as pa

from dashboard.core.numbers import Coverage, State
from dashboard.core.reports import Known, Outcome, Report, by_day, looked_at, state_of
from dashboard.core.rows import TABLE_OF
from dashboard.core.seats import Snapshot
from dashboard.errors import Away, DamagedReport, Denied, NotPublished, OutsideError

FAILURES_IN_A_ROW = 5  # after which a report is left for the next run
EMPTY_DAYS = 35  # after which the walk back takes it that nothing older exists
STILL_DAMAGED = (
    "{org}: {report} of {day} is damaged in the store and could not be fetched again; "
    "try once more with: refresh --since {day} --until {day}"
)


class Reports(Protocol):
    @property
    def name(self) -> str: ...
    def fetch_report(self, org: str, report: str, day: date) -> Report: ...


class Source(Reports, Protocol):
    def fetch_teams(self, org: str) -> pa.Table: ...
    def fetch_seats(self, org: str) -> Snapshot: ...


class History(Protocol):
    def coverage(self) -> list[Coverage]: ...
    def damaged(self, source: str, org: str, day: date) -> set[str]: ...
    def write_day(
        self,
        source: str,
        org: str,
        day: date,
        outcomes: Sequence[Outcome],
        at: datetime,
        seen: Mapping[str, Coverage] | None = None,
    ) -> bool: ...
    def write_directory(self, source: str, org: str, rows: pa.Table, at: datetime) -> bool: ...
    def write_seats(self, source: str, org: str, day: date, snapshot: Snapshot, at: datetime) -> bool: ...
    def write_without_seats(
        self, source: str, org: str, day: date, state: State, reason: str, at: datetime
    ) -> bool: ...
    def keep_aside(self, source: str, org: str, report: str, day: date, content: bytes, reason: str) -> None: ...
    def expire(self, today: date, user_days: int | None, team_days: int | None) -> int: ...


@dataclass(frozen=True)
class DayDone:
    """Day number `done` of at most `total`: a first run ends early where GitHub's reports begin."""

    org: str
    day: date
    done: int
    total: int
    states: Mapping[str, State]


@dataclass(frozen=True)
class Hint:
    """Something to know that isn't a failure."""

    org: str
    text: str


@dataclass
class Result:
    """`days` were asked for, `reports` fetched, and `written` is on how many days that changed the history.

    `expired` is of how many reports' days something was removed, being older than may be kept.
    """

    days: int = 0
    reports: int = 0
    written: int = 0
    expired: int = 0
    failures: list[str] = field(default_factory=list)

    def add_failure(self, line: str) -> None:
        if line not in self.failures:
            self.failures.append(line)


Tell = Callable[[DayDone | Hint], None]


class Wanted(TypedDict):
    """What is wanted of a refresh, whichever the assistant."""

    since: date | None
    until: date | None
    trailing_days: int
    retain_user_days: int | None
    retain_team_days: int | None
    tell: Tell


def refresh(
    source: Source,
    history: History,
    orgs: Iterable[str],
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    trailing_days: int = 5,
    retain_user_days: int | None = None,
    retain_team_days: int | None = None,
    tell: Tell = lambda event: None,
) -> Result:
    """`now` is UTC. What fails is in the result, a line each, and stops nothing else; only the history's errors rise."""
    result = Result()
    coverage = history.coverage()
    for org in orgs:
        known = by_day(coverage, source.name, org)
        turn = Turn(source, history, org, known, now, trailing_days, result)
        hints = [turn.refresh_directory(source), turn.refresh_seats(source)]
        walk = Walk(turn.keep, oldest=min(known, default=None), ends=since is None)
        refresh_days(turn, walk, looked_at(known, now, since, until), tell)
        for hint in filter(None, hints if turn.answered else []):
            tell(hint)
    result.expired = history.expire(now.date(), retain_user_days, retain_team_days)
    return result


def refresh_days(turn: Turn, walk: Walk, days: Mapping[date, Sequence[str]], tell: Tell) -> None:
    for done, (day, reports) in enumerate(days.items(), start=1):
        outcomes = turn.fetch_day(day, reports)
        if not outcomes:
            continue
        walk.add(day, outcomes)
        tell(DayDone(turn.org, day, done, len(days), {outcome.report: outcome.state for outcome in outcomes}))
        if walk.ended:
            return


@dataclass
class Walk:
    """The way back in time. An empty day beyond all that is known is kept only once something older turns up.

    So the history begins with its first report, and an interrupted walk goes on where it was. One that has come to
    its end keeps the first empty day alone: that tells the next run not to walk again.
    """

    keep: Callable[[date, Sequence[Outcome]], None]
    oldest: date | None
    ends: bool = True
    ended: bool = False
    _empty: list[tuple[date, Sequence[Outcome]]] = field(default_factory=list)

    def add(self, day: date, outcomes: Sequence[Outcome]) -> None:
        beyond = self.oldest is None or day < self.oldest
        if beyond and all(outcome.state == "not_available" for outcome in outcomes):
            self._hold(day, outcomes)
        else:
            self._keep_with_held(day, outcomes)
            self.oldest = day if beyond else self.oldest

    def _hold(self, day: date, outcomes: Sequence[Outcome]) -> None:
        self._empty.append((day, outcomes))
        self.ended = self.ends and len(self._empty) >= EMPTY_DAYS
        if self.ended and self.oldest is not None:
            self.keep(*self._empty[0])

    def _keep_with_held(self, day: date, outcomes: Sequence[Outcome]) -> None:
        """The held days come last: were they the oldest that is kept, a walk stopped here would seem to have ended."""
        for held in ((day, outcomes), *self._empty):
            self.keep(*held)
        self._empty.clear()


@dataclass
class Turn:
    """One organisation's turn: what is still worth asking for in this run, and what came of it.

    `known` is what the history had when the run began. A report that is refused isn't asked for again, nor one that
    can't be had several times in a row.
    """

    source: Reports
    history: History
    org: str
    known: Known
    now: datetime
    trailing_days: int
    result: Result
    answered: bool = False
    _failed: Counter[str] = field(default_factory=Counter)
    _given_up: set[str] = field(default_factory=set)

    def refresh_directory(self, source: Source) -> Hint | None:
        """Without the permission to list teams, their slugs in the reports serve as names: that is only a hint."""
        try:
            self.history.write_directory(source.name, self.org, source.fetch_teams(self.org), self.now)
        except Denied as denied:
            return Hint(self.org, f"teams are shown by their slugs, as their names may not be read: {denied}")
        except Away as away:
            self.result.add_failure(f"{self.org}: the names of teams: {away}")
        return None

    def refresh_seats(self, source: Source) -> Hint | None:
        """Today's snapshot. Seats need a permission of their own: that it is missing is only a hint, too."""
        today = self.now.date()
        try:
            snapshot = source.fetch_seats(self.org)
        except Denied as denied:
            self._keep_without_seats("not_available", denied)
            return Hint(self.org, f"nothing is known of seats: {denied}")
        except Away as away:
            self._keep_without_seats("failed", away)
            self.result.add_failure(f"{self.org}: seats: {away}")
            return None
        self.history.write_seats(self.source.name, self.org, today, snapshot, self.now)
        return Hint(self.org, f"seats: {snapshot.remark}") if snapshot.remark else None

    def _keep_without_seats(self, state: State, failure: OutsideError) -> None:
        self.history.write_without_seats(self.source.name, self.org, self.now.date(), state, str(failure), self.now)

    def fetch_day(self, day: date, reports: Iterable[str]) -> list[Outcome]:
        """These, and what of a known day is damaged in the store. Empty when nothing of it is worth asking for."""
        damaged = self.history.damaged(self.source.name, self.org, day) if day in self.known else set()
        asked = [report for report in TABLE_OF if report in {*reports, *damaged} - self._given_up]
        outcomes = [self._fetch(report, day) for report in asked]
        for report in sorted(damaged - {outcome.report for outcome in outcomes if outcome.rows}):
            self.result.add_failure(STILL_DAMAGED.format(org=self.org, report=report, day=day))
        return outcomes

    def keep(self, day: date, outcomes: Sequence[Outcome]) -> None:
        seen = self.known.get(day, {})
        self.result.days += 1
        self.result.written += self.history.write_day(self.source.name, self.org, day, outcomes, self.now, seen)

    def _fetch(self, report: str, day: date) -> Outcome:
        try:
            found = self.source.fetch_report(self.org, report, day)
        except NotPublished as missing:
            self._count_answer(report)
            return Outcome(report, "not_available", str(missing))
        except DamagedReport as damaged:
            self._count_answer(report)
            return self._refuse(report, day, damaged)
        except OutsideError as failure:
            return self._fail(report, day, failure)
        self._count_answer(report)
        self.result.reports += 1
        return Outcome(report, state_of(day, self.now.date(), self.trailing_days), rows=found)

    def _count_answer(self, report: str) -> None:
        self.answered = True
        self._failed[report] = 0

    def _refuse(self, report: str, day: date, damaged: DamagedReport) -> Outcome:
        self.history.keep_aside(self.source.name, self.org, report, day, damaged.content, str(damaged))
        self.result.add_failure(f"{self.org}: {report} of {day}: {damaged}; it was kept aside")
        return Outcome(report, "failed", str(damaged))

    def _fail(self, report: str, day: date, failure: OutsideError) -> Outcome:
        self._failed[report] += 1
        if self._concerns_all(failure):
            self._given_up.add(report)
            self.result.add_failure(f"{self.org}: {failure}")
        else:
            self.result.add_failure(f"{self.org}: {report} of {day}: {failure}")
        if self._failed[report] == FAILURES_IN_A_ROW:
            self._given_up.add(report)
            self.result.add_failure(
                f"{self.org}: {report} failed {FAILURES_IN_A_ROW} times in a row: the rest waits for the next run"
            )
        return Outcome(report, "failed", str(failure))

    def _concerns_all(self, failure: OutsideError) -> bool:
        """Refused to this credential, or nothing known of such an organisation: another day will not go better."""
        status = failure.status if isinstance(failure, Denied) else None
        return status in (401, 403) or (status == 404 and not self.answered)
