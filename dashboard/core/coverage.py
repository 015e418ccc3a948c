"""What the history has of every report and day, and what is missing: a calendar of squares, and its holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Literal

from dashboard.core.days import ONE_DAY, Span
from dashboard.core.numbers import Coverage
from dashboard.core.reports import GITHUB, KEEPERS, Keeper
from dashboard.core.rows import LEGACY, REPOS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT

# GitHub's come within three days after their day: https://docs.github.com/en/copilot/reference/metrics-data
PUBLISHED_WITHIN = timedelta(days=3)

# It has rows only of repositories with a pull request: GitHub has none of a quiet day, which is then no hole.
QUIET = (REPOS_REPORT,)

# "awaited" is too new to be missed; "unasked" is a day nobody has asked for.
Sign = Literal["final", "provisional", "not_available", "failed", "expired", "awaited", "unasked"]
MISSING: tuple[Sign, ...] = ("not_available", "failed", "unasked")
# What can be done about a hole: ask GitHub, wait for what it hasn't published so far, import what it no longer keeps.
Way = Literal["fetch", "wait", "import"]


@dataclass(frozen=True)
class Square:
    """One report's day; without an entry nobody has asked for it."""

    day: date
    sign: Sign
    entry: Coverage | None = None


@dataclass(frozen=True)
class Calendar:
    """Every day of one report from its first to yesterday; `begun` is whether any has come or was fetched in vain.

    A report that GitHub began later than its siblings begins later: the days before are no holes.
    """

    report: str
    squares: tuple[Square, ...]
    begun: bool

    def counts(self, square: Square) -> bool:
        """Whether it says anything about the day."""
        return self.begun and not (self.report in QUIET and square.sign == "not_available")


@dataclass(frozen=True)
class Hole:
    """Days in a row without a report, for one reason, of one report or of several alike. `checked_at` is the newest try."""

    reports: tuple[str, ...]
    span: Span
    sign: Sign
    way: Way
    reason: str = ""
    checked_at: datetime | None = None
    keeper: Keeper = GITHUB

    @property
    def kept_until(self) -> date:
        """The day on which whoever keeps it forgets the first of it."""
        return self.span.first + self.keeper.keeps


@dataclass(frozen=True)
class Legacy:
    """What was imported of GitHub's old APIs: how many days there are in the span."""

    report: str
    span: Span
    days: int


@dataclass(frozen=True)
class Inventory:
    """What there is of one organisation. `holes` has the newest first.

    `snapshots` are of its seats, None while none was tried. A day without one is no hole, as nothing can fill it: GitHub
    has the seats of now alone.
    """

    source: str
    org: str
    calendars: tuple[Calendar, ...]
    holes: tuple[Hole, ...]
    legacy: tuple[Legacy, ...] = ()
    last_tried: datetime | None = None
    snapshots: Calendar | None = None

    @property
    def seats(self) -> Coverage | None:
        """What came of the newest snapshot."""
        tried = [square.entry for square in self.snapshots.squares if square.entry] if self.snapshots else []
        return tried[-1] if tried else None

    @property
    def absent(self) -> list[str]:
        """The reports of which no day has ever come."""
        return [calendar.report for calendar in self.calendars if not calendar.begun]

    @property
    def known(self) -> Span | None:
        """From the oldest day that any report is of to the newest."""
        squares = (square for calendar in self.calendars for square in calendar.squares)
        days = [square.day for square in squares if square.sign in ("final", "provisional", "expired")]
        return Span(min(days), max(days)) if days else None

    def days(self) -> dict[date, Sign]:
        """Each day by the worst of its reports; a day counts as purged only where nothing else is left of it."""
        signs: dict[date, set[Sign]] = defaultdict(set)
        for calendar in self.calendars:
            for square in filter(calendar.counts, calendar.squares):
                signs[square.day].add(square.sign)
        return {day: next(sign for sign in _WORST_FIRST if sign in found) for day, found in sorted(signs.items())}

    def missing(self) -> dict[date, Way]:
        """The days with a hole in a report that has begun, and what the day needs most."""
        ways: dict[date, set[Way]] = defaultdict(set)
        for hole in self.holes:
            for day in hole.span if set(hole.reports) - set(self.absent) else ():
                ways[day].add(hole.way)
        return {day: next(way for way in ("import", "fetch", "wait") if way in ways[day]) for day in sorted(ways)}


_WORST_FIRST: tuple[Sign, ...] = ("failed", "unasked", "not_available", "awaited", "provisional", "final", "expired")


def inventories(coverage: Iterable[Coverage], today: date, asked: Iterable[tuple[str, str]] = ()) -> list[Inventory]:
    """One for each source and organisation that the history knows, or that are `asked` for, in order."""
    found: dict[tuple[str, str], list[Coverage]] = defaultdict(list, {place: [] for place in asked})
    for entry in coverage:
        found[entry.source, entry.org].append(entry)
    return [inventory(source, org, entries, today) for (source, org), entries in sorted(found.items())]


def inventory(source: str, org: str, entries: Sequence[Coverage], today: date) -> Inventory:
    reports: dict[str, dict[date, Coverage]] = defaultdict(dict)
    for entry in entries:
        reports[entry.report][entry.day] = entry
    old = tuple(_legacy(report, sorted(reports.pop(report))) for report in LEGACY if report in reports)
    snapshots = _snapshots(reports.pop(SEATS_REPORT, {}), today)
    keeper = KEEPERS.get(source, GITHUB)
    calendars = tuple(_calendars(reports, keeper, today))
    tried = max((entry.checked_at for of_report in reports.values() for entry in of_report.values()), default=None)
    return Inventory(source, org, calendars, tuple(_holes(calendars, keeper, today)), old, tried, snapshots)


def _legacy(report: str, days: Sequence[date]) -> Legacy:
    return Legacy(report, Span(days[0], days[-1]), len(days))


def _calendars(reports: Mapping[str, Mapping[date, Coverage]], keeper: Keeper, today: date) -> Iterator[Calendar]:
    """A report that never came begins where the first of the others does."""
    found = {report: _first(entries.values()) for report, entries in reports.items()}
    begins = {report: day for report, day in found.items() if day}
    for report in (*keeper.reports, *sorted(reports.keys() - set(keeper.reports))) if begins else ():
        first = begins.get(report, min(begins.values()))
        yield Calendar(report, tuple(_squares(reports.get(report, {}), first, today)), report in begins)


def _snapshots(entries: Mapping[date, Coverage], today: date) -> Calendar | None:
    """From the first that was tried; today's is there as soon as it is."""
    if not entries:
        return None
    days = Span(min(entries), max(today - ONE_DAY, *entries))
    squares = (Square(day, _sign(entries.get(day), False), entries.get(day)) for day in days)
    return Calendar(SEATS_REPORT, tuple(squares), _first(entries.values()) is not None)


def _first(entries: Iterable[Coverage]) -> date | None:
    """The day before the oldest report is kept as not available, to end the walk back: the history begins after it."""
    return min((entry.day for entry in entries if entry.state != "not_available"), default=None)


def _squares(entries: Mapping[date, Coverage], first: date, today: date) -> Iterator[Square]:
    for day in Span(first, max(first, today - ONE_DAY)):
        entry = entries.get(day)
        yield Square(day, _sign(entry, today - day <= PUBLISHED_WITHIN), entry)


def _sign(entry: Coverage | None, new: bool) -> Sign:
    if entry is None or entry.state == "not_available":
        return "awaited" if new else "not_available" if entry else "unasked"
    assert entry.state != "suppressed", "which is of teams, not of reports"
    return entry.state


def _holes(calendars: Iterable[Calendar], keeper: Keeper, today: date) -> list[Hole]:
    alike: dict[Hole, list[Hole]] = defaultdict(list)
    for hole in (hole for calendar in calendars for hole in _holes_of(calendar, keeper, today)):
        alike[replace(hole, reports=(), checked_at=None)].append(hole)
    merged = (_merged(same) for same in alike.values())
    return sorted(merged, key=lambda hole: (hole.span.last, hole.span.first), reverse=True)


def _merged(holes: Sequence[Hole]) -> Hole:
    tries = [hole.checked_at for hole in holes if hole.checked_at]
    reports = tuple(report for hole in holes for report in hole.reports)
    return replace(holes[0], reports=reports, checked_at=max(tries, default=None))


def _holes_of(calendar: Calendar, keeper: Keeper, today: date) -> Iterator[Hole]:
    def alike(square: Square) -> tuple[Sign, Way, str]:
        return square.sign, way(square, keeper, today), square.entry.reason if square.entry else ""

    for (sign, what, reason), run in groupby(calendar.squares, alike):
        days = list(run)
        if sign in MISSING and (calendar.counts(days[0]) or not calendar.begun):
            tries = [square.entry.checked_at for square in days if square.entry]
            span = Span(days[0].day, days[-1].day)
            yield Hole((calendar.report,), span, sign, what, reason, max(tries, default=None), keeper)


def way(square: Square, keeper: Keeper, today: date) -> Way:
    if square.day < max(today - keeper.keeps, keeper.begins):
        return "import"
    return "wait" if square.sign == "not_available" else "fetch"


def record(entry: Coverage) -> dict[str, Any]:
    """An entry as the API and `coverage --json` give it; a `reason` where there is one."""
    shape = {**asdict(entry), "day": entry.day.isoformat(), "checked_at": entry.checked_at.isoformat()}
    return shape if entry.reason else {name: value for name, value in shape.items() if name != "reason"}
