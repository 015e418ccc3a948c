"""What the history keeps of the days of a span and of the span before it, and what it makes of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from dashboard.core.assistants import ALL, SOURCE_OF, SOURCES, Asked
from dashboard.core.days import Span
from dashboard.core.numbers import Counters, Day, State
from dashboard.core.periods import Grouping, periods, summed_counters
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, USERS_REPORT
from dashboard.core.states import combined, counted
from dashboard.insights.answers import COUNTERS, Ask, Row
from dashboard.insights.questions import reach

TOLD = COUNTERS[:6]  # by every assistant, or by none
NOBODY: Row = {"active_users": 0, "licensed_with_rows": 0, "licensed_and_active": 0}
OF_TEAM = (USERS_REPORT, MEMBERS_REPORT)  # the reports that a team's day needs
TEAM = "team"
States = Mapping[str, Mapping[date, State]]  # report, or TEAM for its reports together → day → state


class Kept(NamedTuple):
    """What the history still has of a day's people."""

    people: State | None  # of their report
    licensed: int = 0
    whole: bool = True  # whether the row of everybody who was counted is there


@dataclass(frozen=True)
class Days:
    """Every day of a span as it is shown, and what is kept of the people of each that the history has anything of."""

    span: Span
    shown: Sequence[Day]
    kept: Mapping[date, Kept]

    @cached_property
    def counted(self) -> tuple[date, ...]:
        return tuple(day.day for day in counted(self.shown))

    @cached_property
    def whole(self) -> frozenset[date]:
        """The days of which the row of everybody who was counted is there."""
        return frozenset(day for day, kept in self.kept.items() if kept.whole)

    @cached_property
    def _counters(self) -> Mapping[date, Counters]:
        return {day.day: day.counters for day in self.shown}

    def summed(self, days: Iterable[date]) -> Counters:
        """What isn't counted on any of these days stays unknown; the acceptance rate is a ratio of sums."""
        return summed_counters(map(self._counters.__getitem__, days))

    def counted_by(self, grouping: Grouping) -> list[tuple[date, list[date]]]:
        """Of each week or month, by its first day, the days that are counted."""
        counted = {*self.counted}
        return [(p.first, [day for day in p.days if day in counted]) for p in periods(self.span, grouping)]

    def __len__(self) -> int:
        return len(self.shown)


def nothing(span: Span) -> Days:
    return Days(span, [], {})


def states_of(ask: Ask, org: str, span: Span, asked: Asked) -> States:
    """Memberships are GitHub's for every assistant; another one's organisation is known where its people are, and that of
    both where the people of both are: who used both couldn't be told otherwise."""
    found: dict[str, dict[str, dict[date, State]]] = {source: {} for source in SOURCES.values()}
    for row in ask(reach.STATES, org=org, first=span.first, last=span.last):
        found[row["source"]].setdefault(row["report"], {})[row["day"]] = row["state"]
    ours, theirs = found[SOURCES["copilot"]], found[SOURCES["augment"]].get(USERS_REPORT, {})
    if asked == "copilot":
        return _with_teams(ours)
    if asked == "augment":
        return _with_teams({**ours, USERS_REPORT: theirs, ORG_REPORT: theirs})
    people = _all_of(ours.get(USERS_REPORT, {}), theirs)
    return _with_teams({**ours, USERS_REPORT: people, ORG_REPORT: _all_of(ours.get(ORG_REPORT, {}), people)})


def _with_teams(states: States) -> States:
    return {**states, TEAM: _all_of(*(states.get(report, {}) for report in OF_TEAM))}


def _all_of(*reports: Mapping[date, State]) -> Mapping[date, State]:
    return {day: combined(report.get(day) for report in reports) for day in {*chain(*reports)}}


def needed(asked: Asked, reports: Iterable[str]) -> list[str]:
    """These reports, each as "source report": a day of both together needs those of both."""
    if asked != ALL:
        return list(dict.fromkeys(_kept_as(SOURCE_OF[asked], report) for report in reports))
    every = [_kept_as(source, report) for report in (*reports, USERS_REPORT) for source in SOURCES.values()]
    return list(dict.fromkeys(every))


def _kept_as(source: str, report: str) -> str:
    githubs = source == SOURCES["copilot"] or report not in (USERS_REPORT, ORG_REPORT)
    return f"{SOURCES['copilot']} {report}" if githubs else f"{source} {USERS_REPORT}"


def evenly_known(found: Days) -> Days:
    """What an assistant doesn't count on a day on which people used it is unknown on all days, those without use among
    them: a sum of the rest would be too small."""
    used = [day.counters for day in counted(found.shown) if day.active_users != 0]
    unknown = dict.fromkeys(name for name in TOLD if any(getattr(sums, name) is None for sums in used))
    if not unknown:
        return found
    shown = [replace(day, counters=day.counters._replace(**unknown)) for day in found.shown]
    return replace(found, shown=shown)


def withheld(found: Days) -> Days:
    """All that was known, in its place and without numbers."""
    return replace(found, shown=[Day(day.day, "suppressed") if day.known else day for day in found.shown])


def as_days(now: Days, before: Days) -> dict[str, Any]:
    """The counted days of both, as a question's parameters; there is at least one."""
    days = {*now.counted, *before.counted}
    whole = Span(min(days), max(days))
    without = [day for day in whole if day not in days]
    return {"first": whole.first, "last": whole.last, "without": without, "since": now.span.first}


class Wanted(NamedTuple):
    """Who is asked for: those active on `days`, and those who were members on `licensed`, none or one day."""

    days: Sequence[date]
    licensed: Sequence[date] = ()


def people_of(ask: Ask, question: str, wanted: Sequence[Wanted], where: Mapping[str, Any]) -> list[Row]:
    """The row of each set that is wanted, of all of them at once. One without anybody has zeros."""
    rows = {row["number"]: row for row in ask(question, **as_sets(wanted), **where)} if wanted else {}
    return [rows.get(number, NOBODY) for number in range(len(wanted))]


def as_sets(wanted: Sequence[Wanted]) -> dict[str, Any]:
    """A part for each month of each set, as a question's parameters."""
    parts = [
        (number, month, days.get(month, 0), licensed.get(month, 0))
        for number, (days, licensed) in enumerate((by_month(w.days), by_month(w.licensed)) for w in wanted)
        for month in sorted({*days, *licensed})
    ]
    numbers, months, wanted_days, licensed_on = map(list, zip(*parts, strict=True))
    sets = {"numbers": numbers, "wanted": wanted_days, "licensed": licensed_on, "parts": len(parts)}
    return sets | _between(months)


def as_months(**sets: Iterable[date]) -> dict[str, Any]:
    """Sets of days by name, as a question's parameters: for each of the months, the set of its days."""
    found = {name: by_month(days) for name, days in sets.items()}
    months = sorted({month for days in found.values() for month in days})
    return _between(months) | {name: [days.get(month, 0) for month in months] for name, days in found.items()}


def _between(months: Sequence[date]) -> dict[str, Any]:
    return {"months": months, "earliest": min(months, default=None), "latest": max(months, default=None)}


def by_month(days: Iterable[date]) -> dict[date, int]:
    """First of the month → the set of its days among these, as the history has it: bit n is the n-th."""
    months: dict[date, int] = {}
    for day in days:
        first = day.replace(day=1)
        months[first] = months.get(first, 0) | 1 << day.day
    return months
