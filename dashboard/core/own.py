"""One person's own usage in one organisation, and their team's medians beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from dashboard.core.cells import ranked
from dashboard.core.days import Span
from dashboard.core.floor import median_of_people
from dashboard.core.numbers import (
    DIMENSIONS,
    Cell,
    Change,
    Counters,
    Day,
    DayCell,
    Dimension,
    Freshness,
    Member,
    State,
    Totals,
)
from dashboard.core.periods import Grouping, grouped_cells, grouped_days, periods, summed_counters
from dashboard.core.states import counted, known_in_both

COMPLETION = "code_completion"
CLI_COUNTED_SINCE = date(2026, 4, 10)
NO_USE = Counters(0, 0, 0, 0, 0, 0, 0, 0)
SUMS = ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")


@dataclass(frozen=True)
class Person:
    """Somebody by GitHub's numeric id, in one organisation: what they did in another is never added."""

    org: str
    id: int


@dataclass(frozen=True)
class ToolVersion:
    """What an editor, its plugin or the command line said of itself, on the newest `day` that has it."""

    kind: Literal["editor", "plugin"]
    thing: str
    version: str
    day: date


@dataclass(frozen=True)
class OwnHistory:
    """What the history has of a person in two spans: `active` are the days on which they were, `since` the first of all.

    A known day without a row is a day without use. `cells` are of all days; `versions` may name a thing several times. `unknown` are counters that aren't counted.
    """

    rows: Mapping[date, Counters]
    active: frozenset[date]
    since: date | None
    cells: Mapping[Dimension, Sequence[DayCell]] = field(default_factory=dict)
    versions: Sequence[ToolVersion] = ()
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Own:
    """A day's `active_users` is 1 or 0, and a week's or month's the days they were active on.

    `active_days` are of the span and, over the days known in both, of the two spans of `change`.
    """

    freshness: Freshness
    days: Sequence[Day]
    days_before: Sequence[Day]
    points: Sequence[Day]
    now: Totals
    before: Totals
    change: Change
    active_days: int | None
    active_days_compared: tuple[int, int]
    cells: Mapping[Dimension, Sequence[Cell]]
    cells_before: Mapping[Dimension, Sequence[Cell]]
    by_feature: Sequence[DayCell]
    feature_days: Mapping[str, int]
    versions: Sequence[ToolVersion]
    since: date | None


@dataclass(frozen=True)
class Medians:
    """Of the other active members of a team in a span, how many there are and what the middle one of them has."""

    people: int
    active_days: int | None = None
    interactions: int | None = None
    acceptances: int | None = None
    loc_added: int | None = None


def own(history: OwnHistory, states: Mapping[date, State], freshness: Freshness, span: Span, grouping: Grouping) -> Own:
    """Days before the person's first are unknown: nobody can tell whether they could have used it."""
    days, before = own_days(history, states, span), own_days(history, states, span.before())
    same, same_before, left_out = known_in_both(days, before)
    people = {
        period.first: _active(day for day in days if day.day in period.days) for period in periods(span, grouping)
    }
    first = max(filter(None, (freshness.first, history.since)), default=None)
    by_feature = of_days(history.cells.get("feature", ()), days)
    return Own(
        freshness=replace(freshness, first=first),
        days=days,
        days_before=before,
        points=grouped_days(days, span, grouping, people),
        now=_totals(span, days),
        before=_totals(span.before(), before),
        change=Change(_totals(span, same), _totals(span.before(), same_before), left_out),
        active_days=_active(days) if counted(days) else None,
        active_days_compared=(_active(same), _active(same_before)),
        cells={dimension: summed_cells(of_days(history.cells.get(dimension, ()), days)) for dimension in DIMENSIONS},
        cells_before={
            dimension: summed_cells(of_days(history.cells.get(dimension, ()), before)) for dimension in DIMENSIONS
        },
        by_feature=grouped_cells(by_feature, span, grouping),
        feature_days=days_of_use(by_feature),
        versions=newest([found for found in history.versions if found.day in span]),
        since=history.since,
    )


def own_days(history: OwnHistory, states: Mapping[date, State], span: Span) -> list[Day]:
    return [_day(history, states.get(day, "not_available"), day) for day in span]


def _day(history: OwnHistory, state: State, day: date) -> Day:
    place = Day(day, state)
    if not place.known:
        return place
    if history.since is None or day < history.since:
        return Day(day, "not_available")
    used = _with_command_line(history.rows.get(day, NO_USE), day)
    known = used._replace(**dict.fromkeys(history.unknown))
    return replace(place, active_users=int(day in history.active), counters=known)


def _with_command_line(counters: Counters, day: date) -> Counters:
    """GitHub leaves it out of the row of who didn't use it; before it was counted, nobody knows."""
    if counters.cli_sessions is not None or day < CLI_COUNTED_SINCE:
        return counters
    return counters._replace(cli_sessions=0, cli_requests=0, cli_prompts=0, cli_tokens=0)


def _active(days: Iterable[Day]) -> int:
    return sum(day.active_users or 0 for day in days)


def _totals(span: Span, days: Sequence[Day]) -> Totals:
    known = counted(days)
    return Totals(span, len(known), counters=summed_counters(day.counters for day in known))


def of_days(cells: Sequence[DayCell], days: Sequence[Day]) -> list[DayCell]:
    known = {day.day for day in days if day.known}
    return [cell for cell in cells if cell.day in known]


def summed_cells(cells: Sequence[DayCell]) -> list[Cell]:
    """Largest generations first."""
    by_name: dict[str, list[DayCell]] = defaultdict(list)
    for cell in cells:
        by_name[cell.name].append(cell)
    return ranked([Cell(name, 1, *(_sum_of(found, one) for one in SUMS)) for name, found in by_name.items()])


def _sum_of(cells: Sequence[DayCell], counter: str) -> int | None:
    known = [value for cell in cells if (value := getattr(cell, counter)) is not None]
    return sum(known) if known else None


def days_of_use(cells: Sequence[DayCell]) -> dict[str, int]:
    """By name, on how many days anything of it was counted."""
    days: dict[str, set[date]] = defaultdict(set)
    for cell in cells:
        if any(getattr(cell, counter) for counter in SUMS):
            days[cell.name].add(cell.day)
    return {name: len(found) for name, found in days.items()}


def newest(versions: Sequence[ToolVersion]) -> list[ToolVersion]:
    """The newest of each thing, by name."""
    found = {(one.kind, one.thing): one for one in sorted(versions, key=lambda one: one.day)}
    return [found[key] for key in sorted(found)]


def medians(members: Sequence[Member], without: int, floor: int, span: Span) -> Medians:
    """Of the licensed members who were active, but for the person who compares themselves with them."""
    others = [one for one in members if one.user_id != without and one.licensed and one.active_days]

    def of(counter: str) -> int | None:
        values = [value for one in others if (value := getattr(one, counter)) is not None]
        return median_of_people(values, floor, span)

    return Medians(len(others), of("active_days"), of("interactions"), of("acceptances"), of("loc_added"))
