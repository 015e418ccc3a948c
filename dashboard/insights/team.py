"""A team's numbers. A day needs both reports, of people and of memberships, and the floor's licensed members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Day, Dimension, Member, State, Totals
from dashboard.core.periods import Grouping
from dashboard.core.rows import USERS_REPORT
from dashboard.core.states import above_floor
from dashboard.core.subjects import Team
from dashboard.insights.answers import Ask, Cells, PeriodCells, Row, cells, counters, period_cells
from dashboard.insights.days import (
    OF_TEAM,
    TEAM,
    Days,
    Kept,
    States,
    Wanted,
    as_days,
    as_months,
    nothing,
    people_of,
)
from dashboard.insights.questions import team as questions


class TeamNumbers:
    reports = OF_TEAM

    def __init__(self, ask: Ask, team: Team, floor: int, source: str):
        self.ask = ask
        self.floor = floor
        self.where: dict[str, Any] = {"org": team.org, "team": team.id, "source": source}

    def days(self, span: Span, before: Span, states: States) -> tuple[Days, Days]:
        rows = {row["day"]: row for row in self.ask(questions.DAYS, first=before.first, last=span.last, **self.where)}
        return self._days(span, rows, states), self._days(before, rows, states)

    def _days(self, span: Span, rows: Mapping[date, Row], states: States) -> Days:
        of_team, of_people = states[TEAM], states.get(USERS_REPORT, {})
        shown = [above_floor(_day(day, of_team.get(day, "not_available"), rows.get(day)), self.floor) for day in span]
        return Days(span, shown, {day: _kept(rows[day], of_people.get(day)) for day in span if day in rows})

    def totals(self, asked: Sequence[tuple[Days, Sequence[date]]]) -> list[Totals]:
        """Of each of these spans, over these of its days."""
        told = [_people_known(found, days) for found, days in asked]
        wanted = [
            Wanted(days, self._licensed_on(found)) for (found, days), known in zip(asked, told, strict=True) if known
        ]
        people = iter(people_of(self.ask, questions.PEOPLE, wanted, self.where))
        sums = [self._sums(found, days) for found, days in asked]
        return [_with_people(each, next(people)) if known else each for each, known in zip(sums, told, strict=True)]

    def _sums(self, found: Days, days: Sequence[date]) -> Totals:
        licensed = [found.kept[day].licensed for day in self._licensed_on(found)]
        sums = found.summed(days)
        return Totals(found.span, len(days), licensed_members=licensed[0] if licensed else None, counters=sums)

    def _licensed_on(self, found: Days) -> list[date]:
        """The last day with a membership report whose members reach the floor, if there is one."""
        return sorted(day for day, kept in found.kept.items() if kept.licensed >= self.floor)[-1:]

    def people_by_set(self, asked: Sequence[tuple[Days, Sequence[date]]]) -> list[int | None]:
        """Distinct active users of each set of counted days; None where they can't be told."""
        told = [_people_known(found, days) for found, days in asked]
        wanted = [Wanted(days) for (_, days), known in zip(asked, told, strict=True) if known]
        people = iter(people_of(self.ask, questions.PEOPLE, wanted, self.where))
        return [next(people)["active_users"] if known else None for known in told]

    def members(self, span: Span, days: Sequence[date]) -> list[Member]:
        rows = self.ask(
            questions.MEMBERS, first=span.first, last=span.last, days=list(days), floor=self.floor, **self.where
        )
        return [Member(**row) for row in rows]

    def people_known(self, found: Days) -> bool:
        """Whether distinct people of its counted days can be told."""
        return _people_known(found, found.counted)

    def cells(self, now: Days, before: Days, folded: Sequence[str] = ()) -> tuple[Cells, Cells]:
        """Without people where they can't be told any more."""
        if not (now.counted or before.counted):
            return {}, {}
        folds, where = bool(folded), self.where | ({"folded": list(folded)} if folded else {})
        sums = self.ask(questions.CELLS[folds], **as_days(now, before), **where)
        sets = as_months(now=now.counted, before=before.counted)
        people = self.ask(questions.CELL_PEOPLE[folds], **sets, **where)
        return (
            cells("now", sums, people if _people_known(now, now.counted) else None),
            cells("before", sums, people if _people_known(before, before.counted) else None),
        )

    def period_cells(self, found: Days, dimensions: Sequence[Dimension], grouping: Grouping) -> PeriodCells:
        if not found.counted:
            return {}
        parameters = as_days(found, nothing(found.span)) | {"dimensions": list(dimensions)}
        del parameters["since"]
        return period_cells(
            self.ask(questions.PERIOD_CELLS[grouping], **parameters, **self.where), found.span, grouping
        )


def _day(day: date, state: State, row: Row | None) -> Day:
    """A day whose rows of people were removed after their time stays as final as its sums, where these are kept."""
    if state == "expired" and row and row["licensed_members"] is not None:
        state = "final"
    if row is None or state not in KNOWN:
        return Day(day, state)
    return Day(day, state, row["active_users"], row["licensed_members"], counters(row))


def _people_known(found: Days, days: Sequence[date]) -> bool:
    """Whether none of these days has lost the row of one of its people, to retention or because somebody was erased.

    Its sums were kept, but who was active on several days can't be told any more.
    """
    return bool(days) and all(map(found.whole.__contains__, days))


def _kept(row: Row, people: State | None) -> Kept:
    whole = people != "expired" and row["people_kept"] >= (row["licensed_members"] or 0)
    return Kept(people, row["licensed"], whole)


def _with_people(sums: Totals, people: Row) -> Totals:
    return replace(sums, active_users=people["active_users"], adoption=adoption(people, sums.licensed_members))


def adoption(people: Row, licensed: int | None) -> float | None:
    """Of those licensed at the end, the share who were active; unknown if the rows of some of them are gone."""
    return people["licensed_and_active"] / licensed if licensed and people["licensed_with_rows"] == licensed else None
