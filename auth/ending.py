"""Ending everything a person holds here: their sessions and their keys."""

from __future__ import annotations

import time

from auth import audit
from auth.stores import Row, Store


def end_all_of(store: Store, login: str) -> dict[int, int]:
    """How many sessions and keys were ended, by GitHub's number of each person whom they knew under this login.

    That may be two people, where a login went to somebody else: then both have to sign in again.
    """
    found = {row.user_id for row in store.rows() if login_of(row) == login.lower()}
    ended = {user_id: store.delete_user(user_id) for user_id in sorted(found)}
    for user_id, number in ended.items():
        audit.write("sessions.ended", user_id, time.time(), by="command", number=number)
    return ended


def login_of(row: Row) -> str:
    return str(row.data.get("reading", {}).get("login", "")).lower()
