"""Whose numbers a question is about: an organisation or one of its teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal["too_few_licensed", "too_few_active"]
NamesFor = Literal["admins", "members", "nobody"]


@dataclass(frozen=True)
class Organisation:
    """`org` is the login in lower case, as in the history's paths."""

    org: str


@dataclass(frozen=True)
class Team:
    """A team by GitHub's numeric id; `slug`, `name` and the rest are only its latest, for display.

    `reason` says why the team doesn't qualify for the privacy floor, and is None if it does. `licensed` is the
    number of licensed members on the newest day that has a report, None if it was never in one or is below the floor.
    `beside` names the larger team that is shown to this viewer instead, where that is the reason.
    """

    org: str
    id: int
    slug: str
    name: str
    description: str | None = None
    url: str | None = None
    reason: Reason | None = None
    licensed: int | None = None
    beside: str | None = None

    @property
    def qualifies(self) -> bool:
        return self.reason is None


Subject = Organisation | Team
