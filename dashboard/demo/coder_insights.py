"""The insights of the stand-in for Coder: https://coder.com/docs/reference/api/insights"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response

from dashboard.demo.answers import json_answer
from dashboard.demo.coder import API, Row, deployment, named, today
from dashboard.demo.coder_asked import Asked, Window, interval, window
from dashboard.demo.coder_deployment import APPS, BUILTIN, REGIONS, Account, Deployment, Stint, every

blueprint = Blueprint("coder_insights", __name__, url_prefix=f"{API}/api/v2")


def days_of(asked: Window) -> Iterable[date]:
    return every(asked.start.date(), (asked.end - timedelta(microseconds=1)).date()) if asked.start < asked.end else ()


@blueprint.get("/insights/daus")
def daus() -> Response:
    found, asked = deployment(), Asked()
    offset = asked.number("tz_offset", 0)
    asked.check()
    entries = [
        {"date": day.isoformat(), "amount": len({stint.account for stint in found.stints_of(day)})}
        for day in every(today() - timedelta(days=60), today())
    ]
    return json_answer({"tz_hour_offset": offset, "entries": entries})


@blueprint.get("/insights/templates")
def template_insights() -> Response:
    found, asked = deployment(), Asked()
    wanted = asked.texts("template_ids")
    over = window(asked, today())
    length = interval(asked, over)
    asked.text("sections")
    asked.check()
    stints = among(wanted, (stint for day in days_of(over) for stint in found.stints_of(day)))
    report = {**frame(over, stints), "active_users": len({stint.account for stint in stints})}
    report |= {"apps_usage": apps_usage(stints), "parameters_usage": parameters_usage(found, over)}
    parts = [
        {**frame(part, some), "interval": length, "active_users": len({stint.account for stint in some})}
        for part in over.parts(length)
        for some in [among(wanted, (stint for day in days_of(part) for stint in found.stints_of(day)))]
    ]
    return json_answer({"report": report, "interval_reports": parts})


def among(wanted: Sequence[str], stints: Iterable[Stint]) -> list[Stint]:
    return [stint for stint in stints if not wanted or stint.template.id in wanted]


def frame(over: Window, stints: Iterable[Stint]) -> Row:
    return {
        "start_time": over.start.isoformat(),
        "end_time": over.end.isoformat(),
        "template_ids": sorted({stint.template.id for stint in stints}),
    }


def apps_usage(stints: Sequence[Stint]) -> list[Row]:
    seconds: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for stint in stints:
        for slug, spent in stint.apps:
            seconds[slug] += spent
            times[slug] += 1
    used = [slug for slug in seconds if slug not in BUILTIN]
    return [app_row(slug, seconds, times, stints) for slug in (*BUILTIN, *sorted(used))]


def app_row(slug: str, seconds: Counter[str], times: Counter[str], stints: Iterable[Stint]) -> Row:
    return {
        "template_ids": sorted({s.template.id for s in stints if slug in dict(s.apps)}),
        "type": "builtin" if slug in BUILTIN else "app",
        "display_name": BUILTIN.get(slug) or APPS.get(slug, slug),
        "slug": slug,
        "icon": f"/icon/{slug}.svg",
        "seconds": seconds[slug],
        "times_used": 0 if slug in BUILTIN else times[slug],
    }


def parameters_usage(found: Deployment, over: Window) -> list[Row]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for built in (built for day in days_of(over) for built in found.built_on(day)):
        counts[built.parameter][built.value] += 1
    options = {"region": [{"name": name.upper(), "description": "", "value": name, "icon": ""} for name in REGIONS]}
    return [
        {
            "template_ids": sorted(template.id for template in found.templates),
            "name": name,
            "display_name": name.capitalize(),
            "description": "",
            "type": "string",
            "options": options.get(name, []),
            "values": [{"value": value, "count": number} for value, number in sorted(values.items())],
        }
        for name, values in sorted(counts.items())
    ]


def of_users(shape: Any) -> Response:
    """One of the two reports about users: everybody with usage, by id."""
    found, asked = deployment(), Asked()
    wanted = asked.texts("template_ids")
    over = window(asked, today())
    asked.check()
    stints = among(wanted, (stint for day in days_of(over) for stint in found.stints_of(day)))
    theirs: dict[Account, list[Stint]] = defaultdict(list)
    for stint in stints:
        theirs[stint.account].append(stint)
    rows = []
    for account, some in sorted(theirs.items(), key=lambda item: item[0].id):
        user = named(account) | {"user_id": account.id}
        del user["id"]
        rows.append({**user, "template_ids": sorted({s.template.id for s in some}), **shape(some)})
    return json_answer({"report": {**frame(over, stints), "users": rows}})


@blueprint.get("/insights/user-activity")
def user_activity() -> Response:
    return of_users(lambda stints: {"seconds": sum(stint.seconds for stint in stints)})


@blueprint.get("/insights/user-latency")
def user_latency() -> Response:
    def latency(stints: Sequence[Stint]) -> Row:
        p50, p95 = next((stint.latency_ms for stint in stints if stint.latency_ms), (-1, -1))
        return {"latency_ms": {"p50": p50, "p95": p95}}

    return of_users(latency)


@blueprint.get("/insights/user-status-counts")
def user_status_counts() -> Response:
    found, asked = deployment(), Asked()
    asked.zone()
    asked.text("interval")
    asked.check()
    statuses = Counter(account.status for account in found.accounts)
    days = [datetime.combine(day, time(), UTC).isoformat() for day in every(today() - timedelta(days=60), today())]
    counts = {status: [{"date": day, "count": n} for day in days] for status, n in sorted(statuses.items())}
    return json_answer({"status_counts": counts})
