"""Days of another assistant than GitHub's: fetch, say whose each record is, keep. A failure here leaves Copilot's days alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

import orjson

from dashboard.core.accounts import Accounts, Identity, newest
from dashboard.core.augment import Record, usage_of
from dashboard.core.augment_rows import day_report, records_of
from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import KNOWN
from dashboard.core.reports import KEEPERS, Known, Outcome, Report, by_day, looked_at, walked_to_the_end
from dashboard.core.rows import USERS_REPORT
from dashboard.errors import DamagedReport, OutsideError
from dashboard.matching import People, accounts_of, keep_people, unmatched
from dashboard.refresh import Hint, History, Result, Tell, Turn, Walk, refresh_days

BEFORE_FIRST = "nobody had used it by then"


class Api(Protocol):
    """An assistant's days, a record or more for each person."""

    @property
    def name(self) -> str: ...
    def fetch_used_days(self, span: Span) -> set[date]: ...
    def fetch_day(self, day: date) -> list[Record]: ...


class Kept(People, Protocol):
    """What the history has of it."""

    def days(self) -> list[date]: ...
    def raw(self, day: date) -> bytes: ...
    def write_teams(self, at: datetime) -> int: ...


@dataclass
class Matched:
    """The days as reports, with each record under the person's number at GitHub. `seen` is each name's newest day."""

    api: Api
    accounts: Accounts
    used: set[date] = field(default_factory=set)
    seen: dict[str, date] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.api.name

    def fetch_report(self, org: str, report: str, day: date) -> Report:
        """A day that the assistant leaves out is one on which nobody used it."""
        records = self.api.fetch_day(day) if day in self.used else []
        try:
            return self.report(org, day, records)
        except ValueError as problem:
            raise DamagedReport(f"the answer is damaged: {problem}", orjson.dumps(records)) from None

    def report(self, org: str, day: date, records: Sequence[Record]) -> Report:
        found = day_report(org, day, records, self.accounts.account)
        self.note(day, records)
        return found

    def note(self, day: date, records: Sequence[Record]) -> None:
        for name in filter(None, (usage_of(record).user for record in records)):
            self.seen[name] = max(day, self.seen.get(name, day))


def refresh_assistant(
    api: Api,
    history: History,
    kept: Kept,
    org: str,
    identities: Sequence[Identity],
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    trailing_days: int = 5,
    retain_user_days: int | None = None,
    retain_team_days: int | None = None,
    tell: Tell = lambda event: None,
) -> Result:
    """As refresh, of one assistant and the organisation whose people use it.

    Whoever wasn't seen for as long as rows of people may be kept is forgotten with their rows.
    """
    result = Result()
    source = Matched(api, accounts_of(kept, identities), seen=newest(kept.people(), {}))
    known = by_day(history.coverage(), api.name, org)
    match_again(source, history, kept, org, known, now)
    turn = Turn(source, history, org, known, now, trailing_days, result)
    try:
        refresh_used_days(turn, source, since, until, tell)
    except OutsideError as failure:
        result.add_failure(f"{org}: {api.name}: {failure}")
    keep_people(kept, source.seen, source.accounts.account, now)
    result.expired = history.expire(now.date(), retain_user_days, retain_team_days)
    kept.write_teams(now)
    if text := unmatched(kept, api.name):
        tell(Hint(org, text))
    return result


def refresh_used_days(turn: Turn, source: Matched, since: date | None, until: date | None, tell: Tell) -> None:
    """Raises OutsideError where it can't even be said which days were used."""
    days = looked_at(turn.known, turn.now, since, until, KEEPERS[source.name])
    ended = walked_to_the_end(turn.known)
    wanted = [day for day in days if since or not ended or day > min(turn.known)]
    if not wanted:
        return
    source.used = source.api.fetch_used_days(Span(min(wanted), max(wanted)))
    turn.answered = True
    had = {day for day, entries in turn.known.items() if entries[USERS_REPORT].state != "not_available"}
    begun = min(source.used | had, default=None)
    if begun is None:
        return
    walk = Walk(turn.keep, oldest=min(turn.known, default=None), ends=False)
    refresh_days(turn, walk, {day: days[day] for day in wanted if day >= begun}, tell)
    if not (since or ended or turn.result.failures):
        turn.keep(begun - ONE_DAY, [Outcome(USERS_REPORT, "not_available", BEFORE_FIRST)])


def match_again(source: Matched, history: History, kept: Kept, org: str, known: Known, now: datetime) -> None:
    """Rows that were kept under another number than the person has by now: made again from what was fetched."""
    rows = kept.people().to_pylist()
    if rows and all(source.accounts.account(row["name"]).user_id == row["user_id"] for row in rows):
        return
    for day in kept.days():
        entry = known[day][USERS_REPORT]
        records = records_of(kept.raw(day))
        if entry.state in KNOWN and records:
            outcome = Outcome(USERS_REPORT, entry.state, entry.reason, source.report(org, day, records))
            history.write_day(source.name, org, day, [outcome], now, known[day])
