from __future__ import annotations

from collections.abc import Sequence

from auth.access import is_admin, may_see_seats, require_admin, require_names, require_organisation
from callbacks.looking import Looking
from dashboard.core.days import Span
from dashboard.core.own import Person
from dashboard.core.workspaces import Worker, without_ai
from layouts import controls, view, workspaces
from layouts.shell import Page


def show_workspaces(looking: Looking) -> Page:
    org = require_organisation(looking.viewer, looking.query_org or looking.orgs[0])
    admin, insights = is_admin(looking.viewer, org), looking.insights
    if admin:
        require_admin(looking.viewer, org)
    picker = controls.organisation_picker(looking.orgs, org) if len(looking.orgs) > 1 else None
    fresh = insights.workspaces_freshness(org)
    if fresh.last is None:
        return workspaces.never(org, picker)
    asked = view.asked(looking.search, fresh.last, looking.almanac.working)
    teams = [team for team in looking.offered if team.org == org and team.qualifies]
    found = insights.workspaces(org, asked.span, asked.grouping, teams)
    floor = 0 if admin else insights.min_team_size
    if 0 < found.people_at_least < floor:
        return workspaces.too_few(org, floor, picker)
    if found.ai and (found.ai.people or 0) < floor:
        found = without_ai(found)
    own, workers = insights.own_work(Person(org, looking.viewer.id), asked.span), _named(looking, org, asked.span)
    return workspaces.page(workspaces.Found(org, found, fresh, insights.min_team_size, own, workers), asked, picker)


def _named(looking: Looking, org: str, span: Span) -> Sequence[Worker] | None:
    """Everybody for admins, one's teams' people for members, as SHOW_NAMES_TO has it; None where nobody's name is shown."""
    insights, viewer = looking.insights, looking.viewer
    if may_see_seats(viewer, org, insights.show_names_to):
        return insights.workers(org, span, None)
    teams = [team for team in looking.own_teams if team.org == org and team.qualifies and looking.sees_names(team)]
    for team in teams:
        require_names(viewer, team, insights.show_names_to)
    return insights.workers(org, span, [team.id for team in teams]) if teams else None
