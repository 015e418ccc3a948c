"""Whose members are admins: the setting ADMIN_TEAMS, and admin_teams.json under CONFIG_URL."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

from dashboard.errors import DashboardError
from dashboard.setting_values import AdminTeam, admin_teams

log = logging.getLogger(__name__)
FILE = "admin_teams.json"
KEEP_SECONDS = 60.0


class Objects(Protocol):
    def read(self, key: str) -> Any: ...


class Whitelist:
    """Calling it gives the admin teams. An empty or unreadable file makes nobody an admin."""

    def __init__(
        self,
        config: Objects,
        always: tuple[AdminTeam, ...],
        first_org: str,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.config = config
        self.always = always
        self.first_org = first_org
        self.clock = clock
        self._kept: tuple[float, tuple[AdminTeam, ...]] | None = None

    def __call__(self) -> tuple[AdminTeam, ...]:
        now = self.clock()
        if self._kept is None or now - self._kept[0] > KEEP_SECONDS:
            self._kept = (now, self._read())
        return self.always + self._kept[1]

    def _read(self) -> tuple[AdminTeam, ...]:
        try:
            stored = self.config.read(FILE)
            return () if stored is None else parse(stored.content, self.first_org)
        except (DashboardError, ValueError) as problem:
            log.warning("%s is not readable, so it makes nobody an admin: %s", FILE, problem)
            return ()


def parse(content: bytes, first_org: str) -> tuple[AdminTeam, ...]:
    """A JSON list of org/slug or org/slug#id; a bare slug is a team of the first organisation."""
    names = json.loads(content)
    if not isinstance(names, list) or not all(isinstance(name, str) and "," not in name for name in names):
        raise ValueError("it must be a list of strings like org/slug or org/slug#id")
    return admin_teams(",".join(name if "/" in name else f"{first_org}/{name}" for name in names))
