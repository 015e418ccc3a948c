from __future__ import annotations

from tests.cast import CHARLIE, DANA, ERIN

WEEK = "start_time=2026-11-02T00:00:00Z&end_time=2026-11-09T00:00:00Z"


def test_daily_active_users_are_61_days_of_the_organisation_and_null_where_unknown(ask):
    status, found = ask("/insights/daus?tz_offset=-5")
    assert (status, found["tz_hour_offset"], len(found["entries"])) == (200, -5, 61)
    by_day = {entry["date"]: entry["amount"] for entry in found["entries"]}
    assert (min(by_day), max(by_day)) == ("2026-09-11", "2026-11-10")
    assert (by_day["2026-11-01"], by_day["2026-11-02"], by_day["2026-11-09"]) == (None, 6, None)


def test_teams_have_a_report_and_its_days(ask):
    status, found = ask(f"/insights/teams?{WEEK}&interval=day&team_ids=42")
    assert status == 200
    report = found["report"]
    assert (report["start_time"], report["end_time"]) == ("2026-11-02T00:00:00+00:00", "2026-11-09T00:00:00+00:00")
    assert (report["team_ids"], report["active_users"]) == ([42], 5)
    assert report["apps_usage"] == [
        {
            "team_ids": [42],
            "type": "builtin",
            "display_name": "Code completion",
            "slug": "code_completion",
            "icon": "",
            "seconds": None,
            "times_used": 70,
        }
    ]
    assert [(each["start_time"][:10], each["active_users"]) for each in found["interval_reports"]] == [
        (f"2026-11-0{day}", 5) for day in range(2, 9)
    ]
    assert {each["interval"] for each in found["interval_reports"]} == {"day"}


def test_without_ids_it_is_about_all_teams_that_one_may_see(ask):
    assert ask(f"/insights/teams?{WEEK}")[1]["report"]["team_ids"] == [42]
    assert ask(f"/insights/teams?{WEEK}", DANA)[1]["report"]["team_ids"] == [42]


def test_a_span_without_days_is_unknown(ask):
    _, found = ask("/insights/teams?start_time=2026-10-02T00:00:00Z&end_time=2026-10-04T00:00:00Z&interval=day")
    assert found["report"] | {"start_time": "", "end_time": ""} == {
        "start_time": "",
        "end_time": "",
        "team_ids": [],
        "active_users": None,
        "apps_usage": None,
        "parameters_usage": [],
    }
    assert [each["active_users"] for each in found["interval_reports"]] == [None, None]


def test_another_team_looks_like_none_and_a_small_one_is_refused(ask):
    answers = {
        ask(f"/insights/{path}?{WEEK}&team_ids={team}", CHARLIE)[0]
        for team in (42, 777)
        for path in ("teams", "user-activity")
    }
    assert answers == {404}
    assert ask(f"/insights/teams?{WEEK}&team_ids=43", DANA)[0] == 403


def test_another_organisation_looks_like_none(ask):
    assert ask("/insights/daus?org=umbrella")[0] == ask("/insights/daus?org=nowhere")[0] == 404
    assert ask(f"/insights/teams?{WEEK}&org=umbrella")[0] == 404


def test_all_that_is_wrong_is_said_before_anything_is_asked(ask):
    status, found = ask("/insights/teams?start_time=yesterday&interval=hour&team_ids=red&page=2")
    assert (status, found["message"]) == (400, "Query parameters have invalid values.")
    assert {each["field"] for each in found["validations"]} == {
        "start_time",
        "end_time",
        "interval",
        "team_ids",
        "page",
    }


def test_what_no_source_says_is_an_empty_list_with_the_reason(ask):
    for path in ("user-activity", "user-latency"):
        status, found = ask(f"/insights/{path}?{WEEK}")
        assert (status, found["report"]["users"]) == (200, [])
        assert "Coder" in found["reason"]


def test_who_is_in_no_organisation_sees_none(ask):
    assert ask("/insights/daus", ERIN)[0] == 404
    assert ask(f"/insights/teams?{WEEK}", ERIN)[0] == 404
