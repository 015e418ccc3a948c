"""What Coder says of the deployment as a whole, turned into values of ours: apps, parameters, accounts, the licence.

All of these raise KeyError, TypeError, AttributeError or ValueError for what isn't such an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.core.coder import Json, Record, whole
from dashboard.core.days import Span

BUILTIN = "builtin"
STATUSES = ("active", "dormant", "suspended")


def apps_of(templates: Json) -> list[Record]:
    """Those that were used. Coder counts how often only of what a template brings."""
    return [
        {
            "type": app["type"],
            "slug": app["slug"],
            "display_name": app.get("display_name") or app["slug"],
            "seconds": int(app["seconds"]),
            "times_used": None if app["type"] == BUILTIN else whole(app.get("times_used")),
        }
        for app in templates["report"]["apps_usage"] or []
        if app["seconds"]
    ]


def parameters_of(templates: Json) -> list[Record]:
    """A value that can be chosen is kept; one that people write can name them, so of these only the number is."""
    found = []
    for parameter in templates["report"]["parameters_usage"] or []:
        options = {option["value"] for option in parameter.get("options") or []}
        counts: dict[str | None, int] = defaultdict(int)
        for value in parameter["values"] or []:
            counts[value["value"] if value["value"] in options else None] += int(value["count"])
        name, title = parameter["name"], parameter.get("display_name") or parameter["name"]
        found += [{"name": name, "display_name": title, "value": v, "count": n} for v, n in counts.items()]
    return sorted(found, key=lambda row: (row["name"], row["value"] or ""))


def active_by_day(daus: Json) -> dict[date, int]:
    return {date.fromisoformat(entry["date"]): int(entry["amount"]) for entry in daus["entries"]}


def accounts_by_day(counts: Json) -> dict[date, Record]:
    """By status; one that Coder doesn't name has nobody. Where only changes are told, each holds until the next."""
    told = {
        status: {date.fromisoformat(entry["date"][:10]): int(entry["count"]) for entry in entries}
        for status, entries in counts["status_counts"].items()
        if entries
    }
    known = {day for points in told.values() for day in points}
    days = Span(min(known), max(known)) if known else ()
    by_status = {status: _held(told[status], days) if status in told else [0] * len(days) for status in STATUSES}
    return {
        day: {f"accounts_{status}": counted[place] for status, counted in by_status.items()}
        for place, day in enumerate(days)
    }


def _held(points: Mapping[date, int], days: Iterable[date]) -> list[int | None]:
    """By day; unknown before the first."""
    held: list[int | None] = []
    for day in days:
        held.append(points.get(day, held[-1] if held else None))
    return held


def limit_of(entitlements: Json) -> int | None:
    limit = (entitlements.get("features") or {}).get("user_limit") or {}
    return whole(limit.get("limit"))


def names_of(templates: Iterable[Json]) -> list[Record]:
    return [{"id": found["id"], "name": found.get("display_name") or found["name"]} for found in templates]


def emails_of(users: Iterable[Json]) -> dict[str, str]:
    """By user name."""
    return {user["username"]: user.get("email") or "" for user in users}
