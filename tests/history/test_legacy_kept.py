from __future__ import annotations

from datetime import date, datetime

import pytest

from dashboard.errors import Damaged
from dashboard.history import store
from dashboard.history.index import read_index
from dashboard.history.store import History

MONDAY, TUESDAY = date(2025, 3, 3), date(2025, 3, 4)
AT = datetime.fromisoformat("2026-11-21T06:00:00+00:00")
KEY = "legacy_team/source=github/org=acme/day=2025-03-03/rows.parquet"


def row(slug: str, record: str = "{}", **fields) -> dict:
    return {"slug": slug, "team_id": None, "name": None, "api": "metrics", "record": record, **fields}


def write(objects, *rows: dict, day: date = MONDAY, replace: bool = False):
    return History(objects).write_legacy("legacy_team", "acme", {day: list(rows)}, AT, replace)


def records(objects) -> dict[str, str]:
    history = History(objects)
    found = history.entry("github", "acme", "legacy_team", MONDAY).objects["legacy_team"]
    return {row["slug"]: row["record"] for row in history._read_rows(found, "legacy_team").to_pylist()}


def test_rows_of_other_files_join_those_that_are_here(objects):
    assert write(objects, row("red")).written == 1
    assert write(objects, row("blue"), row("red")).same == 1
    assert records(objects) == {"red": "{}", "blue": "{}"}
    assert not list(objects.list("staged/"))


def test_the_same_rows_again_leave_even_the_index_as_it_was(objects):
    write(objects, row("red"))
    before = objects.read("index.json")
    later = AT.replace(year=2027)
    assert History(objects).write_legacy("legacy_team", "acme", {MONDAY: [row("red")]}, later).same == 1
    assert objects.read("index.json") == before


def test_a_row_that_says_otherwise_is_left_unless_it_is_to_replace(objects):
    write(objects, row("red"))
    assert write(objects, row("red", '{"a":1}')).different == [(MONDAY, "red")]
    assert records(objects) == {"red": "{}"}
    assert write(objects, row("red", '{"a":1}'), replace=True).written == 1
    assert records(objects) == {"red": '{"a":1}'}


def test_what_a_row_did_not_know_of_its_team_is_filled_in_and_what_it_knew_stays(objects):
    write(objects, row("red", name="Red"))
    assert write(objects, row("red", name="Crimson", team_id=42)).same == 1
    found = History(objects).entry("github", "acme", "legacy_team", MONDAY).objects["legacy_team"]
    (stored,) = History(objects)._read_rows(found, "legacy_team").to_pylist()
    assert (stored["name"], stored["team_id"]) == ("Red", 42)


def test_all_days_of_one_write_become_visible_together(objects, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "dashboard.history.store.commit", lambda objects, change: seen.append(change(read_index(objects)))
    )
    History(objects).write_legacy("legacy_team", "acme", {MONDAY: [row("red")], TUESDAY: [row("red")]}, AT)
    (index,) = seen
    assert {place.day for place in index.entries} == {MONDAY, TUESDAY}


def test_rows_that_are_damaged_in_the_store_are_only_made_anew_when_that_is_asked_for(objects):
    write(objects, row("red"), row("blue"))
    objects.write(KEY, b"rotten")
    with pytest.raises(Damaged, match="import all files that have them with --replace"):
        write(objects, row("red"))
    write(objects, row("red"), replace=True)
    assert records(objects) == {"red": "{}"}


def test_of_two_that_write_the_same_day_at_once_neither_is_lost(objects, monkeypatch):
    commit = store.commit

    def overtaken(*given):
        monkeypatch.setattr(store, "commit", commit)
        write(objects, row("blue"))
        return commit(*given)

    monkeypatch.setattr(store, "commit", overtaken)
    assert write(objects, row("red")).written == 1
    assert records(objects) == {"red": "{}", "blue": "{}"}


def test_no_refresh_is_asked_to_mend_what_was_imported(objects):
    write(objects, row("red"))
    objects.write(KEY, b"spoilt")
    assert History(objects).damaged("github", "acme", MONDAY) == set()
