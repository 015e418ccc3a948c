"""/api/v1/insights: who used an assistant and when, after Coder's contract, with teams where it has templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, request

from auth.access import Viewer, is_admin, require_admin, require_organisation, require_team
from dashboard.api import shapes
from dashboard.api.parameters import LEAST_OFFSET, MOST_OFFSET, Parameters, Window, interval, window
from dashboard.core.days import trailing
from dashboard.core.offer import by_id
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation, Team
from dashboard.core.together import NOTHING, Used

DAYS_BACK = 60  # and today
NO_SOURCE = "No Coder deployment is configured, and no other source says this."


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
        parameters.check()
        subject, span = Organisation(organisation(asked)), trailing(now().date(), DAYS_BACK + 1)
        return shapes.daily_active_users(insights.daily(subject, span), offset)

    @api.get("/insights/teams")
    def show_teams_together() -> dict[str, Any]:
        parameters = _parameters()
        asked_org, ids, asked = parameters.text("org"), parameters.numbers("team_ids"), window(parameters, now())
        length = interval(parameters, asked)
        parameters.check()
        org = organisation(asked_org)
        found = _used(insights, teams(org, ids), org, asked, length)
        return shapes.used(asked, length, found)

    def nobody() -> dict[str, Any]:
        parameters = _parameters()
        asked_org, ids, asked = parameters.text("org"), parameters.numbers("team_ids"), window(parameters, now())
        parameters.check()
        teams(organisation(asked_org), ids)
        return shapes.nobody(asked, NO_SOURCE)

    api.get("/insights/user-activity", endpoint="show_user_activity")(nobody)
    api.get("/insights/user-latency", endpoint="show_user_latency")(nobody)


def _parameters() -> Parameters:
    return Parameters(dict(request.args.lists()))


def _used(insights: Insights, teams: Sequence[Team], org: str, asked: Window, length: str) -> Used:
    parts = [part.days for part in asked.intervals(length)]
    if asked.days is None or not teams:
        return Used(NOTHING, [NOTHING for _ in parts], None)
    return insights.used(teams, org, [asked.days, *parts])
