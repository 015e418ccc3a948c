"""All teams side by side: each row says what the team's own page says."""

from __future__ import annotations

from dashboard.core.days import Span
from dashboard.core.numbers import Totals
from dashboard.core.overview import TeamOverview
from dashboard.core.subjects import Team
from dashboard.insights.answers import Row, counters
from dashboard.insights.team import adoption


def team_overview(team: Team, span: Span, row: Row | None) -> TeamOverview:
    """`row` is the question's, if the team had enough licensed members on any day of the span."""
    if row is None or not team.qualifies:
        return TeamOverview(team, Totals(span, 0), [None for _ in span])
    active = dict(zip(row["days"] or (), row["active_by_day"] or (), strict=True))
    return TeamOverview(team, _totals(span, row), [active.get(day) for day in span])


def _totals(span: Span, row: Row) -> Totals:
    days, licensed = row["days_counted"], row["licensed_members"]
    if not days:
        return Totals(span, 0, licensed_members=licensed)
    if not row["complete"]:
        return Totals(span, days, licensed_members=licensed, counters=counters(row))
    return Totals(span, days, row["active_users"], licensed, adoption(row, licensed), counters(row))
