"""A day of today in the shape of GitHub's old API."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.core.daily_object import Completions, TeamDay, Use, daily_object


def people(*ids: int) -> frozenset[int]:
    return frozenset(ids)


EVERYBODY = people(*range(1, 9))
DAY = TeamDay(
    date(2026, 11, 2),
    8,
    Use(EVERYBODY, people(1, 2, 3, 4, 5, 6, 7)),
    {
        "python": Completions(300, 100, 500, 200, Use(people(1, 2, 3, 4, 5, 6), people(1, 2, 3, 4, 5))),
        "go": Completions(30, 10, 50, 20, Use(people(6, 7), people(7))),
        "sql": Completions(3, 0, 5, 0, Use(people(8), people())),
    },
    61,
    Use(people(1, 2, 3, 4, 5, 6), people(1, 2, 3, 4, 5)),
)


def completions_of(made: dict) -> dict[str, tuple]:
    (editor,) = made["copilot_ide_code_completions"]["editors"]
    (model,) = editor["models"]
    return {row["name"]: tuple(row.values())[1:] for row in model["languages"]}


def test_it_has_the_fields_that_readers_of_the_old_shape_look_for():
    made = daily_object(DAY, 1)
    assert (made["date"], made["total_active_users"], made["total_engaged_users"]) == ("2026-11-02", 8, 7)
    assert made["copilot_ide_code_completions"]["total_engaged_users"] == 6
    assert made["copilot_ide_code_completions"]["languages"][0] == {"name": "python", "total_engaged_users": 5}
    assert completions_of(made) == {
        "python": (5, 300, 100, 500, 200),
        "go": (1, 30, 10, 50, 20),
        "sql": (0, 3, 0, 5, 0),
    }


def test_editors_and_models_that_nobody_knows_are_one_called_all():
    made = daily_object(DAY, 1)
    for part in ("copilot_ide_code_completions", "copilot_ide_chat"):
        (editor,) = made[part]["editors"]
        assert (editor["name"], editor["models"][0]["name"]) == ("all", "all")


def test_what_the_reports_of_today_do_not_tell_is_null_and_never_zero():
    model = daily_object(DAY, 1)["copilot_ide_chat"]["editors"][0]["models"][0]
    assert model["total_chats"] == 61
    assert model["total_chat_insertion_events"] is None
    assert model["total_chat_copy_events"] is None


def test_a_person_of_two_languages_is_one_person_of_all_of_them():
    twice = {name: replace(cell, use=Use(people(1), people(1))) for name, cell in DAY.languages.items()}
    made = daily_object(replace(DAY, languages=twice), 1)
    assert made["copilot_ide_code_completions"]["total_engaged_users"] == 1


def test_a_day_without_completions_has_none_and_that_is_a_zero():
    made = daily_object(replace(DAY, languages={}), 1)
    assert made["copilot_ide_code_completions"] == {"total_engaged_users": 0, "languages": [], "editors": []}


def test_languages_of_too_few_people_fold_into_one():
    made = daily_object(DAY, 3)
    assert completions_of(made) == {"python": (5, 300, 100, 500, 200), "other": (None, 33, 10, 55, 20)}


def test_the_rest_is_null_where_it_is_of_too_few_people_still():
    assert completions_of(daily_object(DAY, 4))["other"] == (None,) * 5


def test_a_part_of_too_few_people_is_withheld_as_a_whole():
    made = daily_object(replace(DAY, chat=Use(people(1, 2), people(1))), 3)
    assert made["copilot_ide_chat"] is None
    assert made["total_engaged_users"] == 7


def test_a_count_of_too_few_people_is_null():
    assert daily_object(replace(DAY, everything=Use(EVERYBODY, people(1))), 3)["total_engaged_users"] is None


def test_where_rows_of_people_are_gone_sums_stay_and_people_are_unknown():
    made = daily_object(replace(DAY, people_known=False), 1)
    assert (made["total_active_users"], made["total_engaged_users"]) == (8, None)
    assert completions_of(made)["python"] == (None, 300, 100, 500, 200)
    assert daily_object(replace(DAY, people_known=False), 3)["copilot_ide_code_completions"] is None
