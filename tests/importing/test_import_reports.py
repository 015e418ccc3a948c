from __future__ import annotations

import gzip
from datetime import date

import orjson
import pytest

from dashboard.core.reports import Outcome
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.history.erasure import erase
from dashboard.history.store import History
from dashboard.history.tables import unpack
from tests.builders import day_of, membership, usage
from tests.importing.conftest import NOW
from tests.importing.olden import as_file, as_lines

MONDAY, TUESDAY = "2026-11-16", "2026-11-17"


def on(day: str, record: dict) -> dict:
    return {"day": day, **record}


def total(day: str = MONDAY, **fields) -> dict:
    return {"day": day, "organization_id": "999", "daily_active_users": 3, **fields}


def envelope(*days) -> dict:
    return {"report_start_day": MONDAY, "report_end_day": TUESDAY, "organization_id": "999", "day_totals": list(days)}


def generations(importing, day: str = MONDAY) -> dict:
    return {row["user_login"]: row["code_generation_activity_count"] for row in importing.rows("users", day)}


def raw(importing, day: str, report: str) -> bytes:
    return unpack(importing.objects.read(f"raw/source=github/org=acme/day={day}/{report}.ndjson.zst").content)


@pytest.mark.parametrize(
    ("table", "report", "record"),
    [
        ("users", USERS_REPORT, usage("alice", generations=5)),
        ("members", MEMBERS_REPORT, membership("alice", 42)),
        ("org", ORG_REPORT, {"daily_active_users": 3}),
        ("repos", REPOS_REPORT, {"repo_id": 7, "organization_id": "999"}),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        lambda record: as_lines(record),
        lambda record: as_file([record]),
        lambda record: gzip.compress(as_lines(record)),
        lambda record: as_file(envelope(record)),
    ],
)
def test_a_report_in_any_shape_becomes_its_table_and_its_raw_file(importing, table, report, record, shape):
    brought = importing.bring(shape(on(MONDAY, record)))
    assert brought.line() == f"a-file: {report} of acme: 1 day written"
    if table != "repos":
        assert len(importing.rows(table, MONDAY)) == 1
    (line,) = raw(importing, MONDAY, report).splitlines()
    assert orjson.loads(line)["day"] == MONDAY


def test_a_report_of_28_days_is_split_by_the_day_of_each_record(importing):
    records = [
        on(day, usage(login, generations=n)) for n, login in ((1, "alice"), (2, "bob")) for day in (MONDAY, TUESDAY)
    ]
    assert importing.bring(as_lines(*records)).written == 2
    assert generations(importing, MONDAY) == generations(importing, TUESDAY) == {"alice": 1, "bob": 2}


def test_the_days_of_an_organisation_without_their_envelope_become_org_rows(importing):
    importing.bring(as_file([total(MONDAY), total(TUESDAY, monthly_active_users=9)]))
    assert [row["monthly_active_users"] for row in importing.rows("org", TUESDAY)] == [9]


def test_people_and_their_teams_from_two_files_make_the_teams_of_the_day(importing):
    importing.bring(as_lines(on(MONDAY, membership("alice", 42))))
    importing.bring(as_lines(on(MONDAY, usage("alice", generations=5))))
    (team,) = importing.objects.list("teams/")
    assert f"day={MONDAY}" in team


def test_a_day_is_final_once_the_trailing_days_have_passed(importing):
    importing.bring(as_file([total("2026-11-20"), total("2026-11-10")]))
    states = {entry.day.isoformat(): entry.state for entry in History(importing.objects).coverage()}
    assert states == {"2026-11-20": "provisional", "2026-11-10": "final"}


def test_the_same_days_again_are_already_here_and_change_nothing(importing):
    content = as_lines(on(MONDAY, usage("alice", generations=5)))
    importing.bring(content)
    before = importing.stored()
    assert importing.bring(content).same == 1
    assert importing.stored() == before


def test_a_day_that_says_otherwise_is_left_and_said_unless_it_is_to_replace(importing):
    importing.bring(as_lines(on(MONDAY, usage("alice", generations=5))))
    other = as_lines(on(MONDAY, usage("alice", generations=6)))
    brought = importing.bring(other)
    assert f"1 other than what is here and left as it was ({MONDAY})" in brought.line()
    assert generations(importing) == {"alice": 5}
    assert importing.bring(other, replace=True).written == 1
    assert generations(importing) == {"alice": 6}


def test_a_day_that_is_damaged_in_the_store_is_written_again(importing):
    content = as_lines(on(MONDAY, usage("alice", generations=5)))
    importing.bring(content)
    importing.objects.write(f"users/source=github/org=acme/day={MONDAY}/rows.parquet", b"rotten")
    assert importing.bring(content).written == 1
    assert generations(importing) == {"alice": 5}


def test_a_day_that_github_did_not_have_is_filled(importing):
    History(importing.objects).write_day(
        "github", "acme", date.fromisoformat(MONDAY), [Outcome(USERS_REPORT, "not_available")], NOW
    )
    assert importing.bring(as_lines(on(MONDAY, usage("alice")))).written == 1


def test_days_of_people_older_than_may_be_kept_are_left_out_and_counted(importing):
    content = as_lines(on("2025-10-01", usage("alice")), on("2025-10-02", usage("alice")), on(MONDAY, usage("alice")))
    brought = importing.bring(content, people_days=400)
    assert "1 day written; 2 left out, being older than may be kept" in brought.line()
    assert importing.bring(as_file([total("2025-10-01")]), people_days=400).written == 1, "sums are kept for longer"


def test_a_purged_day_does_not_come_back_even_to_replace(importing):
    content = as_lines(on("2025-10-01", usage("alice")))
    importing.bring(content)
    History(importing.objects).expire(NOW.date(), 400, None)
    brought = importing.bring(content, replace=True)
    assert (brought.written, brought.too_old) == (0, 1)


def test_who_was_erased_stays_out_of_the_rows_and_of_raw(importing):
    content = as_lines(on(MONDAY, usage("alice", generations=5)), on(MONDAY, usage("bob", generations=2)))
    importing.bring(content)
    erase(History(importing.objects), 1001, NOW)
    assert importing.bring(content).same == 1, "but for who was erased, it is the same"
    assert importing.bring(content, replace=True).refused == []
    assert generations(importing) == {"bob": 2}
    assert b"alice" not in raw(importing, MONDAY, USERS_REPORT)


def test_the_tables_are_made_again_from_raw(importing, tmp_path):
    day = date.fromisoformat(MONDAY)
    users, members = [usage("alice", generations=5), usage("bob")], [membership("alice", 42), membership("bob", 42)]
    History(importing.objects).write_day(
        "github", "umbrella", day, day_of("umbrella", day, users, members, total()), NOW
    )
    tables = {key: etag for key, etag in importing.stored().items() if key.endswith(".parquet")}
    files = {key: importing.objects.read(key).content for key in importing.objects.list("raw/")}
    for key in importing.stored():
        importing.objects.delete(key)
    for key, content in files.items():
        assert importing.bring(content, name=f"s3://bucket/{key}", replace=True).orgs == {"umbrella"}
    assert {key: etag for key, etag in importing.stored().items() if key.endswith(".parquet")} == tables


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"code_generation_activity_count": -5}, "line 3: it holds a negative number"),
        ({"code_generation_activity_count": "5"}, "line 3: "),
        ({"totals_by_ide": {"ide": "vscode"}}, "line 3: "),
        ({"user_id": None}, "line 3: "),
    ],
)
def test_a_wrong_record_refuses_its_day_with_its_line_and_the_other_days_are_kept(importing, why, spoilt, said):
    good = [on(day, usage(login)) for login in ("alice", "bob") for day in (MONDAY, TUESDAY)]
    brought = importing.bring(as_lines(*good[:2], on(MONDAY, usage("charlie") | spoilt), *good[2:]))
    assert f"a-file: {said}" in why(brought)
    assert f"nothing of {MONDAY} was imported" in why(brought)
    assert (generations(importing, MONDAY), set(generations(importing, TUESDAY))) == ({}, {"alice", "bob"})


def test_two_records_of_one_person_that_differ_refuse_the_day_with_both_lines(importing, why):
    content = as_lines(*(on(MONDAY, usage("alice", generations=n)) for n in (1, 1, 2)))
    assert f"line 1 and line 3: two different records for {MONDAY}" in why(importing.bring(content))
    assert generations(importing) == {}


def test_two_totals_of_one_day_that_differ_refuse_it_with_both_positions(importing, why):
    content = as_file([total(MONDAY), total(TUESDAY), total(MONDAY, daily_active_users=4)])
    assert f"[0] and [2]: two different records for {MONDAY}" in why(importing.bring(content))
    assert importing.rows("org", TUESDAY)


def test_a_day_that_is_still_to_come_is_refused_and_the_others_are_kept(importing, why):
    brought = importing.bring(as_lines(on("2026-11-22", usage("alice")), on(MONDAY, usage("alice"))))
    assert why(brought) == "a-file: line 1: 2026-11-22 is still to come"
    assert generations(importing)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"user_id": 1001, "day"', "line 2: it is not JSON from column"),
        (b"null", "line 2: None is not a record of users-1-day"),
        (b'{"user_id": 1001}', "line 2: it has no day"),
        (b'{"user_id": 1001, "day": "16.11.2026"}', "line 2: '16.11.2026' is not a day"),
        (b'{"user_id": 1001, "day": "2026-11-16", "organization_id": "7"}', "line 2: it is of organisation '7', but"),
        (b'{"user_id": 1001, "day": "2026-11-16", "ai_credits_used": NaN}', "line 2: it is not JSON"),
    ],
)
def test_a_line_that_may_be_of_any_day_refuses_a_whole_file_about_people(importing, why, line, said):
    brought = importing.bring(as_lines(on(MONDAY, usage("alice"))) + line)
    assert f"a-file: {said}" in why(brought)
    assert "none of its 1 days is known to be whole" in why(brought)
    assert importing.stored() == {}


@pytest.mark.parametrize(
    "text", ['{"day_totals": [{"day": "2026-11-16", "user_id": NaN}]}', '{"day_totals": [{"a": "\\ud800"}]}']
)
@pytest.mark.parametrize("before", [b"", as_lines(on(MONDAY, usage("alice")))])
def test_an_envelope_that_can_not_be_opened_is_refused(importing, why, text, before):
    assert "it is not JSON from column" in why(importing.bring(before + text.encode()))
    assert importing.stored() == {}


def test_of_a_truncated_array_about_people_nothing_is_kept(importing, why):
    content = as_file([on(MONDAY, usage("alice")), on(TUESDAY, usage("alice"))])
    assert "it ends here" in why(importing.bring(content[:-30]))
    assert importing.stored() == {}


def test_of_a_truncated_array_of_totals_the_whole_days_are_kept(importing, why):
    content = as_file([total(MONDAY), total(TUESDAY)])
    assert "it ends here" in why(importing.bring(content[:-10]))
    assert importing.rows("org", MONDAY)
    assert not importing.rows("org", TUESDAY)


def test_an_enterprises_report_is_refused_unless_it_is_named(importing, why):
    content = as_file([{"day": MONDAY, "enterprise_id": "1", "daily_active_users": 3}])
    assert "[0]: it is an enterprise's; to keep it under a name beside the organisations, add --org NAME" in why(
        importing.bring(content)
    )
    assert importing.bring(content, org="whole-company").written == 1
    assert importing.rows("org", MONDAY, "whole-company")


def test_a_file_of_an_organisation_that_is_not_configured_is_refused(importing, why):
    name = f"raw/source=github/org=initech/day={MONDAY}/x"
    brought = importing.bring(as_lines(on(MONDAY, usage("alice"))), name=name)
    assert "it is of initech, which is not in GITHUB_ORG; to import it all the same, add --org initech" in why(brought)
    assert importing.stored() == {}


def test_what_somebody_else_brings_meanwhile_stays(importing, monkeypatch):
    kept = History.kept

    def slow(self, source, report):
        found = kept(self, source, report)
        day = date.fromisoformat(MONDAY)
        History(importing.objects).write_day(
            "github", "acme", day, day_of("acme", day, [usage("alice", generations=9)]), NOW
        )
        return found

    monkeypatch.setattr(History, "kept", slow)
    importing.bring(as_lines(on(MONDAY, usage("alice", generations=1))))
    assert generations(importing) == {"alice": 9}
