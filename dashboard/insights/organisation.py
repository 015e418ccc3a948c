"""An organisation's numbers: GitHub's own aggregate, never a sum of teams. People of a free span come from `users`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Day, DayCell, Dimension, State, Totals
from dashboard.core.rows import ORG_REPORT, USERS_REPORT
from dashboard.core.subjects import Organisation
from dashboard.insights import questions
from dashboard.insights.answers import Ask, counters, day_cells, days_of, in_every_state, people_by_name

REPORTS = (ORG_REPORT,)


class OrganisationNumbers:
    reports = REPORTS

    def __init__(self, ask: Ask, organisation: Organisation):
        self.ask = ask
        self.org = organisation.org
        self.where = {"org": organisation.org}

    def daily(self, span: Span) -> list[Day]:
        rows = self.ask(questions.ORG_DAILY, first=span.first, last=span.last, **self.where)
        states = days_of(self.ask, self.org, self.reports, span)
        return in_every_state(span, states, {row["day"]: self._day(row) for row in rows})

    def _day(self, row: dict) -> Day:
        return Day(
            row["day"],
            "final",
            row["active_users"],
            counters=counters(row),
            weekly_active_users=row["weekly_active_users"],
            monthly_active_users=row["monthly_active_users"],
        )

    def totals(self, span: Span, days: Sequence[date]) -> Totals:
        if not days:
            return Totals(span, 0)
        sums = self.ask(questions.ORG_COUNTERS, days=list(days), **self.where)[0]
        return Totals(span, len(days), self._people(days), counters=counters(sums))

    def _people(self, days: Sequence[date]) -> int | None:
        states = self._states_of_people(days)
        with_people = [day for day in days if states[day] in KNOWN]
        if not with_people or "expired" in states.values():
            return None
        return self.ask(questions.ORG_PEOPLE, days=with_people, **self.where)[0]["active_users"]

    def _states_of_people(self, days: Sequence[date]) -> dict[date, State]:
        """With one that is `expired`, distinct people can't be told any more: the rest would be too few."""
        found = days_of(self.ask, self.org, (USERS_REPORT,), Span(min(days), max(days)))
        return {day: found[day] for day in days}

    def day_cells(self, days: Sequence[date], dimension: Dimension) -> list[DayCell]:
        return day_cells(self.ask(questions.ORG_CELLS[dimension], days=list(days), **self.where))

    def cell_people(
        self, days: Sequence[date], dimension: Dimension, folded: Sequence[str] = ()
    ) -> dict[str, int] | None:
        """None where they can't be told any more."""
        if days and "expired" in self._states_of_people(days).values():
            return None
        sql = questions.ORG_CELL_PEOPLE[dimension]
        return people_by_name(self.ask(sql, days=list(days), folded=list(folded), **self.where))
