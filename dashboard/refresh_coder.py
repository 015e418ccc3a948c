"""Days of a Coder deployment: fetch, say whose each record is, keep. What Coder refuses is said, and stops nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from dashboard.core.accounts import Account, Accounts, Identity, Match, newest
from dashboard.core.coder import Record, deployment_report, personal_report, records_of
from dashboard.core.coder_rows import CODER, CODER_REPORTS, DEPLOYMENT_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.numbers import KNOWN
from dashboard.core.reports import KEEPERS, WEEK, Known, Outcome, Report, by_day, looked_at
from dashboard.errors import Denied, NotPublished, OutsideError
from dashboard.matching import People, accounts_of, keep_people, unmatched
from dashboard.refresh import Hint, History, Result, Tell, Turn, Walk, refresh_days

T = TypeVar("T")
NOTHING = "Coder refuses all that it could say of the deployment"
PERSONAL = tuple(report for report in CODER_REPORTS if report != DEPLOYMENT_REPORT)


class Api(Protocol):
    """A deployment. Each raises Away, or Denied with the status it answered with."""

    @property
    def name(self) -> str: ...
    def fetch_own_name(self) -> str: ...
    def fetch_emails(self) -> dict[str, str]: ...
    def fetch_workspaces(self, day: date) -> list[Record]: ...
    def fetch_latency(self, day: date) -> dict[str, Record]: ...
    def fetch_template_usage(self, day: date) -> Record: ...
    def fetch_template_names(self) -> list[Record]: ...
    def fetch_active_users(self) -> dict[date, int]: ...
    def fetch_accounts(self) -> dict[date, Record]: ...
    def fetch_limit(self) -> int | None: ...
    def fetch_organizations(self) -> list[str]: ...
    def fetch_spend(self, organization: str, day: date) -> list[Record]: ...
    def fetch_sessions(self, day: date) -> list[Record]: ...


class Kept(People, Protocol):
    """What the history has of it."""

    def days(self, report: str) -> list[date]: ...
    def raw(self, day: date, report: str) -> bytes: ...


@dataclass
class Whose:
    """Who somebody of Coder's is at GitHub, by e-mail or user name. `emails` is None where Coder doesn't give them, and says
    why it `refused`: then whoever was matched `before` stays so."""

    accounts: Accounts
    emails: Mapping[str, str] | None = None
    before: Mapping[str, Account] = field(default_factory=dict)
    refused: str = ""

    def __call__(self, name: str) -> Account:
        email = (self.emails or {}).get(name, "")
        for known in filter(None, (email, name)):
            found = self.accounts.account(known)
            if found.matched:
                return replace(found, login=name) if found.login == known else found  # no e-mail is kept
        was = None if email else self.before.get(name)
        return was or self.accounts.account(name)


@dataclass
class CoderDays:
    """A deployment's days as reports. What is refused once isn't asked for again in this run; `refused` says what and why."""

    api: Api
    match: Match
    today: date
    seen: dict[str, date] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.api.name

    def fetch_report(self, org: str, report: str, day: date) -> Report:
        """Raises NotPublished for what Coder refuses, or doesn't know any more."""
        if report == DEPLOYMENT_REPORT:
            return self._fetch_deployment(org, day)
        records = self._allowed(report, lambda: self._fetch_records(report, day))
        if records is None:
            raise NotPublished(self.refused[report])
        self.note(day, records)
        return personal_report(report, org, day, records, self.match)

    def note(self, day: date, records: Sequence[Record]) -> None:
        for name in (record["username"] for record in records):
            self.seen[name] = max(day, self.seen.get(name, day))

    def _fetch_records(self, report: str, day: date) -> list[Record]:
        if report == WORKSPACES_REPORT:
            waits = self._allowed("latency", lambda: self.api.fetch_latency(day)) or {}
            return [record | waits.get(record["username"], {}) for record in self.api.fetch_workspaces(day)]
        try:
            if report != SPEND_REPORT:
                return self.api.fetch_sessions(day)
            return [each for name in self._organizations for each in self.api.fetch_spend(name, day)]
        except Denied as denied:
            if denied.status == 400:  # it has forgotten that day
                raise NotPublished(str(denied)) from None
            raise

    def _fetch_deployment(self, org: str, day: date) -> Report:
        """Each part for itself: one that is refused is unknown."""
        usage = self._allowed("templates", lambda: self.api.fetch_template_usage(day))
        active, accounts = self._active_users, self._accounts
        if usage is None and active is None and accounts is None:
            raise NotPublished(NOTHING)
        row: dict[str, Any] = {
            **(usage or {}),
            **((accounts or {}).get(day) or {}),
            "daily_active_users": (active or {}).get(day),
            "templates": self._templates,
            # The licence is known as it is now.
            "user_limit": self._limit if self.today - day <= WEEK else None,
        }
        return deployment_report(org, day, row)

    @cached_property
    def _organizations(self) -> list[str]:
        return self._allowed("organizations", self.api.fetch_organizations) or ["default"]

    @cached_property
    def _templates(self) -> list[Record] | None:
        return self._allowed("names of templates", self.api.fetch_template_names)

    @cached_property
    def _active_users(self) -> dict[date, int] | None:
        return self._allowed("active users", self.api.fetch_active_users)

    @cached_property
    def _accounts(self) -> dict[date, Record] | None:
        return self._allowed("accounts", self.api.fetch_accounts)

    @cached_property
    def _limit(self) -> int | None:
        return self._allowed("licence", self.api.fetch_limit)

    def _allowed(self, what: str, fetch: Callable[[], T]) -> T | None:
        """None for what is refused to this token or isn't in this version; that the token is dead concerns all."""
        if what in self.refused:
            return None
        try:
            return fetch()
        except Denied as denied:
            if denied.status not in (403, 404):
                raise
            self.refused[what] = str(denied)
            return None


def refresh_coder(
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
    """As refresh, of one deployment and the organisation whose people use it.

    Whoever wasn't seen for as long as rows of people may be kept is forgotten with their rows.
    """
    result = Result()
    try:
        api.fetch_own_name()
        match = whose(api, kept, identities)
        source = CoderDays(api, match, now.date(), newest(kept.people(), {}))
        known = by_day(history.coverage(), CODER, org)
        match_again(source, history, kept, org, known, now)
    except OutsideError as failure:
        result.add_failure(f"{org}: {failure}")
        return result
    turn = Turn(source, history, org, known, now, trailing_days, result)
    walk = Walk(turn.keep, oldest=min(known, default=None), ends=False)
    refresh_days(turn, walk, looked_at(known, now, since, until, KEEPERS[CODER]), tell)
    keep_people(kept, source.seen, match, now)
    result.expired = history.expire(now.date(), retain_user_days, retain_team_days)
    for text in dict.fromkeys(filter(None, (match.refused, *source.refused.values(), unmatched(kept, api.name)))):
        tell(Hint(org, text))
    return result


def whose(api: Api, kept: Kept, identities: Sequence[Identity]) -> Whose:
    accounts = accounts_of(kept, identities)
    rows = [row for row in kept.people().to_pylist() if row["matched"]]
    before = {row["name"]: Account(row["user_id"], row["user_login"], True) for row in rows}
    try:
        return Whose(accounts, api.fetch_emails(), before)
    except Denied as denied:
        return Whose(accounts, None, before, f"{denied}. Without it people are matched by user name alone")


def match_again(source: CoderDays, history: History, kept: Kept, org: str, known: Known, now: datetime) -> None:
    """Rows that were kept under another number than the person has by now: made again from what was fetched."""
    rows = kept.people().to_pylist()
    if all(source.match(row["name"]).user_id == row["user_id"] for row in rows):
        return
    for report in PERSONAL:
        for day in kept.days(report):
            entry, records = known[day][report], records_of(kept.raw(day, report))
            if entry.state in KNOWN and records:
                made = personal_report(report, org, day, records, source.match)
                outcome = Outcome(report, entry.state, entry.reason, made)
                history.write_day(source.name, org, day, [outcome], now, known[day])
