"""The privacy floor: which groups are large enough for their figures to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from dashboard.core.days import Span
from dashboard.core.subjects import Reason

LEAST_DAYS_OF_A_MEDIAN = 28


@dataclass(frozen=True)
class Contained:
    """All `licensed` members that `team` had on `day` were in `within`, too, which had `more` members besides."""

    team: int
    within: int
    licensed: int
    more: int
    day: date


def reason(max_licensed: int, max_active: int, floor: int) -> Reason | None:
    """Why a team doesn't qualify, or None if it does.

    `max_licensed` is the largest number of licensed members on any day of the history, `max_active` the largest
    number of them, on one such day, who were active on at least one day.
    """
    if max_licensed < floor:
        return "too_few_licensed"
    if max_active < floor:
        return "too_few_active"
    return None


def split_cells(people: Sequence[int], floor: int) -> tuple[list[int], list[int]]:
    """The places of the cells to show, and of those to fold into "other", given how many people are in each.

    If only one cell would fold, the smallest of the shown ones folds with it, or it could be had by subtraction.
    """
    shown = [place for place, count in enumerate(people) if count >= floor]
    folded = [place for place, count in enumerate(people) if count < floor]
    if len(folded) == 1 and shown:
        smallest = min(shown, key=lambda place: people[place])
        shown.remove(smallest)
        folded.append(smallest)
    return shown, folded


def median_of_people(values: Sequence[int], floor: int, span: Span) -> int | None:
    """The middle of what single people counted in a span, to two figures; None of fewer than `floor`, or of a short span.

    The middle one is somebody's own number: hence the rounding, and hence not day by day (docs/decisions/0011).
    """
    if len(values) < max(floor, 1) or len(span) < LEAST_DAYS_OF_A_MEDIAN:
        return None
    middle = round(median(values))
    return round(middle, 2 - len(str(middle))) if middle >= 100 else middle


def remainder(whole: int, parts: Iterable[int], floor: int) -> int | None:
    """How many of `whole` are in none of the disjoint `parts`, as "in no team"; None where they are too few to show."""
    rest = whole - sum(parts)
    return rest if rest >= floor else None


def overshadowed(found: Iterable[Contained], floor: int) -> Mapping[int, frozenset[int]]:
    """Team → the teams beside which it is withheld, or fewer than `floor` people could be had by subtraction.

    A day counts when the smaller team is shown on it. Of two that changed places, the newest such day decides, so
    that one of them stays.
    """
    newest: dict[frozenset[int], Contained] = {}
    for pair in sorted(found, key=lambda pair: (pair.day, pair.team)):
        if pair.licensed >= floor and 0 < pair.more < floor:
            newest[frozenset((pair.team, pair.within))] = pair
    withheld: dict[int, frozenset[int]] = {}
    for pair in newest.values():
        withheld[pair.team] = withheld.get(pair.team, frozenset()) | {pair.within}
    return withheld
