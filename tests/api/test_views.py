from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cast import ALICE, BLUE, CHARLIE, DANA, UMBRELLA, viewer

SPAN = "?from=2026-11-02&to=2026-11-08"
NUMBERS = {"interactions", "generations", "acceptances", "acceptance_rate", "loc_suggested", "loc_added", "loc_deleted"}
DAY = {"day", "state", "active_users", "licensed_members", *NUMBERS}


def test_me_says_who_i_am_and_which_teams_i_may_pick(ask):
    status, me = ask("/me")
    assert status == 200
    assert me["user"] == {"id": ALICE.id, "login": "alice"}
    assert (me["admin_of"], me["organisations"]) == ([], ["acme"])
    assert me["teams"] == [
        {"id": 42, "org": "acme", "slug": "red", "name": "Red", "qualifies": True, "reason": None},
    ]


def test_an_admin_is_listed_every_team_with_why_one_does_not_qualify(ask):
    _, found = ask("/teams", DANA)
    shown = [(team["slug"], team["qualifies"], team["reason"]) for team in found["teams"]]
    assert shown == [
        ("platform-admins", False, "too_few_licensed"),
        ("blue", False, "too_few_licensed"),
        ("red", True, None),
    ]


def test_daily_has_every_day_in_order_and_null_where_nothing_is_known(ask):
    status, found = ask("/teams/acme/red/daily?from=2026-11-01&to=2026-11-03")
    assert status == 200
    assert [(day["day"], day["state"], day["active_users"]) for day in found["days"]] == [
        ("2026-11-01", "not_available", None),
        ("2026-11-02", "final", 5),
        ("2026-11-03", "final", 5),
    ]
    assert set(found["days"][0]) == DAY
    assert {value for key, value in found["days"][0].items() if key not in ("day", "state")} == {None}


def test_summary_has_the_span_and_the_one_before(ask):
    _, found = ask(f"/teams/acme/red/summary{SPAN}")
    assert found["team"]["slug"] == "red"
    assert (found["from"], found["to"], found["days_counted"]) == ("2026-11-02", "2026-11-08", 7)
    assert (found["active_users"], found["licensed_members"], found["adoption"]) == (5, 5, 1.0)
    assert (found["interactions"], found["acceptance_rate"]) == (49, 0.4)
    assert (found["previous"]["to"], found["previous"]["days_counted"]) == ("2026-11-01", 0)
    assert found["previous"]["interactions"] is None


def test_breakdown_has_its_columns(ask):
    _, found = ask(f"/teams/acme/red/breakdown/feature{SPAN}")
    assert found["rows"] == [
        {
            "name": "code_completion",
            "active_users": 1,
            "interactions": 0,
            "generations": 70,
            "acceptances": 28,
            "loc_added": 0,
            "loc_deleted": 0,
        }
    ]


def test_the_organisation_adds_weekly_and_monthly_people(ask):
    _, found = ask(f"/orgs/acme/daily{SPAN}")
    assert found["org"] == "acme"
    assert set(found["days"][0]) == {*DAY, "weekly_active_users", "monthly_active_users"}
    assert ask(f"/orgs/ACME/summary{SPAN}")[1]["interactions"] == 56


def test_without_a_span_it_is_the_newest_28_days(ask):
    _, found = ask("/teams/acme/red/daily")
    assert (found["from"], found["to"], len(found["days"])) == ("2026-10-12", "2026-11-08", 28)


@pytest.mark.parametrize("kind", ["daily", "summary", "breakdown/feature"])
def test_anothers_team_and_no_team_look_the_same(ask, kind):
    theirs, nobodys = (ask(f"/teams/acme/{slug}/{kind}", ALICE) for slug in ("blue", "no-such-team"))
    assert theirs == nobodys
    assert theirs[0] == 404


@pytest.mark.parametrize("kind", ["daily", "summary", "breakdown/feature"])
def test_ones_own_team_below_the_floor_says_why(ask, kind):
    status, found = ask(f"/teams/acme/blue/{kind}", CHARLIE)
    assert (status, found["detail"]) == (403, "too_few_licensed")


def test_a_team_of_the_same_slug_elsewhere_opens_nothing(ask):
    elsewhere = viewer("charlie", BLUE.__class__("umbrella", UMBRELLA, 42, "red", "Red"))
    assert ask("/teams/acme/red/daily", elsewhere)[0] == 404
    assert ask("/teams/umbrella/red/daily", elsewhere)[0] == 404


def test_an_organisation_one_is_not_in_is_not_found(ask):
    assert ask("/orgs/umbrella/daily", DANA)[0] == 404


def test_all_problems_of_a_request_are_said_at_once_in_the_one_shape(ask):
    status, found = ask("/teams/acme/red/daily?from=yesterday&to=2026-13-01&since=x")
    assert status == 400
    assert set(found) == {"message", "detail", "validations"}
    assert sorted(problem["field"] for problem in found["validations"]) == ["from", "since", "to"]


@pytest.mark.parametrize(
    "span", ["?from=2026-11-08&to=2026-11-02", "?from=2001-01-01&to=2026-11-02", "?from=2026-W45-1"]
)
def test_a_span_that_can_not_be_is_refused(ask, span):
    assert ask(f"/orgs/acme/summary{span}")[0] == 400


def test_an_unknown_breakdown_is_not_found_in_the_one_shape(ask):
    status, found = ask("/orgs/acme/breakdown/height")
    assert (status, set(found)) == (404, {"message", "detail", "validations"})


def test_every_path_is_documented_and_nothing_else_is(ask):
    rules = ask.client.application.url_map.iter_rules()
    paths = {re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in rules if rule.rule.startswith("/api/")}
    documented = set(re.findall(r"^\| `GET (\S+)`", Path("docs/api.md").read_text(), re.M))
    assert documented == paths
