"""The rule: which organisations and teams a viewer may see. Pure, by numeric ids, asked wherever a team comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from dashboard.errors import Forbidden, NotFound, Refusal

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
    @property
    def beside(self) -> str | None: ...


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
class Decision:
    """What the rule was asked: for which `team`, `organisation` or `admin`'s view, by GitHub's ids where they are known.

    `refused` is why it said no, in a word; empty when it said yes.
    """

    what: str
    org_id: int | None
    team_id: int | None = None
    refused: str = ""


def unrecorded(decision: Decision) -> None:
    pass


@dataclass(frozen=True)
class Viewer:
    """A person by numeric id. `organisations` maps the configured logins they are an active member of to GitHub's ids.

    `record` hears of every decision; the gate hands out viewers whose decisions are audited, so that no view can forget.
    """

    id: int
    login: str
    organisations: dict[str, int]
    teams: tuple[Membership, ...]
    admin_of: frozenset[str]
    record: Callable[[Decision], None] = field(default=unrecorded, compare=False, repr=False)


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


def may_see_names(viewer: Viewer, team: TeamLike, show_names_to: str) -> bool:
    """Whether the viewer may see who the people of this team are: `admins`, `members` (of this team) or `nobody`."""
    if show_names_to == "admins":
        return is_admin(viewer, team.org)
    return show_names_to == "members" and can_see(viewer, team)


def may_see_seats(viewer: Viewer, org: str, show_names_to: str) -> bool:
    """Whether the viewer may see whose each of the organisation's seats is; others see how many there are."""
    return is_admin(viewer, org) and show_names_to != "nobody"


def require_names(viewer: Viewer, team: TeamLike, show_names_to: str) -> None:
    """Of a team that the viewer may see."""
    allowed = may_see_names(viewer, team, show_names_to)
    refusal = None if allowed else Forbidden("The names of this team's people are not shown to you.", "names_withheld")
    settle(viewer, "names", team.org, team.id, refusal)


def require_organisation(viewer: Viewer, org: str) -> str:
    settle(viewer, "organisation", org, None, refusal_of_organisation(viewer, org))
    return org


def require_admin(viewer: Viewer, org: str) -> str:
    settle(viewer, "admin", org, None, refusal_of_admin(viewer, org))
    return org


def require_team(viewer: Viewer, team: T | None) -> T:
    """Unknown and not allowed look the same; one's own team that doesn't qualify is told why."""
    settle(viewer, "team", team.org if team else "", team.id if team else None, refusal_of_team(viewer, team))
    assert team is not None
    return team


def settle(viewer: Viewer, what: str, org: str, team_id: int | None, refusal: Refusal | None) -> None:
    """Records the decision, and raises it if it is a refusal."""
    why = (refusal.reason if isinstance(refusal, Forbidden) else "not_found") if refusal else ""
    viewer.record(Decision(what, viewer.organisations.get(org), team_id, why))
    if refusal:
        raise refusal


def refusal_of_organisation(viewer: Viewer, org: str) -> Refusal | None:
    return None if can_see_organisation(viewer, org) else NotFound("There is no organisation here that you can see.")


def refusal_of_admin(viewer: Viewer, org: str) -> Refusal | None:
    missing = refusal_of_organisation(viewer, org)
    if missing or is_admin(viewer, org):
        return missing
    return Forbidden(f"Only admins of {org} can see this.", "not_admin")


def refusal_of_team(viewer: Viewer, team: TeamLike | None) -> Refusal | None:
    if team is None or not can_see(viewer, team):
        return NotFound("There is no team here that you can see.")
    if team.reason:
        return Forbidden(f"This team's figures are withheld: {_why(team)}.", team.reason)
    return None


def _why(team: TeamLike) -> str:
    if team.beside:
        return f"all of its people are in {team.beside}, which you see, too, and which has too few others"
    return REASONS[team.reason or ""]


def own_memberships(viewer: Viewer) -> Iterable[Membership]:
    """The viewer's teams in the organisations they may see."""
    return (team for team in viewer.teams if viewer.organisations.get(team.org) == team.org_id)
