from __future__ import annotations

from dataclasses import replace

from auth.access import require_names
from callbacks.insights import ask, ask_legacy
from callbacks.looking import Looking
from dashboard.core.questions import Insights
from dashboard.core.subjects import Team
from layouts import languages, refused, team, view, workspaces_of_team
from layouts.members import Roster
from layouts.shell import Page
from layouts.view import View


def show_team(looking: Looking, org: str, slug: str) -> Page:
    subject = looking.require_named(org, slug)
    insights = looking.asking(org.lower())
    freshness = insights.freshness(subject)
    asked = looking.view(freshness.last, org.lower())
    if freshness.last is None:
        old = ask_legacy(insights, subject, None, looking.almanac.working)
        return replace(refused.no_data(subject.name, looking.team_picker(subject), asked, old), team=subject)
    language = view.asked_of_page(looking.search, languages.ASKED)
    answers = ask(insights, subject, asked.span, freshness, asked.grouping, looking.almanac, language)
    alone = looking.path.startswith("/embed/")  # one figure of the page: nobody sees the people
    roster = None if alone else _roster(looking, insights, subject, asked)
    return team.page(subject, asked, answers, looking.team_picker(subject), roster)


def _roster(looking: Looking, insights: Insights, team: Team, asked: View) -> Roster:
    """Names are asked for by the rule, which puts it on record, only of those it lets see them."""
    span = asked.span
    started = insights.started(team, span)
    found = insights.seats(team.org) if insights.assistant == "copilot" else None
    seats = next((each for each in found.teams if each.id == team.id), None) if found else None
    work = insights.team_work(team, span, asked.grouping)
    coder = workspaces_of_team.card(team, work, asked, insights.min_team_size) if work else None
    if not looking.sees_names(team):
        return Roster(started, None, insights.min_team_size, seats, coder)
    require_names(looking.viewer, team, insights.show_names_to)
    return Roster(started, insights.members(team, span), insights.min_team_size, seats, coder)
