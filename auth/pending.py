"""A sign-in under way, kept in the browser: a signed cookie of ten minutes that only the sign-in routes receive.

Each has a cookie of its own, so that two tabs don't spoil each other's.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass

from flask import Request, Response, after_this_request
from itsdangerous import BadData, URLSafeSerializer

from auth.config import AuthConfig
from auth.stores import Store

LASTS = 10 * 60  # seconds
AT_ONCE = 4  # more tabs than that, and the browser is told to forget them all
COOKIE = "dashboard_sign_in_"
PATH = re.compile(r"(?:/[A-Za-z0-9_~%-][A-Za-z0-9_.~%-]*)*/?(?:\?[A-Za-z0-9_.~%=&+,:@/-]*)?")
TRICKS = re.compile(r"%(?:[01][0-9a-f]|7f|2f|5c)", re.IGNORECASE)
OURS = ("/login", "/logout")


@dataclass(frozen=True)
class Pending:
    """`verifier` is PKCE's; `next` is a path of ours, validated."""

    state: str
    verifier: str
    next: str

    @property
    def challenge(self) -> str:
        """S256 of RFC 7636, the one method GitHub accepts."""
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


class PendingSignIns:
    def __init__(self, config: AuthConfig, store: Store):
        self.clock, self.secure, self.store = config.clock, config.secure, store
        self.path = f"{config.prefix}/login/github"
        keys = [*reversed(config.secret_key_fallbacks), config.secret_key]
        self._signed = URLSafeSerializer(
            keys, salt="dashboard sign-in", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def begin(self, request: Request, next_path: str) -> Pending:
        pending = Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(48), next_path)
        others = [name for name in request.cookies if name.startswith(self._name(""))]
        cookie = self._signed.dumps([pending.state, pending.verifier, pending.next, self.clock() + LASTS])

        @after_this_request
        def remember(response: Response) -> Response:
            for name in others if len(others) >= AT_ONCE else ():
                response.delete_cookie(name, path=self.path, secure=self.secure, httponly=True, samesite="Lax")
            response.set_cookie(
                self._name(pending.state),
                str(cookie),
                max_age=LASTS,
                path=self.path,
                secure=self.secure,
                httponly=True,
                samesite="Lax",
            )
            return response

        return pending

    def redeem(self, request: Request) -> Pending | None:
        """The sign-in that this browser began with this state. Works once, whatever comes of it."""
        state = request.args.get("state", "")
        name = self._name(state)

        @after_this_request
        def forget(response: Response) -> Response:
            response.delete_cookie(name, path=self.path, secure=self.secure, httponly=True, samesite="Lax")
            return response

        try:
            found, verifier, next_path, until = self._signed.loads(request.cookies.get(name, ""))
        except (BadData, ValueError, TypeError):
            return None
        if not secrets.compare_digest(str(found).encode(), state.encode()) or self.clock() >= until:
            return None
        if not self.store.use_once(digest(state), self.clock(), until):
            return None
        return Pending(found, verifier, next_path)

    def _name(self, state: str) -> str:
        """`__Host-` would need the path to be `/`."""
        own = digest(state)[:12] if state else ""
        return f"__Secure-{COOKIE}{own}" if self.secure else f"{COOKIE}{own}"


def path_of_ours(given: str | None) -> str:
    """A path that stays with us, and `/` for anything else: other hosts, odd slashes, control characters, novels."""
    path = given or "/"
    ours = len(path) <= 1000 and PATH.fullmatch(path) and not TRICKS.search(path.partition("?")[0])
    return path if ours and not path.startswith(OURS) else "/"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
