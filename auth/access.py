"""The rule: which organisations and teams a viewer may see. Pure, by numeric ids, asked wherever a team comes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dashboard.errors import Forbidden, NotFound

REASONS = {
    "too_few_licensed": "too few of its members had a licence on any day of the history",
    "too_few_active": "too few of its licensed members were ever active",
}


class TeamLike(Protocol):
    @property
    def org(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def reason(self) -> str | None: ...


T = TypeVar("T", bound=TeamLike)


@dataclass(frozen=True)
class Membership:
    """A team of `/user/teams`. `org` is the login in lower case; `org_id` and `id` are what counts."""

    org: str
    org_id: int
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Viewer:
    """A person by numeric id. `organisations` maps the configured logins they are an active member of to GitHub's ids."""

    id: int
    login: str
    organisations: dict[str, int]
    teams: tuple[Membership, ...]
    admin_of: frozenset[str]


def can_see_organisation(viewer: Viewer, org: str) -> bool:
    return org in viewer.organisations


def is_admin(viewer: Viewer, org: str) -> bool:
    return can_see_organisation(viewer, org) and org in viewer.admin_of


def can_see(viewer: Viewer, team: TeamLike) -> bool:
    """Admins of its organisation see a team, and its own members do."""
    if not can_see_organisation(viewer, team.org):
        return False
    own = {(membership.org_id, membership.id) for membership in viewer.teams}
    return is_admin(viewer, team.org) or (viewer.organisations[team.org], team.id) in own


def require_organisation(viewer: Viewer, org: str) -> str:
    if not can_see_organisation(viewer, org):
        raise NotFound("There is no organisation here that you can see.")
    return org


def require_admin(viewer: Viewer, org: str) -> str:
    if not is_admin(viewer, require_organisation(viewer, org)):
        raise Forbidden(f"Only admins of {org} can see this.", "not_admin")
    return org


def require_team(viewer: Viewer, team: T | None) -> T:
    """Unknown and not allowed look the same; one's own team that doesn't qualify is told why."""
    if team is None or not can_see(viewer, team):
        raise NotFound("There is no team here that you can see.")
    if team.reason:
        raise Forbidden(f"This team's figures are withheld: {REASONS[team.reason]}.", team.reason)
    return team


def own_memberships(viewer: Viewer) -> Iterable[Membership]:
    """The viewer's teams in the organisations they may see."""
    return (team for team in viewer.teams if viewer.organisations.get(team.org) == team.org_id)
