"""The REST endpoints about people, organisations and teams."""

from __future__ import annotations

from flask import Blueprint, Response

from dashboard.demo import shapes
from dashboard.demo.answers import (
    API,
    NOT_FOR_INTEGRATIONS,
    Problem,
    caller,
    found,
    json_answer,
    limits,
    not_found,
    paged,
    require_open,
    signed_in,
    stand,
    visible,
)
from dashboard.demo.things import MEMBERS, Organisation, OrgMembership, Person, Team, TeamMembership
from dashboard.demo.tokens import InstallationToken, UserToken

blueprint = Blueprint("rest", __name__, url_prefix=API)
ORG_SCOPES = ("read:org", "write:org", "admin:org", "user", "repo")


# -- the person who asks


@blueprint.get("/user")
def viewer() -> Response:
    return json_answer(shapes.profile(signed_in().person))


@blueprint.get("/user/teams")
def viewer_teams() -> Response:
    """The teams of all organisations that the token can see; what SSO hides is only named in a header."""
    token = signed_in("read:org", "user", "repo")
    world = stand().world
    mine = [m.team for m in world.current(world.memberships) if m.person is token.person and m.state == "active"]
    answer = paged([team for team in mine if visible(team.org, token)], shapes.team_with_organisation)
    return with_sso(answer, token)


@blueprint.get("/user/orgs")
def viewer_organisations() -> Response:
    token = signed_in("read:org", "user")
    mine = [m.org for m in org_memberships_of(token.person) if m.state == "active" and visible(m.org, token)]
    return with_sso(paged(mine, shapes.organisation), token)


@blueprint.get("/user/memberships/orgs")
def viewer_memberships() -> Response:
    token = signed_in("read:org", "user")
    mine = [m for m in org_memberships_of(token.person) if visible(m.org, token)]
    return with_sso(paged(mine, shapes.org_membership), token)


@blueprint.get("/user/memberships/orgs/<login>")
def viewer_membership(login: str) -> Response:
    token = signed_in("read:org", "user")
    org = found(stand().world.organisation(login))
    membership = found(membership_of(org, token.person))
    require_open(org, token)
    return json_answer(shapes.org_membership(membership))


def org_memberships_of(person: Person) -> list[OrgMembership]:
    return [m for m in stand().world.org_memberships.values() if m.person is person]


def membership_of(org: Organisation, person: Person) -> OrgMembership | None:
    return stand().world.org_memberships.get((org.id, person.id))


def with_sso(answer: Response, token: UserToken) -> Response:
    hidden = [str(m.org.id) for m in org_memberships_of(token.person) if m.org.requires_sso]
    if hidden:
        answer.headers["X-GitHub-SSO"] = f"partial-results; organizations={','.join(hidden)}"
    return answer


@blueprint.get("/rate_limit")
def rate_limit() -> Response:
    core = limits(caller().budget)
    return json_answer({"resources": {"core": core, "search": {**core, "limit": 30}}, "rate": core})


# -- people


@blueprint.get("/user/<int:number>")
def person_by_id(number: int) -> Response:
    caller()
    return json_answer(shapes.profile(found(stand().world.people.get(number))))


@blueprint.get("/users/<login>")
def person_by_login(login: str) -> Response:
    caller()
    return json_answer(shapes.profile(found(stand().world.person(login))))


# -- organisations


@blueprint.get("/orgs/<login>")
def organisation(login: str) -> Response:
    caller()
    org = found(stand().world.organisation(login))
    return json_answer({**shapes.organisation(org), "name": org.name, "type": "Organization"})


@blueprint.get("/orgs/<login>/memberships/<person>")
def organisation_membership(login: str, person: str) -> Response:
    org = open_organisation(login)
    return json_answer(shapes.org_membership(found(membership_of(org, found(stand().world.person(person))))))


@blueprint.get("/orgs/<login>/members")
def organisation_members(login: str) -> Response:
    org = open_organisation(login)
    people = [m.person for m in stand().world.org_memberships.values() if m.org is org and m.state == "active"]
    return paged(people, shapes.user)


def open_organisation(login: str) -> Organisation:
    return require_insight(found(stand().world.organisation(login)))


def require_insight(org: Organisation) -> Organisation:
    """Teams and members are for members of the organisation, and for an installation in it that may read members."""
    token = caller()
    if isinstance(token, InstallationToken):
        if token.org is not org or MEMBERS not in token.permissions:
            raise Problem(403, NOT_FOR_INTEGRATIONS)
        return org
    signed_in(*ORG_SCOPES)
    membership = membership_of(org, token.person)
    if membership is None or membership.state != "active":
        raise not_found()
    require_open(org, token)
    return org


# -- teams, by slug and by id


@blueprint.get("/orgs/<login>/teams")
def teams(login: str) -> Response:
    org = open_organisation(login)
    return paged([team for team in stand().world.teams_of(org) if can_see(team)], shapes.team)


def can_see(team: Team) -> bool:
    """Secret teams are for their members and for the App."""
    token = caller()
    if team.privacy != "secret" or isinstance(token, InstallationToken):
        return True
    return membership_in(team, token.person) is not None


def team_by_slug(login: str, slug: str) -> Team:
    return visible_team(stand().world.team(open_organisation(login), slug))


def team_by_id(org_id: int, team_id: int) -> Team:
    org = next((org for org in stand().world.organisations.values() if org.id == org_id), None)
    team = stand().world.teams.get(team_id)
    return visible_team(team if team and team.org is require_insight(found(org)) else None)


def visible_team(team: Team | None) -> Team:
    return found(team if team and can_see(team) else None)


def membership_in(team: Team, person: Person) -> TeamMembership | None:
    """Through a child team counts, too; an active membership before a pending one."""
    world = stand().world
    family = world.with_children(team)
    mine = [m for m in world.current(world.memberships) if m.person is person and m.team in family]
    return min(mine, key=lambda m: (m.state != "active", m.team is not team), default=None)


def show_membership(team: Team, login: str) -> Response:
    """Owners of the organisation are shown as maintainers."""
    person = found(stand().world.person(login))
    membership = found(membership_in(team, person))
    of_org = membership_of(team.org, person)
    role = "maintainer" if of_org and of_org.role == "admin" else membership.role
    return json_answer(shapes.team_membership(membership, role))


def show_members(team: Team) -> Response:
    """With those of child teams, without those who have not accepted yet."""
    world = stand().world
    family = world.with_children(team)
    active = [m.person for m in world.current(world.memberships) if m.team in family and m.state == "active"]
    return paged(list(dict.fromkeys(active)), shapes.user)


@blueprint.get("/orgs/<login>/teams/<slug>")
def team(login: str, slug: str) -> Response:
    return json_answer(shapes.team_with_organisation(team_by_slug(login, slug)))


@blueprint.get("/orgs/<login>/teams/<slug>/memberships/<person>")
def team_membership(login: str, slug: str, person: str) -> Response:
    return show_membership(team_by_slug(login, slug), person)


@blueprint.get("/orgs/<login>/teams/<slug>/members")
def team_members(login: str, slug: str) -> Response:
    return show_members(team_by_slug(login, slug))


@blueprint.get("/organizations/<int:org_id>/team/<int:team_id>")
def team_of_id(org_id: int, team_id: int) -> Response:
    return json_answer(shapes.team_with_organisation(team_by_id(org_id, team_id)))


@blueprint.get("/organizations/<int:org_id>/team/<int:team_id>/memberships/<person>")
def team_membership_of_id(org_id: int, team_id: int, person: str) -> Response:
    return show_membership(team_by_id(org_id, team_id), person)


@blueprint.get("/organizations/<int:org_id>/team/<int:team_id>/members")
def team_members_of_id(org_id: int, team_id: int) -> Response:
    return show_members(team_by_id(org_id, team_id))
