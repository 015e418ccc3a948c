"""Augment's files, whoever wrote them, into days of people."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.core.accounts import Accounts, Identity, stranger_id
from dashboard.core.augment import COLUMNS, usage_of
from dashboard.core.augment_rows import copilot_record
from dashboard.core.days import Span
from dashboard.core.rows import USERS_REPORT
from dashboard.history.index import Place, read_index
from dashboard.history.store import History
from dashboard.history.tables import from_parquet, unpack
from dashboard.importing.augment import Others

DAY = date(2026, 11, 12)
HEADERS = [column.header for column in COLUMNS]
LINE = "alice@acme.example,2024-11-14,2026-11-12,1,450,180,40.00%,25,50,10,5,8,120,850,500,15,200,50,85"
SUMMARIES = (",Tenant Summary,,98,120,850", ",Monthly Active Users,7,,,")
SUMMARY_HEADERS = "Metric Type,Value,User Messages,Tool Calls,Lines of Code"
NAME = "daily_exports_2026-10-24_to_2026-11-20/augment_metrics_2026-11-12.csv"
SUCCESSOR = (
    "User,Active Days,Completions,Accepted Completions,Chat Messages,Remote Agent Messages,IDE Agent Messages,"
    "CLI Interactive Messages,CLI Non-Interactive Messages,Total Tool Calls,Total Modified LOC,Completion LOC,"
    "Remote Agent LOC,IDE Agent LOC,CLI Agent LOC,Copilot Code Generation,Copilot Code Acceptance,"
    "Copilot Chat Interactions,Copilot Agent Interactions"
)


def table(*lines: str, headers: str = ",".join(HEADERS)) -> bytes:
    return "\n".join([headers, *lines, ""]).encode()


@pytest.fixture
def people() -> Others:
    return Others("acme", Accounts.of([Identity("alice@acme.example", 1001)], {1001: "alice"}).account)


@pytest.fixture
def rows(importing):
    def rows(day=DAY, org="acme"):
        entry = read_index(importing.objects).entries.get(Place("augment", org, USERS_REPORT, day))
        return (
            from_parquet(History(importing.objects).read(entry.objects["users"]), "users").to_pylist()
            if entry
            else None
        )

    return rows


def test_the_vendors_table_of_one_day_becomes_that_day(importing, people, rows):
    brought = importing.bring(table(LINE), "user-feature-stats-2026-11-12-to-2026-11-12.csv", others=people)
    assert brought.line().endswith("a day of Augment's people of acme: 1 day written")
    (alice,) = rows()
    assert (alice["user_id"], alice["user_login"]) == (1001, "alice")
    assert (alice["user_initiated_interaction_count"], alice["loc_added_sum"], alice["loc_deleted_sum"]) == (
        98,
        850,
        None,
    )
    assert people.seen == {"alice@acme.example": DAY}


def test_the_scrapers_table_is_of_the_day_in_its_name_and_its_summaries_are_nobody(importing, people, rows):
    content = table(
        f"{LINE},,,,,", *(f"{',' * 18}{row}" for row in SUMMARIES), headers=f"{','.join(HEADERS)},{SUMMARY_HEADERS}"
    )
    assert importing.bring(content, NAME, others=people).refused == []
    assert [row["user_id"] for row in rows()] == [1001]


def test_the_successors_table_is_read_by_its_own_headers(importing, people, rows):
    line = "alice@acme.example,1,450,180,25,10,50,5,8,120,850,500,50,200,85,450,180,25,73"
    importing.bring(table(line, headers=SUCCESSOR), "augment_metrics_2026-11-12.csv", others=people)
    (alice,) = rows()
    assert (alice["user_initiated_interaction_count"], alice["loc_added_sum"]) == (98, 850)


def test_columns_are_found_by_name_in_any_order(importing, people, rows):
    cells = dict(zip(HEADERS, LINE.split(","), strict=True))
    turned = list(reversed(HEADERS))
    content = table(",".join(cells[name] for name in turned), headers=",".join(name.lower() for name in turned))
    importing.bring(content, NAME, others=people)
    assert rows()[0]["user_initiated_interaction_count"] == 98


def test_the_scrapers_list_is_of_the_day_in_its_name_not_of_the_one_in_it(importing, people, rows):
    wrong = Span(date(2026, 10, 24), date(2026, 11, 20))
    usage = usage_of(dict(zip(HEADERS, LINE.split(","), strict=True)))
    content = json.dumps([copilot_record(usage, wrong, "283613")], indent=2).encode()
    importing.bring(content, "copilot_metrics_2026-11-12.json", others=people)
    (alice,) = rows()
    assert (alice["user_id"], alice["user_initiated_interaction_count"], alice["loc_added_sum"]) == (1001, 98, 850)
    assert (alice["loc_deleted_sum"], alice["loc_suggested_to_add_sum"]) == (None, None)
    assert rows(date(2026, 11, 20)) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("user-feature-stats-2026-11-01-to-2026-11-12.csv", "totals of 12 days"),
        ("metrics_20261101_to_20261102.csv", "totals of 2 days"),
        ("mine.csv", "doesn't say of which day"),
        ("augment_metrics_2026-11-21.csv", "isn't over"),
        ("augment_metrics_2027-11-21.csv", "isn't over"),
    ],
)
def test_what_is_not_of_one_day_that_is_over_is_refused(importing, people, rows, why, name):
    brought = importing.bring(table(LINE), name, others=people)
    assert why in brought.refusals()[0]
    assert importing.stored() == {}


def test_the_total_of_all_days_is_refused(importing, people):
    usage = usage_of(dict(zip(HEADERS, LINE.split(","), strict=True)))
    content = json.dumps([copilot_record(usage, Span(DAY, DAY), None)]).encode()
    brought = importing.bring(content, "copilot_metrics_aggregated.json", others=people)
    assert "doesn't say of which day" in brought.refusals()[0]


def test_a_wrong_line_is_named_with_line_and_column_and_refuses_the_day(importing, people, why):
    brought = importing.bring(table(LINE, LINE.replace("450", "some")), NAME, others=people)
    assert "line 3: column Completions: 'some' is not a whole number from 0" in why(brought)
    assert importing.stored() == {}


def test_a_day_of_summaries_alone_is_idle_if_they_say_so_and_refused_if_people_are_missing(importing, people, rows):
    idle = table("Tenant Summary,,0,0,0", "Monthly Active Users,7,,,", headers=SUMMARY_HEADERS)
    assert importing.bring(idle, NAME, others=people).refused == []
    assert rows() == []
    busy = table("Tenant Summary,,98,120,850", "Monthly Active Users,7,,,", headers=SUMMARY_HEADERS)
    brought = importing.bring(busy, NAME.replace("11-12.csv", "11-13.csv"), others=people)
    assert "people of the day are missing" in brought.refusals()[0]


@pytest.mark.parametrize("content", [b"", b"[]"])
def test_an_empty_file_or_list_is_no_sign_of_an_idle_day(importing, people, content):
    assert importing.bring(content, NAME, others=people).kind is None
    assert importing.stored() == {}


def test_twice_changes_nothing_and_another_content_only_with_replace(importing, people, rows):
    importing.bring(table(LINE), NAME, others=people)
    before = importing.stored()
    assert importing.bring(table(LINE), NAME, others=people).same == 1
    assert importing.stored() == before
    changed = table(LINE.replace("450", "451"))
    assert "--replace" in importing.bring(changed, NAME, others=people).line()
    assert importing.bring(changed, NAME, others=people, replace=True).written == 1
    assert rows()[0]["code_generation_activity_count"] == 451


def test_who_is_not_in_the_identity_table_is_kept_under_a_number_of_their_own(importing, people, rows):
    importing.bring(table(LINE.replace("alice@", "guest@")), NAME, others=people)
    assert [row["user_id"] for row in rows()] == [stranger_id("guest@acme.example")]


def test_days_older_than_may_be_kept_are_left_out(importing, people):
    assert importing.bring(table(LINE), NAME, others=people, people_days=5).too_old == 1


def test_the_histories_own_raw_file_makes_the_same_rows_again(importing, people, rows):
    importing.bring(table(LINE), NAME, others=people)
    key = next(key for key in importing.stored() if key.startswith("raw/source=augment"))
    packed = importing.objects.read(key).content
    assert json.loads(unpack(packed))["augment"]["User"] == "alice@acme.example"
    before = rows()
    brought = importing.bring(packed, f"s3://bucket/{key}", others=people, replace=True)
    assert (brought.kind, brought.refused) == ("Augment's answers as they were fetched", [])
    assert rows() == before
    assert importing.rows("users", str(DAY)) == []


def test_githubs_own_report_of_people_is_still_githubs(importing, people):
    record = {
        "user_id": 1001,
        "user_login": "alice",
        "organization_id": "999",
        "day": str(DAY),
        "totals_by_feature": [],
    }
    assert importing.bring(json.dumps([record]).encode(), "users.json", others=people).kind == USERS_REPORT
