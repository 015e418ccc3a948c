"""The cast as viewers: what GitHub would say of each."""

from __future__ import annotations

from auth.access import Membership, Viewer
from tests.builders import CAST

ACME, UMBRELLA = 999, 998
RED = Membership("acme", ACME, 42, "red", "Red")
BLUE = Membership("acme", ACME, 43, "blue", "Blue")
ADMINS = Membership("acme", ACME, 50, "platform-admins", "Platform admins")


def viewer(login: str, *teams: Membership, admin_of: frozenset[str] = frozenset(), organisations=None) -> Viewer:
    return Viewer(CAST[login], login, {"acme": ACME} if organisations is None else organisations, teams, admin_of)


ALICE = viewer("alice", RED)
BOB = viewer("bob", RED)
CHARLIE = viewer("charlie", BLUE)
DANA = viewer("dana", ADMINS, admin_of=frozenset({"acme"}))
ERIN = viewer("erin", organisations={})
