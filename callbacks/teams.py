from __future__ import annotations

from callbacks.looking import Looking
from dashboard.core.subjects import Organisation
from layouts import teams
from layouts.shell import Page


def show_teams(looking: Looking) -> Page:
    freshness = looking.insights.freshness(Organisation(looking.orgs[0]))
    several = len(looking.orgs) > 1
    return teams.page(looking.own_teams, looking.other_teams, several, looking.team_picker(), freshness)
