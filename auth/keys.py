"""Personal API keys: made on /me, shown once, kept as a hash, and under the same rule as their maker.

A key is a row of the session store that lives longer. It holds its maker's GitHub token, encrypted, and is over when GitHub
no longer accepts that. Signing out of the browser leaves keys alone; signing in again gives them the new token, since GitHub
drops the oldest of ten. A token is revoked at GitHub when nothing here holds it any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from auth import audit
from auth.session import PREFIX, Session, Sessions, key_of
from auth.stores import KEY, KEYS_PER_PERSON, Row
from dashboard.errors import BadRequest, NotFound, SignInNeeded

LASTS = 90 * 86400  # seconds
LONGEST_LABEL = 60
ID_LENGTH = 16  # of the hash that the store knows a key by


@dataclass(frozen=True)
class PersonalKey:
    """What its maker is shown of a key. Times are seconds since 1970; `used` is None until it is."""

    id: str
    label: str
    created: float
    used: float | None
    expires: float


class PersonalKeys:
    def __init__(self, sessions: Sessions, revoke_token: Callable[[str], object]):
        self.sessions, self.store, self.revoke_token = sessions, sessions.store, revoke_token

    def make(self, session: Session, label: str) -> str:
        """The key itself: this is the only time it is known. Raises BadRequest for a bad label or a key too many."""
        row, token = session.row, session.token
        if row is None or token is None:
            raise SignInNeeded(session.needed)
        key, now = f"{PREFIX}{secrets.token_urlsafe(32)}", self.sessions.clock()
        data = {name: row.data[name] for name in ("shape", "reading", "scopes")} | {"label": checked(label)}
        made = Row(row.user_id, data, self.sessions.keys.encrypt(token), now, now, now + LASTS, KEY)
        if not self.store.insert(key_of(key), made):
            raise BadRequest(f"You have {KEYS_PER_PERSON} keys already, which is the most: revoke one first.")
        audit.write("key.made", row.user_id, now, key=key_of(key)[:ID_LENGTH])
        return key

    def of(self, user_id: int) -> list[PersonalKey]:
        """The newest first."""
        found = [shown(key, row) for key, row in self.rows_of(user_id).items()]
        return sorted(found, key=lambda key: (-key.created, key.id))

    def rows_of(self, user_id: int) -> dict[str, Row]:
        now = self.sessions.clock()
        return {key: row for key, row in self.store.rows_of(user_id).items() if row.kind == KEY and row.expires > now}

    def revoke(self, user_id: int, id: str) -> None:
        """Raises NotFound for what is no key of this person."""
        found = next(((key, row) for key, row in self.rows_of(user_id).items() if key[:ID_LENGTH] == id), None)
        if found is None:
            raise NotFound("You have no such key.")
        self.store.delete(found[0])
        audit.write("key.revoked", user_id, self.sessions.clock(), key=id)
        self.release(user_id, self.sessions.keys.decrypt(found[1].token))

    def adopt(self, user_id: int, token: str) -> None:
        """A person has signed in: their keys live on with the new token, and the ones before are given back."""
        before = set()
        for key, row in self.rows_of(user_id).items():
            if self.store.update(key, token=self.sessions.keys.encrypt(token)):
                before.add(self.sessions.keys.decrypt(row.token))
        for former in before:
            self.release(user_id, former)

    def release(self, user_id: int, token: str | None) -> None:
        """Makes a token worthless at GitHub, unless a session or a key still needs it."""
        held = {self.sessions.keys.decrypt(row.token) for row in self.store.rows_of(user_id).values()}
        if token and token not in held:
            self.revoke_token(token)


def shown(key: str, row: Row) -> PersonalKey:
    used = row.seen if row.seen != row.created else None
    return PersonalKey(key[:ID_LENGTH], row.data["label"], row.created, used, row.expires)


def checked(label: str) -> str:
    """One line of some length, that says what the key is for."""
    found = " ".join(label.split())
    if not found or len(found) > LONGEST_LABEL or not found.isprintable():
        raise BadRequest(f"Say in at most {LONGEST_LABEL} letters what the key is for.")
    return found
