"""Several teams as one group of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.core.cells import OTHER, names_to_fold, ranked, withheld
from dashboard.core.days import Span
from dashboard.core.numbers import Cell
from dashboard.core.subjects import Team
from dashboard.core.together import Alike, Together, Used, active_of
from dashboard.insights.answers import SUMS, Ask, Row
from dashboard.insights.days import Wanted, as_sets
from dashboard.insights.questions import together as questions


def used(ask: Ask, teams: Sequence[Team], org: str, spans: Sequence[Span], floor: int, least: int, source: str) -> Used:
    """Of the first of `spans` as a whole, and of each of the others; `floor` is a team's, `least` a cell's."""
    whole = spans[0]
    where = _where(teams, org, whole, floor, source)
    found = together(ask, where, spans, floor)
    features = None if found[0].active_users is None else _features(ask, where, least)
    return Used(found[0], found[1:], features)


def _where(teams: Sequence[Team], org: str, whole: Span, floor: int, source: str) -> dict[str, Any]:
    ids = [team.id for team in teams]
    return {
        "org": org,
        "source": source,
        "teams": ids,
        "first": whole.first,
        "last": whole.last,
        "without": [],
        "floor": floor,
    }


def together(ask: Ask, where: Mapping[str, Any], spans: Sequence[Span], floor: int) -> list[Together]:
    sets = as_sets([Wanted(list(span)) for span in spans])
    contributed = _by_number(ask(questions.CONTRIBUTED, **sets, **where))
    groups = _by_number(ask(questions.ALIKE, **sets, **where))
    return [_together(contributed[number], groups[number], floor) for number in range(len(spans))]


def _by_number(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["number"]].append(row)
    return found


def _together(contributed: Sequence[Row], groups: Sequence[Row], floor: int) -> Together:
    teams = tuple(row["team_id"] for row in contributed)
    if not teams or any(row["incomplete"] for row in contributed):
        return Together(teams)
    alike = [Alike(tuple(row["teams"] or ()), row["people"], row["active"]) for row in groups]
    return Together(teams, active_of(alike, floor))


def _features(ask: Ask, where: Mapping[str, Any], least: int) -> list[Cell]:
    def asked(folded: Sequence[str]) -> list[Cell]:
        return ranked([_cell(row) for row in ask(questions.FEATURES, **where, folded=list(folded))])

    found = asked(())
    folded = names_to_fold(found, least)
    if not folded:
        return found
    return [
        withheld(cell) if cell.name == OTHER and (cell.active_users or 0) < least else cell for cell in asked(folded)
    ]


def _cell(row: Row) -> Cell:
    return Cell(row["name"], row["active_users"], row["interactions"], *(row[name] or 0 for name in SUMS))
