"""The schemas of the API's answers. Each has every field of its answer; null is unknown, never zero."""

from __future__ import annotations

from typing import Any, get_args

from dashboard.core.licences import Unused
from dashboard.core.numbers import State
from dashboard.core.seat_rows import BREAKDOWN, STATES
from dashboard.core.seat_states import OTHER

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}


def nullable(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def fields(*optional: str, **properties: Schema) -> Schema:
    """An object with exactly these; `optional` ones may be missing."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_STATUSES = (*STATES, OTHER)
COUNT = nullable({"type": "integer", "minimum": 0})
SHARE = nullable({"type": "number", "minimum": 0, "maximum": 1})
COUNTERS = {
    "interactions": COUNT,
    "generations": COUNT,
    "acceptances": COUNT,
    "acceptance_rate": SHARE,
    "loc_suggested": COUNT,
    "loc_added": COUNT,
    "loc_deleted": COUNT,
}
TOTALS = {"days_counted": WHOLE, "active_users": COUNT, "licensed_members": COUNT, "adoption": SHARE, **COUNTERS}
A_DAY = {
    "day": DAY,
    "state": {"type": "string", "enum": list(get_args(State))},
    "active_users": COUNT,
    "licensed_members": COUNT,
    **COUNTERS,
}
ROW = {"name": STRING, "active_users": COUNT} | {
    name: COUNT for name in COUNTERS if name not in ("acceptance_rate", "loc_suggested")
}
SPAN = {"from": DAY, "to": DAY}
OF_TEAM, OF_ORG = {"team": ref("Team")}, {"org": STRING}
SEATS_COUNTED: Schema = {"type": "integer", "minimum": 0}
SEAT_COUNTS = (*BREAKDOWN, "seats", "without_assignee")
PERSON = {"user_id": WHOLE, "username": STRING, "avatar_url": STRING, "team_ids": listed(WHOLE)}
PART = {"start_time": INSTANT, "end_time": INSTANT, "team_ids": listed(WHOLE), "active_users": COUNT}

SCHEMAS: dict[str, Schema] = {
    "Error": fields(message=STRING, detail=STRING, validations=listed(fields(field=STRING, detail=STRING))),
    "Team": fields(
        id=WHOLE,
        org=STRING,
        slug=STRING,
        name=STRING,
        qualifies=TRUTH,
        reason={"enum": [None, "too_few_licensed", "too_few_active"]},
    ),
    "Me": fields(
        user=fields(id=WHOLE, login=STRING),
        admin_of=listed(STRING),
        organisations=listed(STRING),
        teams=listed(ref("Team")),
    ),
    "Teams": fields(teams=listed(ref("Team"))),
    "Previous": fields(**SPAN, **TOTALS),
    "TeamDaily": fields(**OF_TEAM, **SPAN, days=listed(fields(**A_DAY))),
    "TeamSummary": fields(**OF_TEAM, **SPAN, **TOTALS, previous=ref("Previous")),
    "TeamBreakdown": fields(**OF_TEAM, **SPAN, rows=listed(fields(**ROW))),
    "OrgDaily": fields(
        **OF_ORG, **SPAN, days=listed(fields(**A_DAY, weekly_active_users=COUNT, monthly_active_users=COUNT))
    ),
    "OrgSummary": fields(**OF_ORG, **SPAN, **TOTALS, previous=ref("Previous")),
    "OrgBreakdown": fields(**OF_ORG, **SPAN, rows=listed(fields(**ROW))),
    "Members": fields(
        members=listed(
            fields(
                user_id=WHOLE,
                login=STRING,
                licensed=nullable(TRUTH),
                active_days=WHOLE,
                last_active=nullable(DAY),
                interactions=COUNT,
                generations=COUNT,
                acceptances=COUNT,
                loc_added=COUNT,
            )
        )
    ),
    "Coverage": fields(
        coverage=listed(
            fields(
                "reason",
                source=STRING,
                org=STRING,
                report=STRING,
                day=DAY,
                state={"type": "string", "enum": list(get_args(State))},
                checked_at=nullable(INSTANT),
                rows=COUNT,
                reason=STRING,
            )
        )
    ),
    "Seats": fields(
        **OF_ORG,
        day=nullable(DAY),
        taken_at=nullable(INSTANT),
        totals=fields(
            **dict.fromkeys(SEAT_COUNTS, COUNT),
            states=nullable(fields(**dict.fromkeys(STATES, SEATS_COUNTED))),
        ),
        active_in_days=nullable(fields(**dict.fromkeys(("7", "28", "90"), WHOLE))),
        estimated_monthly_cost=nullable(
            fields(
                amount={"type": "number"},
                currency=STRING,
                unpriced=WHOLE,
                prices={"type": "object", "additionalProperties": {"type": "number"}},
                prices_since=DAY,
            )
        ),
        seats=nullable(listed(ref("SeatOfPerson"))),
    ),
    "Seat": fields(**OF_ORG, seat=ref("SeatOfPerson")),
    "SeatOfPerson": fields(
        user_id=WHOLE,
        login=nullable(STRING),
        state={"type": "string", "enum": list(STATES)},
        unused={"type": "string", "enum": list(get_args(Unused))},
        assigned_at=nullable(INSTANT),
        last_activity_at=nullable(INSTANT),
        last_activity_editor=nullable(STRING),
        last_authenticated_at=nullable(INSTANT),
        first_activity_at=nullable(INSTANT),
        pending_cancellation_date=nullable(DAY),
        plan_type=nullable(STRING),
        assigning_team=nullable(STRING),
        as_of=DAY,
    ),
    "StatusCounts": fields(
        status_counts=fields(*_STATUSES, **dict.fromkeys(_STATUSES, listed(fields(date=INSTANT, count=SEATS_COUNTED))))
    ),
    "DailyActiveUsers": fields(
        entries=listed(fields(date=DAY, amount=COUNT)),
        tz_hour_offset=WHOLE,
    ),
    "Feature": fields(
        team_ids=listed(WHOLE),
        type={"const": "builtin"},
        display_name=STRING,
        slug=STRING,
        icon=STRING,
        seconds={"type": "null"},
        times_used=COUNT,
    ),
    "TeamsTogether": fields(
        report=fields(
            **PART,
            apps_usage=nullable(listed(ref("Feature"))),
            parameters_usage={"type": "array", "maxItems": 0},
        ),
        interval_reports=listed(fields(**PART, interval={"type": "string", "enum": ["day", "week"]})),
    ),
    "UserActivity": fields(
        report=fields(
            start_time=INSTANT,
            end_time=INSTANT,
            team_ids=listed(WHOLE),
            users=listed(fields(**PERSON, seconds=WHOLE)),
        ),
        reason=STRING,
    ),
    "UserLatency": fields(
        report=fields(
            start_time=INSTANT,
            end_time=INSTANT,
            team_ids=listed(WHOLE),
            users=listed(
                fields(
                    **PERSON,
                    latency_ms=fields(p50=nullable(NUMBER), p95=nullable(NUMBER)),
                )
            ),
        ),
        reason=STRING,
    ),
}
