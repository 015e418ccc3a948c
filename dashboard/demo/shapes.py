"""People, organisations and teams as GitHub's REST answers show them."""

from __future__ import annotations

import base64
from typing import Any

from flask import request

from dashboard.demo.answers import API
from dashboard.demo.things import Organisation, OrgMembership, Person, Team, TeamMembership

Row = dict[str, Any]


def web(path: str) -> str:
    return request.host_url + path.lstrip("/")


def api(path: str) -> str:
    return web(f"{API}{path}")


def node_id(kind: str, number: int) -> str:
    return base64.b64encode(f"{kind}{number}".encode()).decode()


def user(person: Person) -> Row:
    return {
        "login": person.login,
        "id": person.id,
        "node_id": node_id("User", person.id),
        "avatar_url": web(f"/avatars/{person.id}"),
        "url": api(f"/users/{person.login}"),
        "html_url": web(f"/{person.login}"),
        "type": "User",
        "site_admin": False,
    }


def profile(person: Person) -> Row:
    return {**user(person), "name": person.name, "company": None, "email": None, "created_at": "2020-01-01T09:00:00Z"}


def organisation(org: Organisation) -> Row:
    return {
        "login": org.login,
        "id": org.id,
        "node_id": node_id("Organization", org.id),
        "url": api(f"/orgs/{org.login}"),
        "description": "",
        "avatar_url": web(f"/avatars/{org.id}"),
    }


def team(found: Team, parent: bool = True) -> Row:
    org = found.org
    row = {
        "id": found.id,
        "node_id": node_id("Team", found.id),
        "name": found.name,
        "slug": found.slug,
        "description": found.description,
        "privacy": found.privacy,
        "notification_setting": "notifications_enabled",
        "permission": "pull",
        "type": "organization",
        "url": api(f"/organizations/{org.id}/team/{found.id}"),
        "html_url": web(f"/orgs/{org.login}/teams/{found.slug}"),
        "members_url": api(f"/organizations/{org.id}/team/{found.id}/members{{/member}}"),
    }
    return {**row, "parent": team(found.parent, parent=False) if found.parent else None} if parent else row


def team_with_organisation(found: Team) -> Row:
    return {**team(found), "organization": organisation(found.org)}


def org_membership(membership: OrgMembership) -> Row:
    org = membership.org
    return {
        "url": api(f"/orgs/{org.login}/memberships/{membership.person.login}"),
        "state": membership.state,
        "role": membership.role,
        "organization_url": api(f"/orgs/{org.login}"),
        "organization": organisation(org),
        "user": user(membership.person),
    }


def team_membership(membership: TeamMembership, role: str) -> Row:
    found = membership.team
    return {
        "url": api(f"/organizations/{found.org.id}/team/{found.id}/memberships/{membership.person.login}"),
        "role": role,
        "state": membership.state,
    }
