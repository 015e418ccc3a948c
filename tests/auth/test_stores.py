"""One contract, two stores."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import replace

import pytest

from auth.redis_store import RedisStore
from auth.sqlite_store import SQLiteStore
from auth.stores import KEY, KEYS_PER_PERSON, SESSION, SESSIONS_PER_PERSON, Row
from dashboard.errors import Away

NOW = 1_790_000_000.0
ROW = Row(11, {"reading": {"login": "alice", "teams": [42]}}, "ciphertext", NOW, NOW, NOW + 3600)


def test_a_row_comes_back_as_it_was_put(store):
    store.insert("k", ROW)
    assert store.read("k") == ROW
    assert store.read("other") is None


def test_an_update_changes_only_what_it_names(store):
    store.insert("k", ROW)
    assert store.update("k", data={"x": 1})
    assert store.update("k", seen=NOW + 60, expires=NOW + 3660)
    assert store.update("k", token="rotated")
    assert store.read("k") == replace(ROW, data={"x": 1}, seen=NOW + 60, expires=NOW + 3660, token="rotated")


def test_an_update_does_not_bring_a_deleted_row_back(store):
    store.insert("k", ROW)
    store.delete("k")
    assert not store.update("k", data={"x": 1})
    assert store.read("k") is None


def test_a_row_that_is_deleted_while_many_write_to_it_stays_deleted(store):
    store.insert("k", ROW)
    stop = threading.Event()

    def write():
        while not stop.is_set():
            store.update("k", data={"x": 1})

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    store.delete("k")
    after = store.read("k")
    stop.set()
    for writer in writers:
        writer.join()
    assert after is None
    assert store.read("k") is None


def test_a_new_row_replaces_the_one_the_browser_came_with(store):
    store.insert("old", ROW)
    store.insert("new", ROW, replacing="old")
    assert store.read("old") is None
    assert store.read("new") == ROW


def test_all_sessions_of_a_person_end_and_no_others(store):
    store.insert("a", ROW)
    store.insert("b", ROW)
    store.insert("c", replace(ROW, user_id=12))
    assert store.delete_user(11) == 2
    assert (store.read("a"), store.read("b")) == (None, None)
    assert store.read("c")


def test_the_oldest_session_of_a_person_makes_room(store):
    for number in range(SESSIONS_PER_PERSON + 3):
        store.insert(f"k{number:02}", replace(ROW, created=NOW + number, seen=NOW + number, expires=NOW + 3600))
    store.insert("charlie", replace(ROW, user_id=12))
    left = [number for number in range(SESSIONS_PER_PERSON + 3) if store.read(f"k{number:02}")]
    assert left == list(range(3, SESSIONS_PER_PERSON + 3))
    assert store.read("charlie")


def test_a_key_can_be_used_once(store):
    assert store.use_once("state", NOW, NOW + 600)
    assert not store.use_once("state", NOW, NOW + 600)
    assert store.use_once("another", NOW, NOW + 600)


def test_a_key_is_used_by_one_of_many_at_once(store):
    wins, barrier = [], threading.Barrier(8)

    def use():
        barrier.wait()
        wins.append(store.use_once("state", NOW, NOW + 600))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [False] * 7 + [True]


def test_dead_rows_are_swept_at_the_next_sign_in(tmp_path):
    store = SQLiteStore(tmp_path / "sessions.db")
    for number in range(20):
        store.insert(f"k{number}", replace(ROW, user_id=number))
    store.use_once("state", NOW, NOW + 600)
    later = NOW + 7200
    store.insert("new", Row(99, {}, "", later, later, later + 3600))
    store.use_once("another", later, later + 600)
    db = store._connection()
    assert db.execute("SELECT key FROM sessions").fetchall() == [("new",)]
    assert db.execute("SELECT key FROM used").fetchall() == [("another",)]


def test_redis_forgets_by_itself(redis_url):
    store = RedisStore(redis_url)
    store.insert("k", replace(ROW, expires=NOW + 90))
    assert 80 <= store.client.ttl("session:k") <= 90
    store.update("k", seen=NOW + 60, expires=NOW + 3660)
    assert store.client.ttl("session:k") > 3500
    store.use_once("state-of-ttl", NOW, NOW + 600)
    assert 590 <= store.client.ttl("used:state-of-ttl") <= 600


def test_a_child_after_a_fork_has_a_connection_of_its_own(tmp_path):
    store = SQLiteStore(tmp_path / "sessions.db")
    store.insert("parent", ROW)
    child = os.fork()
    if child == 0:
        same = False
        try:
            store.insert("child", replace(ROW, user_id=12))
            same = store.read("parent") == ROW
        finally:
            os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.read("child")
    store.insert("after", ROW)


def test_many_threads_open_a_new_file_together(tmp_path):
    store, problems = SQLiteStore(tmp_path / "deep" / "sessions.db"), []

    def insert(number):
        try:
            store.insert(f"k{number}", replace(ROW, user_id=number))
        except Away as problem:
            problems.append(problem)

    threads = [threading.Thread(target=insert, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert all(store.read(f"k{n}") for n in range(16))


def test_only_the_owner_may_read_the_file(tmp_path):
    store = SQLiteStore(tmp_path / "sessions.db")
    store.insert("k", ROW)
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0"])
def test_a_store_that_does_not_answer_is_said_to_be_away(url, tmp_path):
    with pytest.raises(Away):
        RedisStore(url).read("k")
    (tmp_path / "file").write_text("")
    with pytest.raises(Away):
        SQLiteStore(tmp_path / "file" / "sessions.db").read("k")


# -- personal keys are rows as well


def key_row(number: int, **changes) -> Row:
    return replace(ROW, created=NOW + number, seen=NOW + number, expires=NOW + 90 * 86400, kind=KEY, **changes)


def test_keys_and_sessions_of_a_person_come_back_together_and_nobody_elses(store):
    store.insert("s", ROW)
    store.insert("k", key_row(1))
    store.insert("other", replace(ROW, user_id=12))
    assert store.rows_of(11) == {"s": ROW, "k": key_row(1)}
    assert sorted(row.user_id for row in store.rows()) == [11, 11, 12]


def test_a_key_too_many_is_refused_and_takes_nobodys_place(store):
    made = [store.insert(f"k{number}", key_row(number)) for number in range(KEYS_PER_PERSON + 2)]
    assert made == [True] * KEYS_PER_PERSON + [False] * 2
    assert sorted(store.rows_of(11)) == [f"k{number}" for number in range(KEYS_PER_PERSON)]
    store.delete("k0")
    assert store.insert("again", key_row(9))


def test_keys_do_not_count_as_sessions_nor_make_room_for_them(store):
    for number in range(KEYS_PER_PERSON):
        store.insert(f"k{number}", key_row(number - 100))
    for number in range(SESSIONS_PER_PERSON + 2):
        store.insert(f"s{number:02}", replace(ROW, created=NOW + number, seen=NOW + number, expires=NOW + 3600))
    kinds = [row.kind for row in store.rows_of(11).values()]
    assert (kinds.count(KEY), kinds.count(SESSION)) == (KEYS_PER_PERSON, SESSIONS_PER_PERSON)


def test_all_that_a_person_holds_ends_together(store):
    store.insert("s", ROW)
    store.insert("k", key_row(1))
    assert store.delete_user(11) == 2
    assert store.rows_of(11) == {}
    assert store.insert("k", key_row(1))


def test_of_many_keys_made_at_once_none_is_one_too_many(store):
    made, barrier = [], threading.Barrier(12)

    def make(number):
        barrier.wait()
        made.append(store.insert(f"k{number}", key_row(number)))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 7 + [True] * KEYS_PER_PERSON
    assert len(store.rows_of(11)) == KEYS_PER_PERSON


def test_a_file_of_the_first_release_is_brought_up_to_date(tmp_path):
    old = sqlite3.connect(tmp_path / "sessions.db")
    old.execute(
        "CREATE TABLE sessions (key TEXT PRIMARY KEY, user_id INTEGER NOT NULL, data TEXT NOT NULL, token TEXT NOT NULL,"
        " created REAL NOT NULL, seen REAL NOT NULL, expires REAL NOT NULL) WITHOUT ROWID"
    )
    old.execute("INSERT INTO sessions VALUES ('k', 11, '{}', 'ciphertext', 1, 1, 2)")
    old.commit()
    assert SQLiteStore(tmp_path / "sessions.db").read("k") == Row(11, {}, "ciphertext", 1, 1, 2)
