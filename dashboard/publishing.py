"""Publishing `teams_history.json` for those who read it from the time of GitHub's old API (docs/decisions/0008)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from auth.access import REASONS
from dashboard.core.daily_object import daily_object
from dashboard.core.days import Span
from dashboard.core.numbers import Day
from dashboard.core.offer import named
from dashboard.core.subjects import Team
from dashboard.core.teams_history import History, published_days, renewed, team_object
from dashboard.core.teams_history import parsed as parsed_history
from dashboard.errors import Conflict, DashboardError, Forbidden, HistoryError, WrongUse
from dashboard.history.objects import Objects, Stored, open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from dashboard.settings import Settings

TRIES = 5


def publish(settings: Settings) -> list[str]:
    """What `refresh` ends with. Gives what failed, a line each; nothing at all is done without the setting."""
    key = settings.publish_teams_history
    if not key:
        return []
    objects = open_objects(settings.history_url)
    replica = Replica(objects, Path(settings.replica_dir))
    try:
        replica.update()
        publish_teams(insights_over(replica, settings), settings.github_org, objects, key)
    except DashboardError as failure:
        return [f"{key} was not published: {failure}"]
    finally:
        replica.close()
    return []


def publish_teams(insights: Insights, orgs: Sequence[str], objects: Objects, key: str) -> bool:
    """Brings the file at `key` up to date; gives whether anything new was written.

    Raises HistoryError, and writes nothing, where the file isn't ours or somebody else keeps writing it.
    """
    for _ in range(TRIES):
        stored = objects.read(key)
        before = ours(stored)
        after = brought_up_to_date(insights, orgs, before)
        if after == before:
            return False
        try:
            objects.swap(key, orjson.dumps(after, option=orjson.OPT_APPEND_NEWLINE), stored.etag if stored else None)
        except Conflict:
            continue
        return True
    raise Conflict("somebody else keeps writing it; see who, and run refresh again")


def ours(stored: Stored | None) -> list[History]:
    """Raises HistoryError for a file that this program didn't write: it may be somebody's only old history."""
    try:
        return parsed_history(stored.content) if stored else []
    except ValueError as why:
        raise HistoryError(
            f"there is a file already that this program didn't write ({why}), and it is left as it is; "
            "move it, or publish under another key"
        ) from why


def brought_up_to_date(insights: Insights, orgs: Sequence[str], published: Sequence[History]) -> list[History]:
    found = list(published)
    for org in orgs:
        for team in open_teams(insights, org):
            known = published_days(found, team)
            new = [day for day in final_days(insights, team) if day.day.isoformat() not in known]
            found = renewed(found, team, daily_objects(insights, team, new))
    return found


def team_history(insights: Insights, name: str, since: date | None, until: date | None) -> dict[str, Any]:
    """One team's `{"team": {...}, "data": [...]}` in the same shape. `name` is org/slug.

    Raises WrongUse for a team that nobody knows, Forbidden for one that may not be shown.
    """
    team = require_shown(insights, name)
    days = [day for day in final_days(insights, team) if (since or day.day) <= day.day <= (until or day.day)]
    return {"team": team_object(team), "data": daily_objects(insights, team, days)}


def require_shown(insights: Insights, name: str) -> Team:
    org, slash, slug = name.lower().partition("/")
    team = named(insights.offered((), frozenset({org})), org, slug) if slash else None
    if team is None:
        raise WrongUse(f"the history knows no team {name[:100]!r}; name one as org/slug")
    if team.beside:
        raise Forbidden(f"{org}/{slug} is withheld: all of its people are in {team.beside}, which has too few others")
    if team.reason:
        raise Forbidden(f"{org}/{slug} is withheld: {REASONS[team.reason]}", team.reason)
    return team


def open_teams(insights: Insights, org: str) -> list[Team]:
    """Those that anybody may see who may not see names: the file may be read by whoever reads the bucket."""
    return [team for team in insights.offered((), frozenset({org})) if team.qualifies]


def final_days(insights: Insights, team: Team) -> list[Day]:
    """Both reports are here and won't change, and enough of the team had a licence."""
    reach = insights.freshness(team)
    if reach.first is None or reach.last is None:
        return []
    return [day for day in insights.daily(team, Span(reach.first, reach.last)) if day.state == "final"]


def daily_objects(insights: Insights, team: Team, days: Sequence[Day]) -> list[dict[str, Any]]:
    if not days:
        return []
    return [daily_object(day, insights.min_cell_size) for day in insights.team_days(team, days)]


def insights_over(replica: Replica, settings: Settings) -> Insights:
    """As the web server has them, so that the numbers are those of the pages."""
    return Insights(replica, settings.min_team_size, settings.min_cell_size, settings.show_names_to, settings.terms)
