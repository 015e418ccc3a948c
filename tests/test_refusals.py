from __future__ import annotations

import pytest
from flask import Flask, abort

from dashboard import refusals
from dashboard.errors import Away, BadRequest, Forbidden, NotFound, SignInNeeded

FAILURES = {
    "bad": (BadRequest("wrong", [("from", "must be a day")]), 400),
    "stranger": (SignInNeeded("sign in"), 401),
    "forbidden": (Forbidden("withheld", "too_few_active"), 403),
    "missing": (NotFound("nothing here"), 404),
    "away": (Away("GitHub is away"), 503),
    "fault": (ZeroDivisionError("secret detail"), 500),
}


@pytest.fixture
def server():
    server = Flask(__name__)
    people = []
    refusals.register(server, lambda: bool(people), lambda status, message, reason: f"<p>{status} {message}</p>")
    server.people = people

    @server.get("/<name>")
    def fail(name):
        if name == "slow-down":
            abort(429)
        raise FAILURES[name][0]

    return server


@pytest.mark.parametrize("name", FAILURES)
def test_every_error_has_the_one_shape_and_the_right_status(server, name):
    answer = server.test_client().get(f"/{name}")
    assert answer.status_code == FAILURES[name][1]
    assert set(answer.get_json()) == {"message", "detail", "validations"}


def test_a_fault_of_ours_says_nothing_of_itself(server):
    assert "secret detail" not in server.test_client().get("/fault").text


def test_problems_and_reasons_are_carried(server):
    client = server.test_client()
    assert client.get("/bad").get_json()["validations"] == [{"field": "from", "detail": "must be a day"}]
    assert client.get("/forbidden").get_json()["detail"] == "too_few_active"


def test_people_get_a_page(server):
    server.people.append("somebody")
    answer = server.test_client().get("/missing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_what_flask_refuses_by_itself_has_the_shape_as_well(server):
    client = server.test_client()
    assert client.post("/bad").status_code == 405
    assert client.post("/bad").headers["Allow"]
    assert client.get("/slow-down").get_json()["message"]
    assert client.get("/no/such/path").get_json()["message"]
