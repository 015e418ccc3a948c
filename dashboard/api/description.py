"""The API described for programs: OpenAPI 3.1. What may be asked under which path, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.api.parameters import LEAST_OFFSET, MOST_OFFSET
from dashboard.api.schemas import DAY, INSTANT, SCHEMAS, STRING, WHOLE, Schema, ref
from dashboard.core.assistants import ASKED
from dashboard.core.numbers import DIMENSIONS


def parameter(name: str, schema: Schema, description: str, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": description, "required": required}


SPAN_ASKED = (
    parameter("from", DAY, "The first day, included; without it the span has 28 days."),
    parameter("to", DAY, "The last day, included; without it the newest of the history. At most 1,100 days."),
)
ASSISTANT = parameter(
    "assistant",
    {"type": "string", "enum": list(ASKED)},
    "Whose numbers: Copilot's without it; of `all`, whoever used both is counted once, and a day is known where it is of both.",
)
ASSISTANT_AND_SPAN = (ASSISTANT, *SPAN_ASKED)
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
MIDNIGHTS = parameter("tz_offset", OFFSET["schema"], "Hours east of UTC, of the midnights; not beside timezone.")
ZONE = parameter(
    "timezone", STRING, "A name of the tz database, of the midnights; not beside tz_offset. UTC without both."
)
SECONDS = parameter("interval", WHOLE, "Read and not used: there is a point a day.")
LENGTH = parameter(
    "interval", {"type": "string", "enum": ["day", "week"]}, "Of the parts of the span; none without it."
)
IN_PATH: dict[str, tuple[Schema, str]] = {
    "org": (STRING, "The login of an organisation."),
    "slug": (STRING, "A team's, as in its address at GitHub."),
    "name": ({"type": "string", "enum": list(DIMENSIONS)}, "What to break it down by."),
    "login": (STRING, "Somebody's at GitHub."),
}
REFUSALS = {
    "400": "A parameter is malformed or unknown; all of them are named.",
    "401": "Nobody is signed in, or the session or the key has ended.",
    "403": "You may not see this, and may know why: detail is the reason.",
    "404": "There is nothing of that name that you can see.",
    "429": "Too many requests; Retry-After says when to come again.",
    "503": "The history can't be read at the moment.",
}

# Path → what it answers, its schema, and its parameters besides those of the path.
PATHS: dict[str, tuple[str, str, Sequence[Schema]]] = {
    "/me": ("Who you are, and the teams you may pick.", "Me", ()),
    "/teams": ("The teams you may pick; of admins, all of their organisations.", "Teams", ()),
    "/teams/{org}/{slug}/daily": ("Every day of the span, in order, with its state.", "TeamDaily", ASSISTANT_AND_SPAN),
    "/teams/{org}/{slug}/summary": ("The span, and the span before.", "TeamSummary", ASSISTANT_AND_SPAN),
    "/teams/{org}/{slug}/breakdown/{name}": ("What was used, largest first.", "TeamBreakdown", ASSISTANT_AND_SPAN),
    "/teams/{org}/{slug}/members": ("Its people, for those who may see names.", "Members", ASSISTANT_AND_SPAN),
    "/orgs/{org}/daily": ("Every day of the span, in order, with its state.", "OrgDaily", ASSISTANT_AND_SPAN),
    "/orgs/{org}/summary": ("The span, and the span before.", "OrgSummary", ASSISTANT_AND_SPAN),
    "/orgs/{org}/breakdown/{name}": ("What was used, largest first.", "OrgBreakdown", ASSISTANT_AND_SPAN),
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
        (*ORG_ASKED, ZONE, MIDNIGHTS, SECONDS),
    ),
    "/insights/daus": (
        "Active users of an organisation on the last 60 days and today; amount is null where a day is unknown.",
        "DailyActiveUsers",
        (ASSISTANT, *ORG_ASKED, OFFSET),
    ),
    "/insights/teams": (
        "Several teams as one group, everybody counted once: in a span, and in each of its days or weeks.",
        "TeamsTogether",
        (ASSISTANT, *BOUNDS, LENGTH),
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
        {"name": name, "in": "path", "required": True, "schema": found, "description": said}
        for name, (found, said) in IN_PATH.items()
        if f"{{{name}}}" in path
    ]
    answers = {"200": _answer(summary, schema)} | {status: _answer(said, "Error") for status, said in REFUSALS.items()}
    name = "-".join(part.strip("{}") for part in path.split("/") if part)
    return {"operationId": name, "summary": summary, "parameters": [*in_path, *asked], "responses": answers}


def _answer(said: str, schema: str) -> Mapping[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": ref(schema)}}}
