from __future__ import annotations

from dataclasses import replace

import pytest

from auth.ending import end_all_of
from auth.stores import KEY, Row
from dashboard.cli import main

NOW = 1_790_000_000.0
ALICE = Row(1001, {"reading": {"login": "Alice"}}, "ciphertext", NOW, NOW, NOW + 3600)
BOB = replace(ALICE, user_id=1002, data={"reading": {"login": "bob"}})


def test_sessions_and_keys_under_a_login_end_and_no_others(store):
    store.insert("a", ALICE)
    store.insert("key", replace(ALICE, kind=KEY))
    store.insert("b", BOB)
    assert end_all_of(store, "alice") == {1001: 2}
    assert (store.read("a"), store.read("key"), store.read("b")) == (None, None, BOB)
    assert end_all_of(store, "alice") == {}


def test_a_person_whose_other_session_knows_another_login_loses_that_too(store):
    store.insert("old", ALICE)
    store.insert("new", replace(ALICE, data={"reading": {"login": "alice-two"}}))
    assert end_all_of(store, "alice-two") == {1001: 2}


def test_a_row_of_another_shape_is_no_hindrance(store):
    store.insert("odd", replace(BOB, data={}))
    store.insert("a", ALICE)
    assert end_all_of(store, "ALICE") == {1001: 1}


def test_a_login_is_no_pattern(store):
    store.insert("a", ALICE)
    for login in ("*", "ali", "", "alic%"):
        assert end_all_of(store, login) == {}


@pytest.fixture
def session_url(store, request, tmp_path, monkeypatch):
    kind = request.node.callspec.params["store"]
    url = f"sqlite:///{tmp_path / 'sessions.db'}" if kind == "sqlite" else request.getfixturevalue("redis_url")
    monkeypatch.setenv("SESSION_URL", url)
    return url


def test_the_command_says_whom_it_ended(store, session_url, capsys):
    store.insert("a", ALICE)
    assert main(["sessions", "--end", "alice"]) == 0
    assert "ended 1 of alice (number 1001 at GitHub)" in capsys.readouterr().out
    assert store.read("a") is None
    assert main(["sessions", "--end", "alice"]) == 0
    assert "nobody called alice" in capsys.readouterr().out


def test_the_command_needs_a_login(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["sessions"])
    assert ended.value.code == 2


def test_a_store_that_is_away_is_said_in_a_line(monkeypatch, capsys):
    monkeypatch.setenv("SESSION_URL", "redis://127.0.0.1:1/0")
    assert main(["sessions", "--end", "alice"]) == 1
    assert "The session store does not answer" in capsys.readouterr().err
