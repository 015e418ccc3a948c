"""Whose a file is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.errors import WrongUse

_IN_KEY = re.compile(r"(?:^|/)org=([^/]+)/")
_IN_ADDRESS = re.compile(r"/orgs/([^/]+)/teams/([^/?#]+)")


@dataclass(frozen=True)
class Owners:
    """The organisations that an import may write: those of the settings, and the one that was `named` for it."""

    configured: tuple[str, ...]
    named: str | None = None

    def __post_init__(self) -> None:
        if not self.configured and not self.named:
            raise WrongUse("nobody says whose these files are: set GITHUB_ORG, or name the organisation with --org")

    def owner(self, said: str | None) -> str:
        """The organisation that a file names itself, else the one named for it, else the first. Raises ValueError."""
        org = (said or self.named or self.configured[0]).lower()
        if org not in (*self.configured, self.named):
            raise ValueError(f"it is of {org}, which is not in GITHUB_ORG; to import it all the same, add --org {org}")
        return org


def org_in_key(name: str) -> str | None:
    """As in the history's own paths."""
    found = _IN_KEY.search(name)
    return found[1] if found else None


def org_and_slug(url: str | None) -> tuple[str | None, str | None]:
    """From a team's address, https://github.com/orgs/ORG/teams/SLUG."""
    found = _IN_ADDRESS.search(url or "")
    return (found[1], found[2]) if found else (None, None)
