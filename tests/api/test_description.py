"""What the API's description promises is what is answered."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from dashboard.api.description import PATHS, description
from tests.cast import CHARLIE, DANA

DESCRIBED = description("http://localhost/api/v1")
WEEK = "start_time=2026-11-02T00:00:00Z&end_time=2026-11-09T00:00:00Z"
SPAN = "from=2026-10-31&to=2026-11-08"
ASKED = {
    "/me": [""],
    "/teams": [""],
    "/teams/{org}/{slug}/daily": [SPAN],
    "/teams/{org}/{slug}/summary": [SPAN],
    "/teams/{org}/{slug}/breakdown/{name}": [SPAN],
    "/teams/{org}/{slug}/members": [SPAN],
    "/orgs/{org}/daily": [SPAN],
    "/orgs/{org}/summary": [SPAN, "from=2020-01-01&to=2020-01-02"],
    "/orgs/{org}/breakdown/{name}": [SPAN],
    "/orgs/{org}/seats": [""],
    "/orgs/{org}/seats/{login}": [""],
    "/insights/user-status-counts": ["", "timezone=Europe/Berlin", "tz_offset=-3&interval=86400"],
    "/coverage": ["", "org=acme"],
    "/insights/daus": ["", "tz_offset=3"],
    "/insights/teams": [WEEK, f"{WEEK}&interval=day", f"{WEEK}&interval=week&team_ids=42"],
    "/insights/user-activity": [WEEK],
    "/insights/user-latency": [WEEK],
}


def problems(path: str, status: int, answer: object) -> list[str]:
    promised = DESCRIBED["paths"][path]["get"]["responses"][str(status)]
    schema = promised["content"]["application/json"]["schema"] | {"components": DESCRIBED["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(answer)]


def test_every_path_is_described_and_nothing_else_is(ask):
    rules = ask.client.application.url_map.iter_rules()
    paths = {re.sub(r"<(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1") for rule in rules if "/api/" in rule.rule}
    assert paths == set(PATHS) == set(ASKED)


@pytest.mark.parametrize("path", PATHS)
def test_answers_have_the_shape_that_is_described(ask, path):
    address = path.format(org="acme", slug="red", name="feature", login="alice")
    for query in ASKED[path]:
        status, answer = ask(f"{address}?{query}", DANA)
        assert (status, problems(path, status, answer)) == (200, [])


@pytest.mark.parametrize("path", PATHS)
def test_refusals_have_the_shape_that_is_described(ask, path):
    unknown = path.format(org="nowhere", slug="red", name="feature", login="alice")
    for address, query in (
        (path.format(org="acme", slug="blue", name="feature", login="alice"), WEEK),
        (unknown, SPAN),
        (unknown, "org=nowhere"),
    ):
        status, answer = ask(f"{address}?{query}", CHARLIE)
        assert problems(path, status, answer) == []


def test_a_field_that_is_not_described_is_noticed():
    assert problems("/teams", 200, {"teams": [], "more": 1})
    assert problems("/orgs/{org}/summary", 200, {"org": "acme"})
