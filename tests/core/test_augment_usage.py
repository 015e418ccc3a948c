"""Augment's usage in its three shapes, and what becomes of it."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from dashboard.core.accounts import Account
from dashboard.core.augment import COLUMNS, by_user, usage_of
from dashboard.core.augment_rows import copilot_record, day_report, records_of, user_row
from dashboard.core.days import Span

DAY = date(2026, 11, 18)
HEADERS = [column.header for column in COLUMNS]
# Published with the public scraper's mapping, and checked by running it.
VECTOR = [
    "user@example.com",
    "2024-11-14",
    "2024-12-11",
    "28",
    "450",
    "180",
    "40.0",
    "25",
    "50",
    "10",
    "5",
    "8",
    "120",
    "850",
    "500",
    "15",
    "200",
    "50",
    "85",
]
LINE = dict(zip(HEADERS, VECTOR, strict=True))


def api_record(user="alice@acme.example", language="Python", editor="VSCode", **metrics):
    return {"user_email": user, "language": language, "editor": editor, "metrics": metrics}


def row(record, number=1001, login="alice"):
    return user_row(usage_of(record), Account(number, login, True))


def feature(found, name):
    return next(part for part in found["totals_by_feature"] if part["feature"] == name)


def test_the_checked_line_has_98_interactions_73_of_them_agents_and_335_lines_of_theirs():
    found = copilot_record(usage_of(LINE), Span(date(2024, 11, 14), date(2024, 12, 11)), None)
    assert found["user_initiated_interaction_count"] == 98
    assert feature(found, "agent_edit")["user_initiated_interaction_count"] == 73
    assert feature(found, "agent_edit")["loc_added_sum"] == 335
    assert (found["loc_added_sum"], found["code_generation_activity_count"]) == (850, 450)
    assert (found["code_acceptance_activity_count"], found["used_agent"], found["used_chat"]) == (180, True, True)


def test_the_converted_record_has_the_scrapers_sixteen_fields_and_the_last_day():
    found = copilot_record(usage_of(LINE), Span(date(2024, 11, 14), date(2024, 12, 11)), "77")
    assert len(found) == 16
    assert (found["report_start_day"], found["day"], found["enterprise_id"]) == ("2024-11-14", "2024-12-11", "77")
    assert (found["loc_suggested_to_add_sum"], found["loc_deleted_sum"]) == (500, 0)


def test_our_row_counts_the_same_but_leaves_unknown_what_augment_does_not_say():
    found = row(LINE)
    assert found["user_initiated_interaction_count"] == 98
    assert feature(found, "agent_edit")["loc_added_sum"] == 335
    assert found["loc_added_sum"] == 850
    unknown = ("loc_deleted_sum", "loc_suggested_to_add_sum", "loc_suggested_to_delete_sum", "totals_by_ide")
    assert [found[name] for name in unknown] == [None] * 4
    assert (found["used_cli"], "used_copilot_app" in found) == (True, False)


def test_a_count_that_is_missing_is_unknown_and_a_zero_is_zero():
    found = row({**LINE, "Completions": "", "Chat Messages": "0"})
    assert found["code_generation_activity_count"] is None
    assert (found["used_chat"], found["user_initiated_interaction_count"]) == (False, 73)


def test_the_three_shapes_say_the_same():
    scraped = {column.key: getattr(usage_of(LINE), column.field) for column in COLUMNS}
    api = api_record(
        "user@example.com",
        completions_count=450,
        completions_accepted=180,
        chat_messages=25,
        ide_agent_messages=50,
        remote_agent_messages=10,
        cli_agent_interactive_messages=5,
        cli_agent_non_interactive_messages=8,
        total_modified_lines_of_code=850,
        completions_lines_of_code=500,
        ide_agent_lines_of_code=200,
        remote_agent_lines_of_code=50,
        cli_agent_interactive_lines_of_code=60,
        cli_agent_non_interactive_lines_of_code=25,
    )
    scraped["firstSeen"] = "2024-11-14T21:07:24.808438Z"
    assert usage_of(scraped) == usage_of(LINE)
    left_out = {"totals_by_ide", "totals_by_language_feature"}
    assert {k: v for k, v in row(api).items() if k not in left_out} == {
        k: v for k, v in row(LINE).items() if k not in left_out
    }


def test_headers_are_found_by_name_whatever_their_order_case_and_spaces_and_the_successors_as_well():
    odd = {f" {name.upper()} ": value for name, value in reversed(LINE.items())}
    assert usage_of(odd) == usage_of(LINE)
    successor = {
        "User": "a@b.c",
        "IDE Agent Messages": "3",
        "CLI Agent LOC": "1,204",
        "Copilot Agent Interactions": "9",
    }
    assert (usage_of(successor).agent_messages, usage_of(successor).cli_agent_lines) == (3, 1204)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Completions", "-1"),
        ("Tool Uses", "many"),
        ("Chat Messages", "2.5"),
        ("Accept Rate", "140%"),
        ("First Seen", "soon"),
        ("Agent Messages", "9" * 17),
        ("User", "a\0b"),
    ],
)
def test_a_wrong_value_is_said_with_its_column(header, value):
    with pytest.raises(ValueError, match=f"^column {header}: "):
        usage_of({**LINE, header: value})


def test_a_rate_may_be_null():
    assert usage_of({"userEmail": "a@b.c", "acceptanceRatePercentage": None}).accept_rate is None


def test_a_persons_editors_and_languages_are_added_up_and_broken_down():
    records = [
        api_record(language="Python", completions_count=4, completions_accepted=1, chat_messages=2),
        api_record(language="Go", completions_count=3, completions_accepted=2),
        api_record(editor="CLI", language="Unknown", cli_agent_interactive_messages=5),
    ]
    report = day_report("acme", DAY, records, lambda name: Account(1001, "alice", True))
    (found,) = report.rows.to_pylist()
    assert (found["code_generation_activity_count"], found["user_initiated_interaction_count"]) == (7, 7)
    editors = {part["ide"]: part["user_initiated_interaction_count"] for part in found["totals_by_ide"]}
    assert editors == {"cli": 5, "vscode": 2}
    completions = {
        part["language"]: part["code_generation_activity_count"]
        for part in found["totals_by_language_feature"]
        if part["feature"] == "code_completion"
    }
    assert completions == {"go": 3, "python": 4}


def test_two_addresses_of_one_person_are_one_row():
    records = [api_record("a@x", chat_messages=2), api_record("b@x", chat_messages=3)]
    report = day_report("acme", DAY, records, lambda name: Account(7, "a", True))
    assert [r["user_initiated_interaction_count"] for r in report.rows.to_pylist()] == [5]


def test_somebody_who_did_nothing_has_no_row_and_a_summary_is_nobody():
    idle, summary = api_record(chat_messages=0), {"User": "", "Metric Type": "Tenant Summary"}
    report = day_report("acme", DAY, [idle, summary], lambda name: Account(7, "a", True))
    assert report.rows.num_rows == 0


def test_raw_has_every_record_as_it_came_under_the_persons_number():
    records = [api_record(chat_messages=2) | {"new_field": 1}]
    report = day_report("acme", DAY, records, lambda name: Account(1001, "alice", True))
    assert orjson.loads(report.raw)["user_id"] == 1001
    assert records_of(report.raw) == records


def test_people_are_told_apart_by_name_whatever_its_case():
    assert [
        usage.chat_messages for usage in by_user([usage_of(api_record(n, chat_messages=1)) for n in ("A@x", "a@X")])
    ] == [2]
