"""`teams_history.json` as it has been known for years: teams, and of each its days in the shape of GitHub's old API.

    [{"team": {"id", "name", "slug", "description", "url", "published_by"}, "data": [daily objects, oldest first]}]

`published_by` is our mark: only a file in which every team has it is ours to write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import orjson

from dashboard.core.days import parse_day
from dashboard.core.subjects import Team

PUBLISHER = "copilot-usage-dashboard"

History = dict[str, Any]
DailyObject = Mapping[str, Any]


def team_object(team: Team) -> dict[str, Any]:
    """`id` tells teams apart that had one name after the other."""
    return {
        "id": team.id,
        "name": team.name,
        "slug": team.slug,
        "description": team.description,
        "url": team.url,
        "published_by": PUBLISHER,
    }


def published_days(published: Sequence[History], team: Team) -> set[str]:
    return {day["date"] for found in published if found["team"]["id"] == team.id for day in found["data"]}


def renewed(published: Sequence[History], team: Team, days: Sequence[DailyObject]) -> list[History]:
    """With what the team is called today, and its new `days` each in its place. What is there already stays as it is."""
    known = published_days(published, team)
    new = [day for day in days if day["date"] not in known]
    if not (known or new):
        return list(published)
    fresh = {"team": team_object(team), "data": new}
    if not known:
        return [*published, fresh]
    return [_joined(found, fresh) if found["team"]["id"] == team.id else found for found in published]


def _joined(found: History, fresh: History) -> History:
    return {**found, **fresh, "data": sorted([*found["data"], *fresh["data"]], key=lambda day: day["date"])}


def parsed(content: bytes) -> list[History]:
    """Raises ValueError, saying why, for anything that isn't wholly ours."""
    try:
        found = orjson.loads(content)
    except ValueError:
        raise ValueError("it isn't JSON") from None
    if not isinstance(found, list):
        raise ValueError("it isn't a list of teams")
    for place, entry in enumerate(found):
        _require_ours(entry, place)
    ids = [entry["team"]["id"] for entry in found]
    if len(set(ids)) < len(ids):
        raise ValueError("it has a team twice")
    return found


def _require_ours(entry: Any, place: int) -> None:
    team = entry.get("team") if isinstance(entry, dict) else None
    if not isinstance(team, dict) or team.get("published_by") != PUBLISHER:
        raise ValueError(f"[{place}] in it isn't marked as published by this program")
    if type(team.get("id")) is not int or not _in_order(entry.get("data")):
        raise ValueError(f"[{place}] in it isn't what this program publishes")


def _in_order(days: Any) -> bool:
    """Whether these are days, oldest first and none twice."""
    if not isinstance(days, list) or not all(
        isinstance(day, dict) and isinstance(day.get("date"), str) for day in days
    ):
        return False
    dates = [parse_day(day["date"]) for day in days]
    return all(earlier < later for earlier, later in pairwise(dates))
