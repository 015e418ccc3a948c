from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest

from dashboard.errors import Conflict, Damaged
from dashboard.history import index as index_module
from dashboard.history.index import Entry, Index, Object, Place, commit, read_index

DAY = date(2026, 11, 16)
AT = datetime(2026, 11, 18, 3, 15, 0, 7, tzinfo=UTC)
USERS = Place("github", "acme", "users-1-day", DAY)
FINAL = Entry("final", AT, AT, "", {"users": Object("users/rows.parquet", "a" * 64, 200, 1234)})
FULL = Index(
    {
        USERS: FINAL,
        USERS._replace(org="umbrella"): Entry("failed", AT, None, "GitHub answered 502"),
        USERS._replace(report="directory", day=None): replace(
            FINAL, objects={"directory": Object("d", "b", 1, 2, "staged/x")}
        ),
    }
)


def test_an_index_is_read_as_it_was_written():
    assert Index.from_json(FULL.to_json()) == FULL


def test_an_index_is_plain_json_that_people_can_read():
    text = orjson.loads(FULL.to_json())
    assert text["schema"] == 1
    assert text["entries"]["github"]["acme"]["users-1-day"]["2026-11-16"]["state"] == "final"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "can't be read"),
        (FULL.to_json()[:-20], "can't be read"),
        (b"[]", "can't be read"),
        (FULL.to_json().replace(b"final", b"fatal"), "isn't what was written"),
        (FULL.to_json().replace(b'"schema":1', b'"schema":2'), "update the program"),
    ],
)
def test_an_index_that_is_not_what_was_written_is_refused(content, said):
    with pytest.raises(Damaged, match=said):
        Index.from_json(content)


def test_a_change_that_changes_nothing_is_not_written(objects):
    commit(objects, lambda index: index.with_entries({USERS: FINAL}))
    etag = objects.read("index.json").etag
    commit(objects, lambda index: index.with_entries({USERS: FINAL}))
    assert objects.read("index.json").etag == etag


def test_writers_at_once_lose_nothing(objects):
    days = [date(2026, 11, number) for number in range(1, 17)]

    def add(day: date) -> None:
        commit(objects, lambda index: index.with_entries({USERS._replace(day=day): FINAL}))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, days))
    assert {place.day for place in read_index(objects).entries} == set(days)


def test_one_who_is_always_late_gives_up_and_says_so(folder, monkeypatch):
    monkeypatch.setattr(index_module, "TRIES", 3)

    def change(index: Index) -> Index:
        folder.write("index.json", Index({USERS: replace(FINAL, reason=str(len(seen)))}).to_json())
        seen.append(index)
        return Index()

    seen: list[Index] = []
    folder.write("index.json", FULL.to_json())
    with pytest.raises(Conflict, match="run it again"):
        commit(folder, change)
    assert len(seen) == 3
