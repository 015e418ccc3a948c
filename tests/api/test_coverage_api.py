"""`GET /coverage`: for admins, of their organisations."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.commands.coverage import as_json
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.insights import Insights
from tests.api.conftest import MONDAY, Asking, acme_day
from tests.builders import history_of
from tests.cast import ACME, ALICE, DANA, ERIN, UMBRELLA, viewer

TWO = {"acme": ACME, "umbrella": UMBRELLA}
BOTH = viewer("dana", admin_of=frozenset(TWO), organisations=TWO)


@pytest.fixture(scope="module")
def ask_two(tmp_path_factory):
    """Of two organisations."""
    folder = tmp_path_factory.mktemp("two")
    days = [
        (org, MONDAY, [replace(o, rows=replace(o.rows, org=org)) for o in acme_day(MONDAY) if o.rows])
        for org in ("acme", "umbrella")
    ]
    return folder, Asking(Insights(history_of(folder, days), min_team_size=5))


def orgs(answer):
    status, found = answer
    assert status == 200, found
    return {entry["org"] for entry in found["coverage"]}


def test_an_admin_is_told_every_day_of_every_report(ask):
    status, found = ask("/coverage", DANA)
    assert status == 200
    assert len([entry for entry in found["coverage"] if entry["report"] != "seats"]) == 21
    assert found["coverage"][0] == {
        "source": "github",
        "org": "acme",
        "report": "organization-1-day",
        "day": "2026-11-02",
        "state": "final",
        "checked_at": "2026-11-21T06:00:00+00:00",
        "rows": 1,
    }


def test_a_reason_is_there_where_there_is_one_and_unknown_rows_are_null(tmp_path):
    users, *rest = acme_day(MONDAY)
    history = history_of(
        tmp_path, [("acme", MONDAY, [replace(users, state="failed", reason="it broke", rows=None), *rest])]
    )
    _, found = Asking(Insights(history, 5))("/coverage", DANA)
    (failed,) = [entry for entry in found["coverage"] if entry["state"] == "failed"]
    assert (failed["reason"], failed["rows"]) == ("it broke", None)


def test_it_is_what_the_command_prints(ask_two):
    folder, ask = ask_two
    printed = json.loads(as_json(History(open_objects(str(folder / "history"))).coverage()))["coverage"]
    _, answered = ask("/coverage", BOTH)
    in_order = sorted(printed, key=lambda entry: (entry["org"], entry["report"], entry["day"]))
    assert answered["coverage"] == in_order


def test_an_admin_of_one_organisation_is_told_of_that_one(ask_two):
    _, ask = ask_two
    assert orgs(ask("/coverage", DANA)) == {"acme"}
    assert orgs(ask("/coverage", BOTH)) == {"acme", "umbrella"}
    assert orgs(ask("/coverage?org=Umbrella", BOTH)) == {"umbrella"}


@pytest.mark.parametrize("org", ["umbrella", "nowhere"])
def test_an_organisation_one_is_not_in_is_not_found(ask_two, org):
    _, ask = ask_two
    assert ask(f"/coverage?org={org}", DANA)[0] == 404


@pytest.mark.parametrize("query", ["", "?org=acme"])
def test_who_is_not_an_admin_is_refused_with_the_reason(ask, query):
    status, found = ask(f"/coverage{query}", ALICE)
    assert (status, found["detail"]) == (403, "not_admin")


def test_an_admin_of_another_organisation_is_refused_in_this_one(ask_two):
    _, ask = ask_two
    half = viewer("dana", admin_of=frozenset({"umbrella"}), organisations=TWO)
    assert ask("/coverage?org=acme", half)[0] == 403
    assert orgs(ask("/coverage", half)) == {"umbrella"}


def test_who_is_in_no_organisation_finds_nothing(ask):
    assert ask("/coverage", ERIN)[0] == 404


def test_an_unknown_parameter_is_refused(ask):
    status, found = ask("/coverage?team=red", DANA)
    assert (status, [problem["field"] for problem in found["validations"]]) == (400, ["team"])
