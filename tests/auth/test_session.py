from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask, jsonify, session

from auth.session import COOKIE, Keys, Sessions, current_session, key_of

KEY, OLD_KEY = "k" * 20 + "current-key-of-32-bytes", "o" * 20 + "former-key-of-32-bytes"
TOKEN = "gho_the-token-itself"
NOBODY = {"user": None}


def build(store, clock, *, key=KEY, fallbacks=(), secure=False, idle=60, lifetime=12 * 60):
    """A server with the least that can sign in, out, and look."""
    server = Flask(__name__)
    server.session_interface = Sessions(
        store,
        Keys(key, fallbacks),
        secure=secure,
        idle=timedelta(minutes=idle),
        lifetime=timedelta(minutes=lifetime),
        clock=clock,
    )
    server.at_work, server.go_on = threading.Event(), threading.Event()

    @server.post("/in/<int:user>")
    def sign_in(user):
        current_session().start(user, TOKEN, {"n": 0})
        return "in"

    @server.post("/out")
    def sign_out():
        return jsonify(token=current_session().end())

    @server.get("/who")
    def who():
        row = current_session().row
        return jsonify(user=row.user_id if row else None)

    @server.get("/slow")
    def slow():
        """Begins signed in, waits for the test, then writes to its session."""
        before = current_session().row
        server.at_work.set()
        server.go_on.wait(5)
        current_session().keep({"n": 1})
        return jsonify(user=before.user_id)

    @server.get("/health")
    def health():
        return "ok"

    return server


def who(client):
    return client.get("/who").json


def cookie_of(client, secure=False):
    return client.get_cookie(f"__Host-{COOKIE}" if secure else COOKIE)


def test_a_session_survives_requests_and_a_restart_of_the_server(store, clock):
    client = build(store, clock).test_client()
    client.post("/in/11")
    assert who(client) == {"user": 11}
    restarted = build(store, clock).test_client()
    restarted.set_cookie(COOKIE, cookie_of(client).value)
    assert who(restarted) == {"user": 11}


def test_a_stranger_leaves_nothing_behind_and_gets_no_cookie(store, clock):
    client = build(store, clock).test_client()
    assert client.get("/who").headers.get("Set-Cookie") is None
    with pytest.raises(TypeError), build(store, clock).test_request_context():
        session["x"] = 1


def test_the_store_is_not_asked_before_somebody_wants_to_know(clock):
    client = build(None, clock).test_client()
    client.set_cookie(COOKIE, Keys(KEY).signer.sign("x").decode())
    assert client.get("/health").text == "ok"


@pytest.mark.parametrize("tampered", ["", "x", "a.b", "\x00", "x" * 8000, "ü.ü", "{}"])
def test_a_cookie_we_did_not_sign_is_nobodys(store, clock, tampered):
    client = build(store, clock).test_client()
    client.set_cookie(COOKIE, tampered)
    assert who(client) == NOBODY


def test_a_flipped_character_is_nobodys(store, clock):
    client = build(store, clock).test_client()
    client.post("/in/11")
    value = cookie_of(client).value
    for place in (0, 20, len(value) - 3):
        client.set_cookie(COOKIE, value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :])
        assert who(client) == NOBODY


def test_signing_in_makes_a_new_id_and_the_old_one_is_dead(store, clock):
    server = build(store, clock)
    client, attacker = server.test_client(), server.test_client()
    client.post("/in/11")
    attacker.set_cookie(COOKIE, cookie_of(client).value)
    client.post("/in/12")
    assert cookie_of(client).value != cookie_of(attacker).value
    assert (who(client), who(attacker)) == ({"user": 12}, NOBODY)


def test_a_planted_id_of_our_own_making_is_not_adopted(store, clock):
    client = build(store, clock).test_client()
    planted = Keys(KEY).signer.sign("planted").decode()
    client.set_cookie(COOKIE, planted)
    client.post("/in/11")
    assert cookie_of(client).value != planted
    assert store.read(key_of("planted")) is None


def test_signing_out_gives_the_token_back_and_kills_the_session(store, clock):
    server = build(store, clock)
    client, thief = server.test_client(), server.test_client()
    client.post("/in/11")
    thief.set_cookie(COOKIE, cookie_of(client).value)
    assert client.post("/out").json == {"token": TOKEN}
    assert cookie_of(client) is None
    assert (who(client), who(thief)) == (NOBODY, NOBODY)


def test_a_request_in_flight_can_not_undo_a_sign_out(store, clock):
    server = build(store, clock)
    client, late = server.test_client(), server.test_client()
    client.post("/in/11")
    late.set_cookie(COOKIE, cookie_of(client).value)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(late.get("/slow")))
    thread.start()
    server.at_work.wait(5)
    client.post("/out")
    server.go_on.set()
    thread.join()
    assert answers[0].json == {"user": 11}
    assert "Set-Cookie" not in answers[0].headers
    assert who(late) == NOBODY


def test_an_idle_session_ends(store, clock):
    client = build(store, clock, idle=60).test_client()
    client.post("/in/11")
    clock.forward(minutes=59)
    assert who(client) == {"user": 11}
    clock.forward(minutes=59)
    assert who(client) == {"user": 11}
    clock.forward(minutes=61)
    assert who(client) == NOBODY


def test_a_busy_session_ends_at_its_absolute_limit(store, clock):
    client = build(store, clock, idle=60, lifetime=120).test_client()
    client.post("/in/11")
    for _ in range(3):
        clock.forward(minutes=39)
        assert who(client) == {"user": 11}
    clock.forward(minutes=4)
    assert who(client) == NOBODY


def test_a_clock_set_back_makes_nobody_younger(store, clock):
    client = build(store, clock).test_client()
    client.post("/in/11")
    clock.forward(seconds=-50)
    assert who(client) == {"user": 11}
    clock.forward(seconds=-50)
    assert who(client) == NOBODY


def test_seen_is_written_at_most_once_a_minute(store, clock, monkeypatch):
    client = build(store, clock).test_client()
    client.post("/in/11")
    written, update = [], store.update
    monkeypatch.setattr(store, "update", lambda key, **changes: written.append(changes) or update(key, **changes))
    for _ in range(12):
        clock.forward(seconds=10)
        who(client)
    assert len(written) == 2


def test_all_sessions_of_a_person_can_be_ended(store, clock):
    server = build(store, clock)
    first, second, other = (server.test_client() for _ in range(3))
    first.post("/in/11")
    second.post("/in/11")
    other.post("/in/12")
    assert server.session_interface.end_all(11) == 2
    assert (who(first), who(second), who(other)) == (NOBODY, NOBODY, {"user": 12})


def test_a_former_key_still_opens_and_is_replaced_by_the_current_one(store, clock):
    client = build(store, clock, key=OLD_KEY).test_client()
    client.post("/in/11")
    rotated = build(store, clock, key=KEY, fallbacks=(OLD_KEY,)).test_client()
    rotated.set_cookie(COOKIE, cookie_of(client).value)
    assert who(rotated) == {"user": 11}
    finished = build(store, clock, key=KEY).test_client()
    finished.set_cookie(COOKIE, cookie_of(rotated).value)
    assert who(finished) == {"user": 11}
    assert finished.post("/out").json == {"token": TOKEN}
    assert cookie_of(client).value != cookie_of(rotated).value


def test_a_key_that_is_no_fallback_any_more_opens_nothing(store, clock):
    client = build(store, clock, key=OLD_KEY).test_client()
    client.post("/in/11")
    rotated = build(store, clock, key=KEY).test_client()
    rotated.set_cookie(COOKIE, cookie_of(client).value)
    assert who(rotated) == NOBODY


def test_the_cookie_holds_an_id_and_the_store_its_hash_and_neither_the_token(tmp_path, clock):
    from auth.sqlite_store import SQLiteStore

    client = build(SQLiteStore(tmp_path / "sessions.db"), clock).test_client()
    client.post("/in/11")
    cookie = cookie_of(client).value
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert TOKEN.encode() not in kept
    assert cookie.split(".")[0].encode() not in kept
    assert key_of(cookie.split(".")[0]).encode() in kept
    assert len(cookie.split(".")[0]) >= 43


def test_the_cookie_is_out_of_reach_for_scripts_other_sites_and_plain_http(store, clock):
    plain = build(store, clock).test_client().post("/in/11").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    secure = build(store, clock, secure=True).test_client().post("/in/11").headers["Set-Cookie"]
    assert secure.startswith("__Host-")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(secure.split("; "))
    assert "Domain" not in secure
