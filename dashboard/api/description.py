"""The API described for programs: OpenAPI 3.1. A schema has every field of an answer; null is unknown, never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from dashboard.api.parameters import LEAST_OFFSET, MOST_OFFSET
from dashboard.core.licences import Unused
from dashboard.core.numbers import DIMENSIONS, State
from dashboard.core.seat_rows import BREAKDOWN, STATES

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
        status_counts=fields(*STATES, **dict.fromkeys(STATES, listed(fields(date=INSTANT, count=SEATS_COUNTED))))
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
            users=listed(fields(user_id=WHOLE, username=STRING, avatar_url=STRING, seconds=WHOLE)),
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
                    user_id=WHOLE,
                    username=STRING,
                    avatar_url=STRING,
                    latency_ms=fields(p50=nullable(NUMBER), p95=nullable(NUMBER)),
                )
            ),
        ),
        reason=STRING,
    ),
}


def parameter(name: str, schema: Schema, description: str, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": description, "required": required}


SPAN_ASKED = (
    parameter("from", DAY, "The first day, included; without it the span has 28 days."),
    parameter("to", DAY, "The last day, included; without it the newest of the history. At most 1,100 days."),
)
ORG_ASKED = (parameter("org", STRING, "An organisation; without it the first of your own."),)
BOUNDS = (
    *ORG_ASKED,
    parameter("start_time", INSTANT, "RFC 3339 with an offset, at 00:00:00 in it.", required=True),
    parameter("end_time", INSTANT, "As start_time, and not in the span; today it may be any full hour.", required=True),
    parameter("team_ids", STRING, "Ids of teams, separated by commas; without it all that you can see."),
)
OFFSET = parameter(
    "tz_offset",
    {"type": "integer", "minimum": LEAST_OFFSET, "maximum": MOST_OFFSET},
    "Hours east of UTC. Report days are those of UTC: it is only said back.",
)
ZONE = parameter("timezone", STRING, "Of the tz database; not beside tz_offset.")
SECONDS = parameter("interval", WHOLE, "Read and not used: there is a point a day.")
LENGTH = parameter(
    "interval", {"type": "string", "enum": ["day", "week"]}, "Of the parts of the span; none without it."
)
IN_PATH: dict[str, Schema] = {
    "org": STRING,
    "slug": STRING,
    "name": {"type": "string", "enum": list(DIMENSIONS)},
    "login": STRING,
}
REFUSALS = {
    "400": "A parameter is malformed or unknown; all of them are named.",
    "401": "Nobody is signed in, or the session or the key has ended.",
    "403": "You may not see this, and may know why: `detail` is the reason.",
    "404": "There is nothing of that name that you can see.",
    "429": "Too many requests; Retry-After says when to come again.",
    "503": "The history can't be read at the moment.",
}

# Path → what it answers, its schema, and its parameters besides those of the path.
PATHS: dict[str, tuple[str, str, Sequence[Schema]]] = {
    "/me": ("Who you are, and the teams you may pick.", "Me", ()),
    "/teams": ("The teams you may pick; of admins, all of their organisations.", "Teams", ()),
    "/teams/{org}/{slug}/daily": ("Every day of the span, in order, with its state.", "TeamDaily", SPAN_ASKED),
    "/teams/{org}/{slug}/summary": ("The span, and the span before.", "TeamSummary", SPAN_ASKED),
    "/teams/{org}/{slug}/breakdown/{name}": ("What was used, largest first.", "TeamBreakdown", SPAN_ASKED),
    "/teams/{org}/{slug}/members": ("Its people, for those who may see names.", "Members", SPAN_ASKED),
    "/orgs/{org}/daily": ("Every day of the span, in order, with its state.", "OrgDaily", SPAN_ASKED),
    "/orgs/{org}/summary": ("The span, and the span before.", "OrgSummary", SPAN_ASKED),
    "/orgs/{org}/breakdown/{name}": ("What was used, largest first.", "OrgBreakdown", SPAN_ASKED),
    "/coverage": (
        "What the history has of every report and day, for admins.",
        "Coverage",
        (parameter("org", STRING, "An organisation; without it all that you administer."),),
    ),
    "/orgs/{org}/seats": ("Seats of the newest snapshot: totals, and for admins each of them.", "Seats", ()),
    "/orgs/{org}/seats/{login}": ("One person's seat, for admins and that person.", "Seat", ()),
    "/insights/user-status-counts": (
        "Seats by state on the days of the last 60 and today that have a snapshot; only states that occur.",
        "StatusCounts",
        (*ORG_ASKED, ZONE, OFFSET, SECONDS),
    ),
    "/insights/daus": (
        "Active users of an organisation on the last 60 days and today; amount is null where a day is unknown.",
        "DailyActiveUsers",
        (*ORG_ASKED, OFFSET),
    ),
    "/insights/teams": (
        "Several teams as one group, everybody counted once: in a span, and in each of its days or weeks.",
        "TeamsTogether",
        (*BOUNDS, LENGTH),
    ),
    "/insights/user-activity": (
        "Seconds in Coder's workspaces by person, of those whose names you may see.",
        "UserActivity",
        BOUNDS,
    ),
    "/insights/user-latency": (
        "Latency of Coder's workspaces by person, of those whose names you may see.",
        "UserLatency",
        BOUNDS,
    ),
}


def description(server: str) -> dict[str, Any]:
    """`server` is the address in front of every path."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Copilot usage",
            "version": "1",
            "description": "The numbers of the pages, under the same rule and floor. Unknown numbers are null, never 0.",
        },
        "servers": [{"url": server}],
        "security": [{"session": []}, {"key": []}],
        "paths": {path: {"get": _operation(path, *found)} for path, found in PATHS.items()},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "dashboard_session",
                    "description": "A signed-in browser.",
                },
                "key": {"type": "http", "scheme": "bearer", "description": "A personal key, made on the page /me."},
            },
        },
    }


def _operation(path: str, summary: str, schema: str, asked: Sequence[Schema]) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": found}
        for name, found in IN_PATH.items()
        if f"{{{name}}}" in path
    ]
    answers = {"200": _answer(summary, schema)} | {status: _answer(said, "Error") for status, said in REFUSALS.items()}
    name = "-".join(part.strip("{}") for part in path.split("/") if part)
    return {"operationId": name, "summary": summary, "parameters": [*in_path, *asked], "responses": answers}


def _answer(said: str, schema: str) -> Mapping[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": ref(schema)}}}
