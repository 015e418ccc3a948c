"""The shapes of the API's answers (docs/api.md). None becomes null: unknown, never zero."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from auth.access import Viewer
from dashboard.core.coverage import record
from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Counters, Coverage, Day, Member, Summary, Totals
from dashboard.core.subjects import Organisation, Subject, Team


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


def error(message: str, detail: str = "", validations: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    found = [{"field": field, "detail": detail} for field, detail in validations or []]
    return {"message": message, "detail": detail, "validations": found}
