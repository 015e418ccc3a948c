"""/api/v1/insights: who used an assistant and when, after Coder's contract, with teams where it has templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, request

from auth.access import (
    Viewer,
    is_admin,
    may_see_names,
    may_see_seats,
    require_admin,
    require_names,
    require_organisation,
    require_team,
)
from dashboard.api import shapes
from dashboard.api.parameters import LEAST_OFFSET, MOST_OFFSET, Parameters, Window, interval, window
from dashboard.core.assistants import ASKED, Asked
from dashboard.core.days import trailing
from dashboard.core.offer import by_id
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation, Team
from dashboard.core.together import NOTHING, Used

DAYS_BACK = 60  # and today
NO_SOURCE = "No Coder deployment is configured, and no other source says this."
WITHHELD = "The names of people are not shown to you, and this is about single people."


def add_to(
    api: Blueprint,
    insights: Insights,
    viewer: Callable[[], Viewer],
    offered: Callable[[Viewer], Sequence[Team]],
    now: Callable[[], datetime],
) -> None:
    """`viewer` refuses strangers; `offered` are the teams that somebody may pick."""

    def organisation(asked: str) -> str:
        """The one that is asked for, or the first of the viewer's own."""
        who = viewer()
        return require_organisation(who, asked.lower() or min(who.organisations, default=""))

    def teams(org: str, ids: Sequence[int]) -> list[Team]:
        """Those that are asked for, or all that the viewer may see. Raises NotFound or Forbidden."""
        who = viewer()
        mine = [team for team in offered(who) if team.org == org]
        if ids:
            known = insights.teams(org)
            return [require_team(who, by_id(mine, known, each)) for each in ids]
        if is_admin(who, org):
            require_admin(who, org)
            return [team for team in mine if team.qualifies]
        return [require_team(who, team) for team in mine if team.qualifies]

    @api.get("/insights/daus")
    def show_daily_active_users() -> dict[str, Any]:
        parameters = _parameters()
        offset, asked = parameters.whole_number("tz_offset", LEAST_OFFSET, MOST_OFFSET), parameters.text("org")
        whose = _assistant(parameters)
        parameters.check()
        subject, span = Organisation(organisation(asked)), trailing(now().date(), DAYS_BACK + 1)
        return shapes.daily_active_users(insights.of(whose).daily(subject, span), offset)

    @api.get("/insights/teams")
    def show_teams_together() -> dict[str, Any]:
        parameters = _parameters()
        asked_org, ids, asked = parameters.text("org"), parameters.numbers("team_ids"), window(parameters, now())
        length, whose = interval(parameters, asked), _assistant(parameters)
        parameters.check()
        org = organisation(asked_org)
        found = _used(insights.of(whose), teams(org, ids), org, asked, length)
        return shapes.used(asked, length, found)

    def named(org: str, ids: Sequence[int]) -> list[int]:
        """The teams whose people the viewer may be told of by name. Raises NotFound or Forbidden."""
        who, names_for = viewer(), insights.show_names_to
        shown = [team for team in teams(org, ids) if may_see_names(who, team, names_for)]
        for team in shown:
            require_names(who, team, names_for)
        return [team.id for team in shown]

    def people(shape: shapes.OfWorker) -> dict[str, Any]:
        parameters = _parameters()
        asked_org, ids, asked = parameters.text("org"), parameters.numbers("team_ids"), window(parameters, now())
        parameters.check()
        org = organisation(asked_org)
        everybody = not ids and may_see_seats(viewer(), org, insights.show_names_to)
        of_teams = named(org, ids)
        if insights.workspaces_freshness(org).last is None:
            return shapes.nobody(asked, NO_SOURCE)
        if not everybody and not of_teams:
            return shapes.nobody(asked, WITHHELD)
        if asked.days is None:
            return shapes.workers(asked, [], {}, shape)
        found = insights.workers(org, asked.days, None if everybody else of_teams)
        return shapes.workers(asked, found, insights.teams_of_workers(org, asked.days, of_teams), shape)

    @api.get("/insights/user-activity")
    def show_user_activity() -> dict[str, Any]:
        return people(shapes.activity)

    @api.get("/insights/user-latency")
    def show_user_latency() -> dict[str, Any]:
        return people(shapes.latency)


def _assistant(parameters: Parameters) -> Asked:
    return parameters.one_of("assistant", ASKED) or "copilot"


def _parameters() -> Parameters:
    return Parameters(dict(request.args.lists()))


def _used(insights: Insights, teams: Sequence[Team], org: str, asked: Window, length: str) -> Used:
    parts = [part.days for part in asked.intervals(length)]
    if asked.days is None or not teams:
        return Used(NOTHING, [NOTHING for _ in parts], None)
    return insights.used(teams, org, [asked.days, *parts])
