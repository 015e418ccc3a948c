from __future__ import annotations

import json
from datetime import date

import pytest

from dashboard.core.legacy import LEGACY_COUNTERS, LEGACY_ORG
from dashboard.importing.legacy import legacy_row
from tests.importing.olden import metrics_day, usage_day

TODAY = date(2026, 11, 21)


def row(record):
    return legacy_row(record, TODAY)[1]


def test_a_day_of_the_metrics_api_becomes_one_row_with_sums():
    day, found = legacy_row(metrics_day("2025-03-03", suggestions=100, acceptances=30), TODAY)
    assert (day, found["api"]) == (date(2025, 3, 3), "metrics")
    assert {name: found[name] for name in LEGACY_COUNTERS if found[name] is not None} == {
        "total_active_users": 9,
        "total_engaged_users": 8,
        "total_code_engaged_users": 7,
        "total_code_suggestions": 100,
        "total_code_acceptances": 30,
        "total_code_lines_suggested": 200,
        "total_code_lines_accepted": 60,
        "total_chat_engaged_users": 5,
        "total_chats": 42,
        "total_chat_insertion_events": 8,
        "total_chat_copy_events": 12,
        "total_dotcom_chat_engaged_users": 2,
        "total_dotcom_chats": 3,
        "total_dotcom_pull_requests_engaged_users": 1,
    }
    assert [(part["editor"], part["model"], part["language"]) for part in found["code"]] == [
        ("vscode", "default", "python"),
        ("vscode", "default", "go"),
    ]
    assert [part["total_chats"] for part in found["chat"]] == [40, 2]


def test_a_day_of_the_usage_api_has_the_later_names_and_its_own():
    day, found = legacy_row(usage_day("2024-11-04"), TODAY)
    assert (day, found["api"]) == (date(2024, 11, 4), "usage")
    assert {name: found[name] for name in LEGACY_COUNTERS if found[name] is not None} == {
        "total_active_users": 9,
        "total_code_suggestions": 100,
        "total_code_acceptances": 30,
        "total_code_lines_suggested": 200,
        "total_code_lines_accepted": 60,
        "total_chat_engaged_users": 4,
        "total_chat_turns": 40,
        "total_chat_acceptances": 5,
    }
    (part,) = found["code"]
    assert (part["language"], part["total_engaged_users"], part["total_code_acceptances"]) == ("python", 9, 30)


@pytest.mark.parametrize("record", [metrics_day(), usage_day()])
def test_a_row_has_columns_of_the_table_alone(record):
    assert row(record).keys() <= set(LEGACY_ORG.names)


@pytest.mark.parametrize("value", [None, {}, {"total_engaged_users": 3}, {"total_engaged_users": 3, "editors": None}])
@pytest.mark.parametrize("name", ["copilot_ide_code_completions", "copilot_ide_chat"])
def test_what_a_day_does_not_say_is_unknown_and_not_zero(name, value):
    found = row(metrics_day(**{name: value}))
    column = "total_code_suggestions" if "code" in name else "total_chats"
    assert found[column] is None
    assert found["total_active_users"] == 9


def test_a_day_with_nothing_but_its_date_and_one_number_is_a_row():
    found = row({"date": "2025-03-03", "total_active_users": 4})
    assert {name: found[name] for name in LEGACY_COUNTERS if found[name] is not None} == {"total_active_users": 4}
    assert found["code"] is found["chat"] is None


def test_nulls_among_editors_models_and_languages_are_passed_over():
    editors = [None, {"name": "vscode", "models": [None, {"languages": [None, {"name": "go"}]}, {"languages": None}]}]
    found = row(metrics_day(copilot_ide_code_completions={"editors": editors}))
    assert [(part["language"], part["total_code_suggestions"]) for part in found["code"]] == [("go", None)]
    assert found["total_code_suggestions"] is None


def test_unknown_fields_are_kept_in_the_record():
    record = metrics_day(total_dreams=7, copilot_of_tomorrow={"a": [1]})
    assert json.loads(row(record)["record"]) == record


def test_the_same_day_is_the_same_record_in_whatever_order_its_fields_came():
    record = metrics_day()
    assert row(dict(reversed(record.items())))["record"] == row(record)["record"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-1, r"models\[0\]\.total_chats is -1, not a whole number"),
        ("40", r"copilot_ide_chat\.editors\[0\]\.models\[0\]\.total_chats is '40'"),
        (float("nan"), "total_chats is nan"),
        (4.5, "total_chats is 4.5"),
        (True, "total_chats is True"),
        (2**63, "total_chats is 9223372036854775808"),
        ([1], r"total_chats is \[1\]"),
    ],
)
def test_a_count_that_is_none_is_refused_with_its_path(value, said):
    chat = {"editors": [{"name": "vscode", "models": [{"total_chats": value}]}]}
    with pytest.raises(ValueError, match=said):
        row(metrics_day(copilot_ide_chat=chat))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": None}, "it has no date"),
        ({"date": "03/03/2025"}, "not a day written YYYY-MM-DD"),
        ({"date": "2025-02-30"}, "day"),
        ({"date": 20250303}, "date is 20250303, not a text"),
        ({"date": "2026-11-22"}, "2026-11-22 is still to come"),
        ({"copilot_ide_chat": "none"}, "copilot_ide_chat is 'none', not an object"),
        ({"copilot_ide_chat": {"editors": {}}}, r"copilot_ide_chat.editors is \{\}, not a list"),
        ({"copilot_ide_chat": {"editors": ["vscode"]}}, "not a list of objects"),
        ({"total_active_users": -3}, "total_active_users is -3"),
    ],
)
def test_what_is_wrong_in_a_day_is_said(fields, said):
    with pytest.raises(ValueError, match=said):
        row(metrics_day(**fields))
