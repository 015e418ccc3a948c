"""An organisation's numbers: GitHub's own aggregate, never a sum of teams. People of a free span come from `users`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Day, Dimension, State, Totals
from dashboard.core.periods import Grouping
from dashboard.core.rows import ORG_REPORT, USERS_REPORT
from dashboard.core.subjects import Organisation
from dashboard.insights.answers import Ask, Cells, PeriodCells, Row, cells, counters, period_cells
from dashboard.insights.days import Days, Kept, States, Wanted, as_days, nothing, people_of
from dashboard.insights.questions import organisation as questions

REPORTS = (ORG_REPORT,)


class OrganisationNumbers:
    reports = REPORTS

    def __init__(self, ask: Ask, organisation: Organisation, source: str):
        self.ask = ask
        self.where = {"org": organisation.org, "source": source}

    def days(self, span: Span, before: Span, states: States) -> tuple[Days, Days]:
        rows = {row["day"]: row for row in self.ask(questions.DAYS, first=before.first, last=span.last, **self.where)}
        return _days(span, rows, states), _days(before, rows, states)

    def totals(self, asked: Sequence[tuple[Days, Sequence[date]]]) -> list[Totals]:
        """Of each of these spans, over these of its days."""
        known = [days for found, days in asked if _people_known(found, days)]
        people = iter(people_of(self.ask, questions.PEOPLE, [Wanted(days) for days in known], self.where))
        sums = [(_sums(found, days), _people_known(found, days)) for found, days in asked]
        return [replace(each, active_users=next(people)["active_users"]) if told else each for each, told in sums]

    def people_by_set(self, asked: Sequence[tuple[Days, Sequence[date]]]) -> list[int | None]:
        """Distinct active users of each set of counted days; None where they can't be told."""
        told = [_people_known(found, days) for found, days in asked]
        wanted = [Wanted(days) for (_, days), known in zip(asked, told, strict=True) if known]
        people = iter(people_of(self.ask, questions.PEOPLE, wanted, self.where))
        return [next(people)["active_users"] if known else None for known in told]

    def people_known(self, found: Days) -> bool:
        """Whether distinct people of its counted days can be told."""
        return _people_known(found, found.counted)

    def cells(self, now: Days, before: Days, folded: Sequence[str] = ()) -> tuple[Cells, Cells]:
        """Without people where they can't be told any more."""
        if not (now.counted or before.counted):
            return {}, {}
        folds, over = bool(folded), as_days(now, before) | self.where | ({"folded": list(folded)} if folded else {})
        sums, people = self.ask(questions.CELLS[folds], **over), self.ask(questions.CELL_PEOPLE[folds], **over)
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


def _days(span: Span, rows: Mapping[date, Row], states: States) -> Days:
    own, of_people = states.get(ORG_REPORT, {}), states.get(USERS_REPORT, {})
    shown = [_day(day, own.get(day, "not_available"), rows.get(day)) for day in span]
    return Days(span, shown, {day: Kept(of_people.get(day)) for day in span})


def _day(day: date, state: State, row: Row | None) -> Day:
    """One whose report has come but holds no row has no numbers either; sums that were kept outlive the rows of people."""
    if state == "expired" and row:
        state = "final"
    if row is None or state not in KNOWN:
        return Day(day, state)
    weekly, monthly = row["weekly_active_users"], row["monthly_active_users"]
    return Day(day, state, row["active_users"], None, counters(row), weekly, monthly)


def _sums(found: Days, days: Sequence[date]) -> Totals:
    return Totals(found.span, len(days), counters=found.summed(days))


def _people_known(found: Days, days: Sequence[date]) -> bool:
    """Whether any of these days has rows of people, and none has lost them to retention: the rest would be too few."""
    states = {found.kept[day].people for day in days}
    return "expired" not in states and not states.isdisjoint(KNOWN)
