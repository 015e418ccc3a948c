"""A file into the history: what is it, what does it hold, what of that is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Protocol

from dashboard.core.augment import AUGMENT, Record
from dashboard.core.reports import Kept, Outcome, Report, state_of
from dashboard.errors import DamagedReport
from dashboard.importing.augment import (
    Others,
    day_of_file,
    is_augments,
    records_in_list,
    records_in_raw,
    records_in_table,
    report_of_day,
)
from dashboard.importing.brought import Brought
from dashboard.importing.content import Piece, pieces, unpacked
from dashboard.importing.kinds import AUGMENT_DAY, AUGMENT_RAW, TEAM_LIST, TEAMS, Kind, kind_of
from dashboard.importing.legacy import Row
from dashboard.importing.offered import LegacyDay, Refused, one_each
from dashboard.importing.old_days import OurOwn, org_days, team_days
from dashboard.importing.owners import Owners, org_in_key
from dashboard.importing.report_days import report_days, unwrapped

SOURCE = "github"
LOOKED_AT = 100  # records in which a file's kind must show
BATCH = 60  # days of old numbers that become visible together


class Merged(Protocol):
    written: int
    same: int
    different: list[tuple[date, str]]
    expired: int


class History(Protocol):
    def kept(self, source: str, report: Report) -> Kept: ...
    def team_ids(self, source: str, org: str) -> dict[str, int]: ...
    def write_day(
        self,
        source: str,
        org: str,
        day: date,
        outcomes: Sequence[Outcome],
        at: datetime,
        seen: Mapping[str, Any] | None,
    ) -> bool: ...
    def write_legacy(
        self, table: str, org: str, days: Mapping[date, list[Row]], at: datetime, replace: bool
    ) -> Merged: ...


@dataclass(frozen=True)
class Importer:
    """`people_days` and `aggregate_days` are how long rows may be kept, None for ever."""

    history: History
    owners: Owners
    now: datetime
    replace: bool = False
    trailing_days: int = 5
    people_days: int | None = None
    aggregate_days: int | None = None
    others: Others = field(default_factory=Others)

    def bring(self, name: str, content: bytes) -> Brought:
        """Only the history's own errors rise."""
        brought = Brought(name)
        try:
            text = unpacked(content)
            if is_augments(text):
                self._bring_day(records_in_table(text), brought)
                return brought
            found = unwrapped(pieces(text))
            first = list(_until_recognised(found))
            kind = _kind(first[-1]) if first else None
            if kind:
                brought.kind = kind.name
                self._bring(kind, chain(first, found), org_in_key(name), brought)
        except (DamagedReport, OurOwn) as problem:
            brought.refused.append(Refused("", str(problem)))
        return brought

    def _bring(self, kind: Kind, found: Iterable[Piece], said: str | None, brought: Brought) -> None:
        if kind is AUGMENT_DAY:
            self._bring_day(records_in_list(found), brought)
        elif kind is AUGMENT_RAW:
            self._bring_day(records_in_raw(found), brought, said)
        elif kind is TEAM_LIST:
            brought.nothing_to_keep = "nothing to keep, as teams_history.json says the same of each team"
        elif kind.report:
            self._bring_reports(kind, found, said, brought)
        else:
            self._bring_old_days(kind, found, said, brought)

    def _bring_reports(self, kind: Kind, found: Iterable[Piece], said: str | None, brought: Brought) -> None:
        try:
            org = self.owners.owner(said)
        except ValueError as problem:
            brought.refused.append(Refused("", str(problem)))
            return
        brought.orgs.add(org)
        for item in report_days(kind, found, org, self.now.date(), any_scope=self.owners.named is not None):
            if isinstance(item, Refused):
                brought.refused.append(item)
            else:
                self._keep(item, self.people_days if kind.about_people else self.aggregate_days, brought)

    def _bring_day(self, records: Iterable[Record | Refused], brought: Brought, said: str | None = None) -> None:
        """Of another assistant: whole or not at all, as somebody whose line is wrong would be idle otherwise."""
        brought.kind = brought.kind or AUGMENT_DAY.name
        try:
            org = self.owners.owner(said or self.owners.named or self.others.org)
            day = day_of_file(brought.name, self.now.date())
            found = list(records)
            brought.refused += [item for item in found if isinstance(item, Refused)]
            if brought.refused:
                raise ValueError(f"so nothing of {day} was imported")
            report = report_of_day(org, day, [item for item in found if not isinstance(item, Refused)], self.others)
        except ValueError as problem:
            brought.refused.append(Refused("", str(problem)))
            return
        brought.orgs.add(org)
        self._keep(report, self.people_days, brought, AUGMENT)

    def _keep(self, report: Report, limit: int | None, brought: Brought, source: str = SOURCE) -> None:
        kept = "expired" if self._is_over(report.day, limit) else self.history.kept(source, report)
        if kept == "expired":
            brought.too_old += 1
        elif kept == "other" and not self.replace:
            brought.different.append((report.day, ""))
        elif kept == "same" and not self.replace:
            brought.same += 1
        elif self._write(report, kept == "nothing", source):
            brought.written += 1
        else:
            brought.same += 1

    def _write(self, report: Report, nothing_there: bool, source: str) -> bool:
        """What somebody else writes meanwhile where there was nothing stays."""
        state = state_of(report.day, self.now.date(), self.trailing_days)
        outcomes = [Outcome(report.name, state, rows=report)]
        seen: dict[str, Any] | None = {} if nothing_there else None
        return self.history.write_day(source, report.org, report.day, outcomes, self.now, seen)

    def _bring_old_days(self, kind: Kind, found: Iterable[Piece], said: str | None, brought: Brought) -> None:
        read = team_days if kind is TEAMS else org_days
        days = one_each(read(found, self.owners, said, self.now.date()))
        brought.refused, brought.repeats = days.refused, days.repeats
        brought.unit = "team day" if kind is TEAMS else "day"
        young = [item for item in days.found if not self._is_over(item.day, self.aggregate_days)]
        brought.too_old = len(days.found) - len(young)
        for org, rows in _by_org_and_day(young).items():
            brought.orgs.add(org)
            if kind is TEAMS:
                brought.unresolved |= _resolve(rows, self.history.team_ids(SOURCE, org))
            for batch in _batches(rows):
                self._merge(kind.becomes, org, batch, brought)

    def _merge(self, table: str, org: str, days: Mapping[date, list[Row]], brought: Brought) -> None:
        merged = self.history.write_legacy(table, org, days, self.now, self.replace)
        brought.written += merged.written
        brought.same += merged.same
        brought.too_old += merged.expired
        brought.different += merged.different

    def _is_over(self, day: date, limit: int | None) -> bool:
        return limit is not None and (self.now.date() - day).days > limit


def _until_recognised(found: Iterator[Piece]) -> Iterator[Piece]:
    """The first pieces, of which the last is of a known kind if any is."""
    for piece in islice(found, LOOKED_AT):
        yield piece
        if _kind(piece):
            return


def _kind(piece: Piece) -> Kind | None:
    try:
        return kind_of(piece.value())
    except ValueError:
        return None


def _by_org_and_day(found: Iterable[LegacyDay]) -> dict[str, dict[date, list[Row]]]:
    rows: dict[str, dict[date, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for item in found:
        rows[item.org][item.day].append(item.row)
    return rows


def _resolve(days: Mapping[date, Iterable[Row]], ids: Mapping[str, int]) -> set[str]:
    """Gives each row the id of the team that has its slug today; gives the slugs that none has."""
    unresolved = set()
    for row in chain.from_iterable(days.values()):
        row["team_id"] = ids.get(row["slug"].lower())
        if row["team_id"] is None:
            unresolved.add(row["slug"])
    return unresolved


def _batches(days: Mapping[date, list[Row]]) -> Iterator[dict[date, list[Row]]]:
    order = iter(sorted(days))
    while batch := list(islice(order, BATCH)):
        yield {day: days[day] for day in batch}
