"""Our own Flask session: the browser holds a signed random id, the server holds the rest.

Only sign-in makes a session. A stranger's is empty and is kept nowhere, and no request that is merely under way can
write one back after sign-out: what it writes goes through `Store.update`, which needs the row to be there still.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn, cast

import flask
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature

from auth import audit
from auth.sealing import Keys
from auth.stores import KEY, SESSION, Row, Store

TOUCH_AFTER = 60  # seconds; `seen` is written no more often
COOKIE = "dashboard_session"
PREFIX = "cud_"  # of personal keys; unlike any of GitHub's
GITHUB_PREFIXES = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_")


class Session(dict[str, Any], SessionMixin):
    """What `flask.session` is during one request. Reads the store when `row` is first asked for, not before.

    `kind` is what its row is; `needed` is what whoever has no row is told.
    """

    kind = SESSION
    needed = "Sign in with GitHub to see this."

    def __init__(self, sessions: Sessions, cookie: str | None = None):
        super().__init__()
        self._sessions = sessions
        self._cookie = cookie
        self._row: Row | None = None
        self._read = False
        self.key: str | None = None
        self.outgoing: str | None = None
        self.ended = False

    def __setitem__(self, name: str, value: object) -> NoReturn:
        raise TypeError("flask.session stores nothing here: only sign-in makes a session, and `keep` changes it.")

    @property
    def row(self) -> Row | None:
        """None for a stranger, and after an end or a limit."""
        if not self._read:
            self._read = True
            self.key, self._row = self._find()
        return self._row

    def _find(self) -> tuple[str | None, Row | None]:
        return self._sessions.open(self, self._cookie)

    @property
    def token(self) -> str | None:
        return self._sessions.keys.decrypt(self.row.token) if self.row else None

    def start(self, user_id: int, token: str, data: dict[str, Any]) -> None:
        """Signs in: a new id, and the one the browser came with is dead."""
        replacing = self.key if self.row else None
        self.key, self._row, self.outgoing = self._sessions.insert(user_id, token, data, replacing)
        self.ended = False

    def reload(self) -> Row | None:
        """Reads the row again, in case another request of the same session changed it."""
        self._row = self._sessions.store.read(self.key) if self.key and self._row else None
        return self._row

    def keep(self, data: dict[str, Any]) -> None:
        """Replaces the data of a session that still exists; one that was ended meanwhile stays ended."""
        if self.key and self._row and not self._sessions.store.update(self.key, data=data):
            self._row = None
        elif self._row:
            self._row = self._sessions.changed(self._row, data=data)

    def end(self) -> str | None:
        """Signs out, at once and on the server; gives back the token, to be revoked."""
        token = self.token
        if self.key and self.row:
            self._sessions.store.delete(self.key)
        self._row, self._read, self.ended, self.outgoing = None, True, True, None
        return token


class KeySession(Session):
    """The session of a request that came with a personal key in place of a cookie. It touches no cookie."""

    kind = KEY

    def __init__(self, sessions: Sessions, bearer: str):
        super().__init__(sessions)
        self._bearer = bearer

    @property
    def needed(self) -> str:  # type: ignore[override]
        if self._bearer.startswith(GITHUB_PREFIXES):
            return "GitHub's tokens are not accepted here: make a key of your own on the page /me."
        return "This key is unknown, revoked or over: make another on the page /me."

    def _find(self) -> tuple[str | None, Row | None]:
        return self._sessions.open_key(self._bearer)

    def end(self) -> str | None:
        token = super().end()
        self.ended = False
        return token


class Sessions(SessionInterface):
    """Limits, cookies and ids; `store` keeps the rows. `secure` is whether the browser reaches us by https."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        *,
        secure: bool,
        idle: timedelta,
        lifetime: timedelta,
        clock: Callable[[], float],
    ):
        self.store, self.keys, self.secure, self.clock = store, keys, secure, clock
        self.idle, self.lifetime = idle.total_seconds(), lifetime.total_seconds()
        self.touch_after = min(TOUCH_AFTER, self.idle / 4)
        self.cookie = f"__Host-{COOKIE}" if secure else COOKIE

    def open_session(self, app: Flask, request: Request) -> Session:
        """Keys open the API and nothing else; where one is given, the cookie does not count."""
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and request.path.startswith("/api/"):
            return KeySession(self, bearer.strip())
        return Session(self, request.cookies.get(self.cookie))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Only sign-in, sign-out and a new SECRET_KEY touch the cookie."""
        if not isinstance(session, Session):
            return
        if session.outgoing:
            response.set_cookie(
                self.cookie, session.outgoing, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )
        elif session.ended:
            response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def insert(self, user_id: int, token: str, data: dict[str, Any], replacing: str | None) -> tuple[str, Row, str]:
        """Key, row and signed cookie of a new session."""
        sid, now = secrets.token_urlsafe(32), self.clock()
        row = Row(user_id, data, self.keys.encrypt(token), now, now, now + min(self.idle, self.lifetime))
        self.store.insert(key_of(sid), row, replacing)
        return key_of(sid), row, self.keys.signer.sign(sid).decode()

    def open(self, session: Session, cookie: str | None) -> tuple[str | None, Row | None]:
        """The row behind a cookie, if the signature and both limits hold."""
        try:
            sid = self.keys.signer.unsign(cookie or "").decode()
        except (BadSignature, UnicodeError):
            return None, None
        key = key_of(sid)
        row = self.store.read(key)
        if row is None or row.kind != SESSION:
            return key, None
        if not self.alive(row):
            self.store.delete(key)
            audit.write("session.ended", row.user_id, self.clock(), reason="limit")
            return key, None
        signed = self.keys.signer.sign(sid).decode()
        if signed != cookie:
            session.outgoing = signed
            self.store.update(key, token=self.keys.fernet.rotate(row.token).decode())
        return key, self.touch(key, row)

    def alive(self, row: Row) -> bool:
        """A clock set back by more than a moment ends a session: nothing would say how old it is."""
        now = self.clock()
        return -TOUCH_AFTER < now - row.seen < self.idle and now - row.created < self.lifetime

    def open_key(self, bearer: str) -> tuple[str | None, Row | None]:
        """The row behind a personal key that is not over. `seen` of one that was never used is when it was made."""
        key, now = key_of(bearer), self.clock()
        row = self.store.read(key) if bearer.startswith(PREFIX) else None
        if row is None or row.kind != KEY or not row.created - TOUCH_AFTER < now < row.expires:
            return key, None
        if row.seen != row.created and now - row.seen < TOUCH_AFTER:
            return key, row
        changes = {"seen": max(now, row.created + 1), "token": self.keys.renewed(row.token)}
        return key, self.changed(row, **changes) if self.store.update(key, **changes) else None

    def touch(self, key: str, row: Row) -> Row | None:
        now = self.clock()
        if now - row.seen < self.touch_after:
            return row
        expires = min(now + self.idle, row.created + self.lifetime)
        return (
            self.changed(row, seen=now, expires=expires) if self.store.update(key, seen=now, expires=expires) else None
        )

    @staticmethod
    def changed(row: Row, **changes: Any) -> Row:
        return Row(**{**vars(row), **changes})

    def end_all(self, user_id: int) -> int:
        """Ends every session and key of a person; how many there were."""
        return self.store.delete_user(user_id)


def key_of(sid: str) -> str:
    """What the store knows a session by: who reads the store can't make a cookie of it."""
    return hashlib.sha256(sid.encode()).hexdigest()


def current_session() -> Session:
    """This request's."""
    return cast(Session, flask.session)
