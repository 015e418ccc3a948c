"""Who the visitor is by now: memberships older than the limit are read again, once, however many requests ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from auth import audit
from auth.access import Viewer
from auth.config import AuthConfig
from auth.memberships import Reading, Refused, fetch_viewer, reading_from, refused_everywhere, viewer_from
from auth.session import Session
from auth.stores import Row
from dashboard.errors import Away, Denied, Forbidden

GRACE = 60 * 60  # seconds after it was read for which the last known counts while GitHub is away
PAUSE = 60  # seconds between two attempts while GitHub is away
LOCKS = 256
SHAPE = 1  # of what is kept in a session; one kept in another shape, by another release, is over
URGENCY = ("sso_required", "app_not_approved", "pending", "refused", "not_a_member")


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in: what they may see, which organisations refused them, what they should be told."""

    viewer: Viewer
    refused: tuple[Refused, ...]
    notices: tuple[str, ...]

    @property
    def reasons(self) -> list[Refused]:
        """Why, organisation by organisation; what they can do most about comes first."""
        return sorted(self.refused, key=lambda refused: URGENCY.index(refused.reason))

    def require_member(self) -> Viewer:
        """Raises Forbidden for who is in none of the organisations."""
        if self.viewer.organisations:
            return self.viewer
        message = " ".join(f"{each.message} {each.url}".strip() for each in self.reasons)
        raise Forbidden(message, self.reasons[0].reason if self.reasons else "not_a_member")


class Standing:
    """Reads GitHub for sessions that are due. Holds nothing of any person."""

    def __init__(self, config: AuthConfig):
        self.config = config
        self.ttl = config.membership_ttl.total_seconds()
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def sign_in(self, session: Session, token: str, scopes: str) -> int:
        """Reads who this token is of, and only then makes the session; gives back the person's id.

        Raises Away, and Forbidden where GitHub refuses.
        """
        try:
            reading = self._fetch(token, scopes)
        except Denied as refusal:
            raise Forbidden(str(refusal), "github_refused") from refusal
        session.start(reading.id, token, {"shape": SHAPE, "reading": reading.as_json(), "scopes": scopes})
        return reading.id

    def visitor(self, session: Session) -> Visitor | None:
        """None for a stranger. Raises Forbidden when GitHub has been away for too long."""
        if session.row and session.row.data.get("shape") != SHAPE:
            session.end()
        if session.row and self._due(session.row):
            self._refresh(session)
        if session.row is None:
            return None
        reading = reading_from(session.row.data["reading"])
        viewer = viewer_from(reading, self.config.admin_teams())
        return Visitor(viewer, reading.refused, (*reading.notices, *self._away_notice(reading)))

    def _due(self, row: Row) -> bool:
        """A reading from the future is due as well: the clock was set back."""
        now = self.config.clock()
        fresh = 0 <= now - row.data["reading"]["read_at"] < self.ttl
        return not fresh and not 0 <= now - row.data.get("tried_at", -PAUSE) < PAUSE

    def _refresh(self, session: Session) -> None:
        with self._locks[hash(session.key) % LOCKS]:
            row = session.reload()  # another request of this session may have read them while this one waited
            if row and self._due(row):
                self._read_again(session, row)

    def _read_again(self, session: Session, row: Row) -> None:
        before = reading_from(row.data["reading"])
        try:
            reading = self._fetch(session.token or "", row.data.get("scopes", ""))
            session.keep({**row.data, "reading": reading.as_json()})
        except Away:
            session.keep({**row.data, "tried_at": self.config.clock()})
        except Denied as refusal:
            if refusal.status == 401:
                session.end()
                audit.write(f"{session.kind}.ended", row.user_id, self.config.clock(), reason="github_token_ended")
            else:
                reading = refused_everywhere(self.config.orgs, before, self.config.clock())
                session.keep({**row.data, "reading": reading.as_json()})

    def _fetch(self, token: str, scopes: str) -> Reading:
        config = self.config
        return fetch_viewer(
            config.github_api_url,
            token,
            config.orgs,
            web_url=config.github_url,
            client_id=config.client_id,
            at=config.clock(),
            scopes=scopes,
        )

    def _away_notice(self, reading: Reading) -> Sequence[str]:
        age = self.config.clock() - reading.read_at
        if 0 <= age < self.ttl:
            return ()
        if not 0 <= age < GRACE:
            raise Forbidden("GitHub has not confirmed your memberships for an hour; try again later.", "github_away")
        at = time.strftime("%H:%M", time.gmtime(reading.read_at))
        return (f"GitHub does not answer: what you may see is as of {at} UTC, and will be refused an hour after that.",)
