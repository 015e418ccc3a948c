"""The shapes of the API's answers (docs/api.md). None becomes null: unknown, never zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from auth.access import Viewer
from dashboard.api.parameters import Interval, Window
from dashboard.core.coverage import record
from dashboard.core.days import Span
from dashboard.core.features import called
from dashboard.core.numbers import Cell, Counters, Coverage, Day, Member, Summary, Totals
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.core.together import Together, Used
from dashboard.core.workspaces import Worker


def me(viewer: Viewer, teams: list[Team]) -> dict[str, Any]:
    return {
        "user": {"id": viewer.id, "login": viewer.login},
        "admin_of": sorted(viewer.admin_of),
        "organisations": sorted(viewer.organisations),
        "teams": [team(found) for found in teams],
    }


def team(found: Team) -> dict[str, Any]:
    return {
        "id": found.id,
        "org": found.org,
        "slug": found.slug,
        "name": found.name,
        "qualifies": found.qualifies,
        "reason": found.reason,
    }


def head(subject: Subject, span: Span) -> dict[str, Any]:
    whose = {"org": subject.org} if isinstance(subject, Organisation) else {"team": team(subject)}
    return {**whose, "from": span.first.isoformat(), "to": span.last.isoformat()}


def daily(subject: Subject, span: Span, days: list[Day]) -> dict[str, Any]:
    return {**head(subject, span), "days": [_day(subject, day) for day in days]}


def _day(subject: Subject, day: Day) -> dict[str, Any]:
    shape = {
        "day": day.day.isoformat(),
        "state": day.state,
        "active_users": day.active_users,
        "licensed_members": day.licensed_members,
        **_counters(day.counters),
    }
    if isinstance(subject, Organisation):
        shape |= {"weekly_active_users": day.weekly_active_users, "monthly_active_users": day.monthly_active_users}
    return shape


def summary(subject: Subject, found: Summary) -> dict[str, Any]:
    return {**head(subject, found.now.span), **_totals(found.now), "previous": _previous(found.before)}


def _previous(totals: Totals) -> dict[str, Any]:
    return {"from": totals.span.first.isoformat(), "to": totals.span.last.isoformat(), **_totals(totals)}


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "days_counted": totals.days_counted,
        "active_users": totals.active_users,
        "licensed_members": totals.licensed_members,
        "adoption": totals.adoption,
        **_counters(totals.counters),
    }


def _counters(found: Counters) -> dict[str, Any]:
    names = (
        "interactions",
        "generations",
        "acceptances",
        "acceptance_rate",
        "loc_suggested",
        "loc_added",
        "loc_deleted",
    )
    return {name: getattr(found, name) for name in names}


def breakdown(subject: Subject, span: Span, cells: list[Cell]) -> dict[str, Any]:
    rows = [{key: value for key, value in asdict(cell).items() if key != "loc_suggested"} for cell in cells]
    return {**head(subject, span), "rows": rows}


def members(found: list[Member]) -> dict[str, Any]:
    return {"members": [_member(member) for member in found]}


def _member(member: Member) -> dict[str, Any]:
    return asdict(member) | {"last_active": member.last_active.isoformat() if member.last_active else None}


def coverage(entries: list[Coverage]) -> dict[str, Any]:
    return {"coverage": [record(entry) for entry in entries]}


def daily_active_users(days: Sequence[Day], offset: int) -> dict[str, Any]:
    entries = [{"date": day.day.isoformat(), "amount": day.active_users} for day in days]
    return {"entries": entries, "tz_hour_offset": offset}


def used(asked: Window, length: str, found: Used) -> dict[str, Any]:
    parts = zip(asked.intervals(length), found.parts, strict=True)
    features = None if found.features is None else [_feature(cell, found.whole.teams) for cell in found.features]
    return {
        "report": {**_of(asked, found.whole), "apps_usage": features, "parameters_usage": []},
        "interval_reports": [{**_of(part, each), "interval": length} for part, each in parts],
    }


def _of(asked: Window | Interval, found: Together) -> dict[str, Any]:
    return {**_bounds(asked), "team_ids": list(found.teams), "active_users": found.active_users}


def _bounds(asked: Window | Interval) -> dict[str, str]:
    return {"start_time": asked.start.isoformat(), "end_time": asked.end.isoformat()}


def _feature(cell: Cell, teams: Sequence[int]) -> dict[str, Any]:
    """Used means a prompt that somebody sent; where a feature has none, as completions, that it generated something."""
    return {
        "team_ids": list(teams),
        "type": "builtin",
        "display_name": called(cell.name),
        "slug": cell.name,
        "icon": "",
        "seconds": None,
        "times_used": cell.interactions or cell.generations,
    }


def nobody(asked: Window, reason: str) -> dict[str, Any]:
    return {"report": {**_bounds(asked), "team_ids": [], "users": []}, "reason": reason}


OfWorker = Callable[[Worker], dict[str, Any]]


def activity(worker: Worker) -> dict[str, Any]:
    return {"seconds": worker.seconds}


def latency(worker: Worker) -> dict[str, Any]:
    return {"latency_ms": {"p50": worker.latency_p50_ms, "p95": worker.latency_p95_ms}}


def workers(
    asked: Window, found: Sequence[Worker], teams: Mapping[int, Sequence[int]], shape: OfWorker
) -> dict[str, Any]:
    """`teams` by person."""
    users = [_worker(each, teams.get(each.user_id, ())) | shape(each) for each in found]
    contributed = sorted({team for some in teams.values() for team in some})
    return {"report": {**_bounds(asked), "team_ids": contributed, "users": users}, "reason": ""}


def _worker(worker: Worker, teams: Sequence[int]) -> dict[str, Any]:
    return {"user_id": worker.user_id, "username": worker.login, "avatar_url": "", "team_ids": list(teams)}


def error(message: str, detail: str = "", validations: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    found = [{"field": field, "detail": detail} for field, detail in validations or []]
    return {"message": message, "detail": detail, "validations": found}
