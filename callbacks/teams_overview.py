from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auth.access import require_admin
from callbacks.looking import Looking
from dashboard.core.days import Span
from dashboard.core.numbers import Day
from dashboard.core.overview import TeamOverview
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation
from layouts import controls, refused, teams_overview
from layouts.shell import Page
from layouts.teams_overview import Overview


def show_teams_overview(looking: Looking) -> Page:
    login = require_admin(looking.viewer, looking.query_org or [*looking.administered, *looking.orgs][0])
    insights, known = looking.asking(login), looking.insights.teams(login)
    picker = controls.organisation_picker(looking.administered, login) if len(looking.administered) > 1 else None
    freshness = insights.freshness(known[0] if known else Organisation(login))
    asked = looking.view(freshness.last, login)
    if freshness.last is None or not known:
        return refused.no_data(login, picker, asked)
    rows = _rows(looking, insights, login, asked.span)
    shown = [row.team for row in rows if teams_overview.is_shown(row)]
    found = Overview(
        login,
        rows,
        _rows(looking, insights, login, asked.span.before()),
        insights.added_up(login, asked.span, shown),
        insights.summary(Organisation(login), asked.span).now.active_users,
        freshness,
        insights.min_team_size,
        _days(insights, rows, asked.span),
    )
    return teams_overview.page(found, asked, picker)


def _days(insights: Insights, rows: Sequence[TeamOverview], span: Span) -> Sequence[Day]:
    """Of the team that has the most: they tell how far the reports have come, and not what the floor withholds."""
    most = max(filter(teams_overview.is_shown, rows), key=lambda row: row.now.days_counted, default=None)
    return [day for day in insights.daily(most.team, span) if day.state != "suppressed"] if most else []


def _rows(looking: Looking, insights: Insights, org: str, span: Span) -> Sequence[TeamOverview]:
    """With the teams as they are offered to this viewer: some are closed beside a larger one."""
    offered = {(team.org, team.id): team for team in looking.offered}
    rows = insights.teams_overview(org, span)
    return [replace(row, team=offered.get((org, row.team.id), row.team)) for row in rows]
