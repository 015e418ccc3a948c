"""The paths of /api/v1. Every view is three steps: check, ask, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, request

from auth.access import (
    Viewer,
    is_admin,
    may_see_names,
    own_memberships,
    require_admin,
    require_names,
    require_organisation,
    require_team,
)
from dashboard.api import insights as coders
from dashboard.api import requests, seats, shapes
from dashboard.core.days import Span
from dashboard.core.offer import asked_for
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation, Subject, Team


def register(server: Flask, insights: Insights, viewer: Callable[[], Viewer], now: Callable[[], datetime]) -> None:
    """`viewer` refuses strangers; `now` is by UTC."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    def teams_of(who: Viewer) -> list[Team]:
        names_to = insights.show_names_to
        return insights.offered(own_memberships(who), who.admin_of, lambda team: may_see_names(who, team, names_to))

    def team(org: str, slug: str) -> Team:
        who = viewer()
        known = insights.teams(org.lower()) if org.lower() in who.organisations else ()
        return require_team(who, asked_for(teams_of(who), known, org, slug))

    def organisation(org: str) -> Organisation:
        return Organisation(require_organisation(viewer(), org.lower()))

    def administered() -> list[str]:
        """The organisation that was asked for, or all that the viewer is admin of; refuses when there is none."""
        who, asked = viewer(), requests.organisation(request.args)
        own = [org for org in who.organisations if is_admin(who, org)]
        return [require_admin(who, org) for org in ([asked] if asked else own) or [*who.organisations, ""][:1]]

    def asking(subject: Subject) -> tuple[Insights, Span]:
        """About the assistant and the days that the request names."""
        found = insights.of(requests.assistant(request.args))
        return found, requests.span(request.args, found.freshness(subject), now().date())

    def daily(subject: Subject) -> dict[str, Any]:
        found, span = asking(subject)
        return shapes.daily(subject, span, found.daily(subject, span))

    def summary(subject: Subject) -> dict[str, Any]:
        found, span = asking(subject)
        return shapes.summary(subject, found.summary(subject, span))

    def breakdown(subject: Subject, name: str) -> dict[str, Any]:
        by, (found, span) = requests.dimension(name), asking(subject)
        return shapes.breakdown(subject, span, found.breakdown(subject, span, by))

    def members(team: Team) -> dict[str, Any]:
        require_names(viewer(), team, insights.show_names_to)
        found, span = asking(team)
        return shapes.members(found.members(team, span))

    @api.get("/me")
    def show_me() -> dict[str, Any]:
        return shapes.me(viewer(), teams_of(viewer()))

    @api.get("/teams")
    def show_teams() -> dict[str, Any]:
        return {"teams": [shapes.team(found) for found in teams_of(viewer())]}

    @api.get("/teams/<org>/<slug>/daily")
    def show_team_daily(org: str, slug: str) -> dict[str, Any]:
        return daily(team(org, slug))

    @api.get("/teams/<org>/<slug>/summary")
    def show_team_summary(org: str, slug: str) -> dict[str, Any]:
        return summary(team(org, slug))

    @api.get("/teams/<org>/<slug>/breakdown/<name>")
    def show_team_breakdown(org: str, slug: str, name: str) -> dict[str, Any]:
        return breakdown(team(org, slug), name)

    @api.get("/teams/<org>/<slug>/members")
    def show_team_members(org: str, slug: str) -> dict[str, Any]:
        return members(team(org, slug))

    @api.get("/orgs/<org>/daily")
    def show_organisation_daily(org: str) -> dict[str, Any]:
        return daily(organisation(org))

    @api.get("/orgs/<org>/summary")
    def show_organisation_summary(org: str) -> dict[str, Any]:
        return summary(organisation(org))

    @api.get("/orgs/<org>/breakdown/<name>")
    def show_organisation_breakdown(org: str, name: str) -> dict[str, Any]:
        return breakdown(organisation(org), name)

    @api.get("/coverage")
    def show_coverage() -> dict[str, Any]:
        return shapes.coverage(insights.coverage(administered()))

    coders.add_to(api, insights, viewer, teams_of, now)
    seats.add_to(api, insights, viewer, now)
    server.register_blueprint(api)
