"""Which teams to offer a viewer: their own first, then, to admins, every other of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from dashboard.core.subjects import Team


class MembershipLike(Protocol):
    @property
    def org(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


def offered(
    memberships: Iterable[MembershipLike], admin_of: frozenset[str], known: Mapping[str, list[Team]]
) -> list[Team]:
    """`known` is every team of the history by organisation.

    A team of one's own that the history doesn't know never had enough licensed members for GitHub to report it.
    One's own memberships are read more often than the directory, so their slugs and names win.
    """
    by_id = {(org, team.id): team for org, teams in known.items() for team in teams}
    own = {(found.org, found.id): _own(found, by_id.get((found.org, found.id))) for found in memberships}
    taken = {(team.org, team.slug) for team in own.values()}
    others = [
        team
        for key, team in by_id.items()
        if team.org in admin_of and key not in own and (team.org, team.slug) not in taken
    ]
    return sorted(own.values(), key=_by_name) + sorted(others, key=_by_name)


def without_overshadowed(
    teams: Sequence[Team],
    sees_names: Callable[[Team], bool],
    overshadowed: Mapping[str, Mapping[int, frozenset[int]]],
) -> list[Team]:
    """The same teams, some of them closed: beside a larger one that is open to this viewer, who may not see names.

    `overshadowed` is by organisation what dashboard.core.floor found.
    """
    shown = {(team.org, team.id): team.name for team in teams if team.qualifies}

    def larger(team: Team) -> str | None:
        beside = sorted(overshadowed.get(team.org, {}).get(team.id, ()))
        return next((shown[team.org, other] for other in beside if (team.org, other) in shown), None)

    return [_closed(team, None if sees_names(team) else larger(team)) for team in teams]


def _closed(team: Team, beside: str | None) -> Team:
    """A reason of its own that the team has already stays."""
    if beside is None or not team.qualifies:
        return team
    return replace(team, reason="too_few_licensed", licensed=None, beside=beside)


def _own(membership: MembershipLike, team: Team | None) -> Team:
    if team is None:
        return Team(membership.org, membership.id, membership.slug, membership.name, reason="too_few_licensed")
    return replace(team, slug=membership.slug, name=membership.name)


def _by_name(team: Team) -> tuple[str, str, int]:
    return team.org, team.name.casefold(), team.id


def asked_for(offered: Sequence[Team], known: Iterable[Team], org: str, slug: str) -> Team | None:
    """One of those on offer, by its name now or its name in the history; else any that the history knows by that name, so
    that who refuses it can say by its id which."""
    found = named(offered, org, slug) or named(known, org, slug)
    return next((team for team in offered if found and (team.org, team.id) == (found.org, found.id)), found)


def named(teams: Iterable[Team], org: str, slug: str) -> Team | None:
    """The team of `org` that is called `slug` now, compared as GitHub does, without case."""
    return next((team for team in teams if team.org == org.lower() and team.slug.lower() == slug.lower()), None)


def by_id(offered: Iterable[Team], known: Iterable[Team], team: int) -> Team | None:
    """One of those on offer, else any that the history knows, so that who refuses it can say which."""
    return next((found for found in [*offered, *known] if found.id == team), None)
