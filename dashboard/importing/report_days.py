"""Files with GitHub's reports of today into one report for each day in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from dashboard.core.reports import Report
from dashboard.core.rows import KEYS
from dashboard.errors import DamagedReport
from dashboard.importing.content import Piece
from dashboard.importing.kinds import Kind, is_of_enterprise, kind_of, wrapped
from dashboard.importing.offered import Refused, contradiction, until_broken
from dashboard.importing.parts import Part, shown
from dashboard.sources.ndjson import report_of

IDS = ("organization_id", "enterprise_id")


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a day, on one line."""

    position: str
    text: bytes


def unwrapped(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What stands in the envelopes of 28-day reports, each with the envelope's ids; anything else as it is.

    Raises DamagedReport for an envelope that can't be opened.
    """
    for piece in pieces:
        if b'"day_totals"' in piece.text and wrapped(envelope := _opened(piece)):
            yield from _contents(piece.position, envelope)
        else:
            yield piece


def _opened(piece: Piece) -> Any:
    try:
        return piece.strict()
    except ValueError as problem:
        raise DamagedReport(str(Refused(piece.position, str(problem)))) from None


def _contents(position: str, envelope: Mapping[str, Any]) -> Iterator[Piece]:
    ids = {name: envelope[name] for name in IDS if name in envelope}
    for number, record in enumerate(envelope["day_totals"]):
        text = orjson.dumps({**ids, **record} if isinstance(record, Mapping) else record)
        yield Piece(f"{position}.day_totals[{number}]".lstrip("."), text)


def report_days(
    kind: Kind, pieces: Iterable[Piece], org: str, today: date, any_scope: bool
) -> Iterator[Report | Refused]:
    """A report for each day that is whole. `any_scope` lets an enterprise's reports through, as those of `org`.

    Where a day has many records, one that can't be told to be of a day refuses all of them: any day may lack it.
    """
    days, refused = _by_day(kind, pieces, any_scope)
    yield from refused
    if refused and not kind.a_day_each:
        yield Refused("", f"so none of its {len(days)} days is known to be whole, and none was imported")
        return
    for day in sorted(days):
        yield _report(kind, org, day, days.pop(day), today)


def _by_day(kind: Kind, pieces: Iterable[Piece], any_scope: bool) -> tuple[dict[date, list[Line]], list[Refused]]:
    days: dict[date, list[Line]] = defaultdict(list)
    refused, scope = [], Scope(any_scope)
    for piece in until_broken(pieces):
        if isinstance(piece, Refused):
            refused.append(piece)
            continue
        try:
            day = _day(kind, scope, piece.strict())
            days[day].append(Line(piece.position, piece.line()))
        except ValueError as problem:
            refused.append(Refused(piece.position, str(problem)))
    return days, refused


@dataclass
class Scope:
    """A file is of one organisation, that of its first record."""

    any: bool
    id: Any = None

    def require(self, record: Mapping[str, Any]) -> None:
        if is_of_enterprise(record) and not self.any:
            raise ValueError("it is an enterprise's; to keep it under a name beside the organisations, add --org NAME")
        other = record.get("organization_id")
        self.id = self.id or other
        if other is not None and str(other) != str(self.id):
            raise ValueError(
                f"it is of organisation {shown(other)}, but the file began with {shown(self.id)}; split it"
            )


def _day(kind: Kind, scope: Scope, record: Any) -> date:
    if kind_of(record) is not kind:
        raise ValueError(f"{shown(record)} is not a record of {kind.name}")
    scope.require(record)
    return Part(record).day("day")


def _report(kind: Kind, org: str, day: date, lines: Sequence[Line], today: date) -> Report | Refused:
    if day > today:
        return Refused(lines[0].position, f"{day} is still to come")
    try:
        return report_of(kind.report, org, day, [_together(lines)])
    except DamagedReport as damaged:
        why = f"{_told(damaged)}; nothing of {day} was imported"
    return _contradiction(kind, day, lines) or Refused(_first_damaged(kind, org, day, lines), why)


def _contradiction(kind: Kind, day: date, lines: Sequence[Line]) -> Refused | None:
    first: dict[tuple[Any, ...], tuple[str, Any]] = {}
    for line in lines:
        record = orjson.loads(line.text)
        key = tuple(record.get(name) for name in KEYS[kind.becomes])
        position, other = first.setdefault(key, (line.position, record))
        if other != record:
            return contradiction(position, line.position, day)
    return None


def _first_damaged(kind: Kind, org: str, day: date, lines: Sequence[Line]) -> str:
    """Where the first record is that would be refused alone; found by halves, as there may be many."""
    while len(lines) > 1:
        half = lines[: len(lines) // 2]
        lines = half if _is_damaged(kind, org, day, half) else lines[len(half) :]
    return lines[0].position


def _is_damaged(kind: Kind, org: str, day: date, lines: Sequence[Line]) -> bool:
    try:
        report_of(kind.report, org, day, [_together(lines)])
    except DamagedReport:
        return True
    return False


def _together(lines: Sequence[Line]) -> bytes:
    return b"\n".join(line.text for line in lines)


def _told(damaged: DamagedReport) -> str:
    return str(damaged).removeprefix("the file is damaged: ")
