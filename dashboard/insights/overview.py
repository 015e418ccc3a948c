"""All teams side by side: each row says what the team's own page says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.core.days import Span
from dashboard.core.numbers import Totals
from dashboard.core.overview import AddedUp, TeamOverview, added_up
from dashboard.core.subjects import Organisation, Team
from dashboard.insights.answers import NO_ROW, Ask, Row, counters
from dashboard.insights.days import Days, as_months
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.questions import teams as questions
from dashboard.insights.team import adoption


def teams_overview(
    ask: Ask, teams: Sequence[Team], org: str, span: Span, floor: int, source: str
) -> list[TeamOverview]:
    rows = {row["team_id"]: row for row in ask(questions.OVERVIEW, **_where(org, span, floor, source))}
    return [_team_overview(team, span, rows.get(team.id)) for team in teams]


def rows_added_up(
    ask: Ask, rows: Sequence[TeamOverview], org: str, found: Days, floor: int, source: str
) -> AddedUp | None:
    """How the people of `rows` come to the organisation's, of whom `found` are the days; None where that can't be said."""
    active = [row.now.active_users for row in rows if row.now.days_counted]
    if None in active or not OrganisationNumbers(ask, Organisation(org), source).people_known(found):
        return None
    teams = [row.team.id for row in rows]
    where = _where(org, found.span, floor, source) | as_months(now=found.counted) | {"teams": teams}
    people = ask(questions.IN_TEAMS, **where)[0]
    return added_up([number for number in active if number is not None], **people, floor=floor)


def _where(org: str, span: Span, floor: int, source: str) -> dict[str, Any]:
    return {
        "org": org,
        "source": source,
        "floor": floor,
        "first": span.first,
        "last": span.last,
        "without": span.left_out(),
    }


def _team_overview(team: Team, span: Span, row: Row | None) -> TeamOverview:
    """`row` is the question's, if the team had enough licensed members on any day of the span."""
    if row is None or not team.qualifies:
        return TeamOverview(team, Totals(span, 0), [None for _ in span])
    active = dict(zip(row["days"] or (), row["active_by_day"] or (), strict=True))
    return TeamOverview(team, _totals(span, row), [active.get(day) for day in span])


def _totals(span: Span, row: Row) -> Totals:
    days, licensed = row["days_counted"], row["licensed_members"]
    if not days:
        return Totals(span, 0, licensed_members=licensed)
    sums = counters({**NO_ROW, **row})
    if not row["complete"]:
        return Totals(span, days, licensed_members=licensed, counters=sums)
    return Totals(span, days, row["active_users"], licensed, adoption(row, licensed), sums)
