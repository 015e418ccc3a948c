"""Our own Flask session: the browser holds a signed random id, the server holds the rest.

Only sign-in makes a session. A stranger's is empty and is kept nowhere, and no request that is merely under way can
write one back after sign-out: what it writes goes through `Store.update`, which needs the row to be there still.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NoReturn, cast

import flask
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, Signer

from auth.stores import Row, Store

TOUCH_AFTER = 60  # seconds; `seen` is written no more often
COOKIE = "dashboard_session"


class Keys:
    """What follows from SECRET_KEY: the signature of cookies and the encryption of tokens. Fallbacks are only read."""

    def __init__(self, current: str, fallbacks: Sequence[str] = ()):
        self.signing = [*reversed(fallbacks), current]  # itsdangerous signs with the last of the list
        self.signer = Signer(self.signing, salt="dashboard session", digest_method=hashlib.sha256)
        self.fernet = MultiFernet([Fernet(derived(secret)) for secret in (current, *fallbacks)])

    def encrypt(self, token: str) -> str:
        return self.fernet.encrypt(token.encode()).decode()

    def decrypt(self, encrypted: str) -> str | None:
        try:
            return self.fernet.decrypt(encrypted).decode()
        except InvalidToken:
            return None


def derived(secret: str) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=b"dashboard: tokens at rest").derive(secret.encode())
    return base64.urlsafe_b64encode(key)


class Session(dict[str, Any], SessionMixin):
    """What `flask.session` is during one request. Reads the store when `row` is first asked for, not before."""

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
            self.key, self._row = self._sessions.open(self, self._cookie)
        return self._row

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
        if row is None:
            return key, None
        if not self.alive(row):
            self.store.delete(key)
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
        """Ends every session of a person; how many there were."""
        return self.store.delete_user(user_id)


def key_of(sid: str) -> str:
    """What the store knows a session by: who reads the store can't make a cookie of it."""
    return hashlib.sha256(sid.encode()).hexdigest()


def current_session() -> Session:
    """This request's."""
    return cast(Session, flask.session)
