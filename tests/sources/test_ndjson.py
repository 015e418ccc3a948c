from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.core.rows import MEMBERS, MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS, USERS_REPORT
from dashboard.errors import DamagedReport
from dashboard.sources.ndjson import report_of
from tests.builders import membership, usage

DAY = date(2026, 11, 16)
BOM = b"\xef\xbb\xbf"


def line(row, **more):
    return json.dumps({"day": DAY.isoformat(), **row, **more}).encode()


ALICE, BOB = line(usage("alice", generations=12)), line(usage("bob", generations=7))


def rows(*files, report=USERS_REPORT):
    return report_of(report, "acme", DAY, files).rows


def people(*files):
    return rows(*files)["user_login"].to_pylist()


def refused(*files, report=USERS_REPORT):
    with pytest.raises(DamagedReport) as caught:
        report_of(report, "acme", DAY, files)
    assert caught.value.content == b"\n".join(files)
    return str(caught.value)


def test_rows_have_the_schema_of_their_table_and_the_order_of_their_key():
    found = rows(BOB + b"\n" + ALICE + b"\n")
    assert found.schema == USERS
    assert found["user_id"].to_pylist() == [1001, 1002]
    assert found["code_generation_activity_count"].to_pylist() == [12, 7]


def test_breakdowns_keep_their_rows_and_lose_what_nobody_has_heard_of():
    totals = [{"feature": "code_completion", "code_generation_activity_count": 5, "novelty": {"deep": [1]}}]
    (found,) = rows(line(usage("alice"), totals_by_feature=totals, novelty=1)).to_pylist()
    (feature,) = found["totals_by_feature"]
    assert feature["code_generation_activity_count"] == 5
    assert "novelty" not in {*found, *feature}


def test_absent_null_and_zero_stay_three_things_apart_from_zero():
    found = rows(line({"user_id": 1, "distinct_mcp_use_count": 0}), line({"user_id": 2, "used_chat": None}))
    assert found["distinct_mcp_use_count"].to_pylist() == [0, None]
    assert found["used_chat"].to_pylist() == [None, None]


@pytest.mark.parametrize(
    "files",
    [
        [ALICE, BOB],
        [BOM + ALICE + b"\n", BOM + BOB],
        [ALICE + b"\r\n" + BOB + b"\r\n"],
        [ALICE + b"\r\n\r\n", b"\n" + BOB + b"\n\n  \n"],
        [b"", ALICE + b"\n" + BOB, b" \r\n"],
        [ALICE, BOB, ALICE, BOB + b"\n" + BOB],
        [b"[" + ALICE + b",\n " + BOB + b"]\n"],
        [BOM + b"\n[" + ALICE + b"]", BOB],
    ],
    ids=["shards", "marks", "crlf", "blank lines", "blank shards", "repeats", "array", "array beside lines"],
)
def test_these_are_fine(files):
    assert people(*files) == ["alice", "bob"]
    again = report_of(USERS_REPORT, "acme", DAY, [report_of(USERS_REPORT, "acme", DAY, files).raw])
    assert again.rows.equals(rows(ALICE, BOB))


def test_a_file_without_an_end_of_line_too_many_is_not_looked_at_line_by_line(monkeypatch):
    monkeypatch.setattr("dashboard.sources.records.records", None)
    assert people(ALICE + b"\n" + BOB + b"\n", ALICE) == ["alice", "bob"]


@pytest.mark.parametrize("name", ["}null", "} null{", "NaN", "b\u00e9a", "\u2028", 'a\\"}\\n{'])
def test_a_name_may_look_like_damage(name):
    assert people(line(usage("alice"), user_login=name) + b"\n" + BOB) == [name, "bob"]


def test_a_line_of_ten_megabytes_is_fine():
    long = [{"feature": f"feature-{n}", "loc_added_sum": n} for n in range(260_000)]
    found = rows(line(usage("alice"), totals_by_feature=long), BOB)
    assert len(found["totals_by_feature"][0]) == 260_000


def test_raw_is_one_record_a_line_with_everything_that_was_in_it():
    report = report_of(USERS_REPORT, "acme", DAY, [BOM + line(usage("alice"), novelty=1) + b"\r\n\r\n", BOB])
    assert [json.loads(each).get("novelty") for each in report.raw.split(b"\n")] == [1, None]


def test_an_id_is_taken_as_a_number_too():
    found = rows(line(usage("alice"), organization_id=999, totals_by_3rd_party_agent=[{"agent_id": 7}]), BOB)
    assert found["organization_id"].to_pylist() == ["999", "999"]
    assert found["totals_by_3rd_party_agent"][0].as_py()[0]["agent_id"] == "7"


@pytest.mark.parametrize(
    "files",
    [
        [ALICE + b"\n" + BOB[:-40]],
        [ALICE[:-3], BOB],
        [b"\x00\xff{" + ALICE[3:]],
        [ALICE.replace(b"alice", b"\xff\xfe")],
        [b"<html><body>Sign in</body></html>"],
        [b"null\n" + ALICE],
        [ALICE + b"null" + BOB],
        [ALICE + b" null\t" + BOB],
        [ALICE + b"\nnull\n" + BOB],
        [ALICE + BOB],
        [ALICE + b"{}", BOB],
        [ALICE + b"\n\n" + ALICE + BOB],
        [ALICE[:-1] + b',"novelty": NaN}'],
        [ALICE[:-1] + b',"novelty": [Infinity]}'],
        [ALICE[:-1] + b',"novelty": 01}'],
        [ALICE[:-1] + b",}"],
        [ALICE[:-1] + b'} // {"a": 1}'],
        [ALICE.replace(b"alice", b"al\\ud800ice")],
        [ALICE.replace(b"alice", b"al\\udc00ice")],
        [ALICE[:-1] + b', "novelty": "\\ud800"}'],
        [ALICE[:-1] + b', "novelty": "\x01"}'],
        [ALICE[:-1] + b', "novelty": "\xc3"}'],
        [b'"No report available"'],
        [b"[" + ALICE + b", 3]"],
        [b'{"a": ' + b"[" * 100_000],
        [line(usage("alice"), code_generation_activity_count="12")],
        [line(usage("alice"), code_generation_activity_count=True)],
        [line(usage("alice"), code_generation_activity_count=1.5)],
        [line(usage("alice"), code_generation_activity_count=10**30)],
        [line(usage("alice"), used_chat="yes")],
        [line(usage("alice"), totals_by_feature={"feature": "x"})],
        [line({"user_login": "alice"}), BOB],
        [line(usage("alice"), user_id=None)],
        [line(usage("alice"), user_id="1001")],
        [json.dumps(usage("alice")).encode()],
        [line(usage("alice"), day=None)],
        [b"", b" \n"],
        [b"[]"],
        [],
    ],
)
def test_these_are_refused_whole(files):
    assert refused(*files).startswith("the file is damaged: ")


def test_a_null_inside_a_row_does_no_harm():
    odd = {"totals_by_feature": [None], "totals_by_ide": None, "ai_adoption_phase": None}
    assert people(line(usage("alice"), **odd)) == ["alice"]


@pytest.mark.parametrize("day", ["2026-11-15", "2026-11-17", "2031-01-01", "yesterday"])
def test_a_row_of_another_day_refuses_the_report(day):
    assert "records of another day" in refused(ALICE, line(usage("bob"), day=day))


def test_two_different_rows_for_one_person_refuse_the_report():
    assert "two different records for one user_id" in refused(ALICE, BOB, line(usage("alice", generations=13)))


def test_two_rows_that_differ_in_a_breakdown_alone_are_different():
    first = line(usage("alice"), totals_by_feature=[{"feature": "a", "loc_added_sum": 1}])
    second = line(usage("alice"), totals_by_feature=[{"feature": "a", "loc_added_sum": 2}])
    assert "two different records" in refused(first, second)


def test_a_person_may_be_in_two_teams_but_in_one_team_only_once():
    found = rows(line(membership("alice", 43)), line(membership("alice", 42)), report=MEMBERS_REPORT)
    assert found.schema == MEMBERS
    assert found["team_id"].to_pylist() == [42, 43]
    double = line(membership("alice", 42, "red")), line(membership("alice", 42, "blue"))
    assert "one user_id and team_id" in refused(*double, report=MEMBERS_REPORT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"loc_added_sum": -1},
        {"totals_by_feature": [{"feature": "a", "loc_added_sum": 1}, {"feature": "b", "loc_added_sum": -1}]},
        {"totals_by_cli": {"session_count": 1, "token_usage": {"output_tokens_sum": -5}}},
    ],
)
def test_a_negative_count_refuses_the_report_however_deep_it_lies(wrong):
    assert "a negative number in" in refused(ALICE, line(usage("bob"), **wrong))


def test_the_aggregate_may_come_wrapped_in_day_totals():
    days = [{"day": "2026-11-15", "daily_active_users": 1}, {"day": "2026-11-16", "daily_active_users": 3}]
    wrapped = json.dumps({"organization_id": "999", "day_totals": days}).encode()
    (found,) = rows(wrapped, report=ORG_REPORT).to_pylist()
    assert (found["daily_active_users"], found["organization_id"]) == (3, "999")
    assert rows(line(days[1]), report=ORG_REPORT)["daily_active_users"].to_pylist() == [3]


def test_there_is_one_aggregate_of_the_asked_day():
    one, other = line({"daily_active_users": 3}), line({"daily_active_users": 4})
    assert len(rows(one, one, report=ORG_REPORT)) == 1
    assert "two different records for one day" in refused(one, other, report=ORG_REPORT)
    assert "no record of the day" in refused(b'{"day_totals": [{"day": "2026-11-15"}]}', report=ORG_REPORT)


def test_only_the_report_of_repositories_may_be_empty():
    assert len(rows(b"\n", report=REPOS_REPORT)) == 0
    for report in (USERS_REPORT, MEMBERS_REPORT, ORG_REPORT):
        assert "no record of the day" in refused(b"\n", report=report)
