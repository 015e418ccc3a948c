"""A team's numbers. A day needs both reports, of people and of memberships, and the floor's licensed members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.core.days import Span
from dashboard.core.numbers import Day, DayCell, Dimension, Member, State, Totals
from dashboard.core.rows import MEMBERS_REPORT, USERS_REPORT
from dashboard.core.states import above_floor
from dashboard.core.subjects import Team
from dashboard.insights import questions
from dashboard.insights.answers import Ask, counters, day_cells, days_of, in_every_state, people_by_name

REPORTS = (USERS_REPORT, MEMBERS_REPORT)


class TeamNumbers:
    reports = REPORTS

    def __init__(self, ask: Ask, team: Team, floor: int):
        self.ask = ask
        self.floor = floor
        self.org = team.org
        self.where = {"org": team.org, "team": team.id}

    def daily(self, span: Span) -> list[Day]:
        rows = self.ask(questions.TEAM_DAILY, first=span.first, last=span.last, **self.where)
        days = {row["day"]: self._day(row) for row in rows}
        states = days_of(self.ask, self.org, self.reports, span)
        return [above_floor(day, self.floor) for day in in_every_state(span, kept(states, days), days)]

    def _day(self, row: dict) -> Day:
        return Day(row["day"], "final", row["active_users"], row["licensed_members"], counters(row))

    def totals(self, span: Span, days: Sequence[date]) -> Totals:
        people = self.ask(
            questions.TEAM_PEOPLE, first=span.first, last=span.last, days=list(days), floor=self.floor, **self.where
        )[0]
        licensed = people["licensed_members"]
        if not days:
            return Totals(span, 0, licensed_members=licensed)
        sums = counters(self.ask(questions.TEAM_COUNTERS, days=list(days), **self.where)[0])
        if not self._complete(days):
            return Totals(span, len(days), licensed_members=licensed, counters=sums)
        adoption = people["licensed_and_active"] / licensed if licensed == people["licensed_with_rows"] else None
        return Totals(span, len(days), people["active_users"], licensed, adoption, sums)

    def members(self, span: Span, days: Sequence[date]) -> list[Member]:
        rows = self.ask(
            questions.TEAM_MEMBERS, first=span.first, last=span.last, days=list(days), floor=self.floor, **self.where
        )
        return [Member(**row) for row in rows]

    def _complete(self, days: Sequence[date]) -> bool:
        """Whether the rows of everybody who was in the team on these days are there still."""
        return not self.ask(questions.TEAM_INCOMPLETE, days=list(days), **self.where)[0]["days"]

    def day_cells(self, days: Sequence[date], dimension: Dimension) -> list[DayCell]:
        return day_cells(self.ask(questions.TEAM_CELLS[dimension], days=list(days), **self.where))

    def cell_people(
        self, days: Sequence[date], dimension: Dimension, folded: Sequence[str] = ()
    ) -> dict[str, int] | None:
        """None where they can't be told any more."""
        if not self._complete(days):
            return None
        sql = questions.TEAM_CELL_PEOPLE[dimension]
        return people_by_name(self.ask(sql, days=list(days), folded=list(folded), **self.where))


def kept(states: Mapping[date, State], days: Mapping[date, Day]) -> dict[date, State]:
    """A day whose rows of people were removed after their time stays as final as its aggregate, where that is kept."""
    return {day: "final" if state == "expired" and day in days else state for day, state in states.items()}
