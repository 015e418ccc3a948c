"""Who a person is and where they belong, read from GitHub with that person's own token.

https://docs.github.com/en/rest/orgs/members · https://docs.github.com/en/rest/teams/teams
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import requests

from auth.access import Membership, Viewer
from auth.config import AdminTeamLike
from auth.rest import GitHub, accepted, content, next_page, origin, part
from dashboard.errors import Away, Denied

PAGES = 100  # of 100 teams each: more than that is a list that never ends
ENOUGH = frozenset({"read:org", "write:org", "admin:org"})


@dataclass(frozen=True)
class Refused:
    """Why an organisation does not count for a person, and what to do about it; `url` is where to do it, if anywhere.

    `reason` is one of `not_a_member`, `pending`, `app_not_approved`, `sso_required`, `refused`.
    """

    org: str
    reason: str
    message: str
    url: str = ""


@dataclass(frozen=True)
class Reading:
    """What GitHub said at `read_at` (seconds since 1970). Kept in the session as JSON."""

    id: int
    login: str
    organisations: dict[str, int]
    teams: tuple[Membership, ...]
    refused: tuple[Refused, ...]
    notices: tuple[str, ...]
    read_at: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def reading_from(data: dict[str, Any]) -> Reading:
    teams = tuple(Membership(**team) for team in data["teams"])
    refused = tuple(Refused(**each) for each in data["refused"])
    return Reading(**{**data, "teams": teams, "refused": refused, "notices": tuple(data["notices"])})


def viewer_from(reading: Reading, admin_teams: Sequence[AdminTeamLike]) -> Viewer:
    """Admins follow from the list as it is now, so that striking a team off it works at once."""
    admins = frozenset(admin_of(reading, admin_teams))
    return Viewer(reading.id, reading.login, reading.organisations, reading.teams, admins)


def admin_of(reading: Reading, admin_teams: Sequence[AdminTeamLike]) -> Iterator[str]:
    """A team of the same slug in another organisation counts for nothing, nor one that re-used the slug of a given id."""
    for wanted in admin_teams:
        for team in reading.teams:
            same = (team.org, team.slug) == (wanted.org.lower(), wanted.slug.lower())
            if same and wanted.id in (None, team.id) and reading.organisations.get(team.org) == team.org_id:
                yield team.org


def fetch_viewer(
    api_url: str, token: str, orgs: Sequence[str], *, web_url: str, client_id: str, at: float, scopes: str = ""
) -> Reading:
    """Raises Away, or Denied with the status. `scopes` is what the token came with, should the API not say."""
    with GitHub(api_url, token) as github:
        answer = github.fetch("user")
        require_scope(answer.headers.get("X-OAuth-Scopes", scopes))
        user = content(answer, dict)
        standing = [fetch_standing(github, org, web_url, client_id) for org in orgs]
        teams, hidden = fetch_teams(github)
    organisations = {org: found for org, found in zip(orgs, standing, strict=True) if isinstance(found, int)}
    refused = tuple(found for found in standing if isinstance(found, Refused))
    mine = tuple(team for team in teams if organisations.get(team.org) == team.org_id)
    notices = hidden_notices(hidden, organisations, refused, web_url)
    return Reading(part(user, "id", int), part(user, "login", str), organisations, mine, refused, notices, at)


def require_scope(granted: str) -> None:
    """GitHub lets people take scopes away while they approve; without this one their teams would look empty."""
    if not ENOUGH & {scope.strip() for scope in granted.split(",")}:
        raise Denied("This app was not given the permission to read your teams (read:org); sign in again and grant it.")


def fetch_standing(github: GitHub, org: str, web_url: str, client_id: str) -> int | Refused:
    """The organisation's id for an active member, else why not."""
    answer = github.ask(f"user/memberships/orgs/{org}")
    if answer.status_code == 401:
        accepted(answer)
    if not answer.ok:
        return refusal(answer, org, web_url, client_id)
    found = content(answer, dict)
    if found.get("state") == "active":
        return part(found.get("organization"), "id", int)
    text = f"Your invitation to {org} is not accepted yet: accept it, then sign in again."
    return Refused(org, "pending", text, f"{web_url}/orgs/{org}/invitation")


def refusal(answer: requests.Response, org: str, web_url: str, client_id: str) -> Refused:
    """GitHub's reason for a 403 or 404. It says 404 also of organisations that don't exist, or hide."""
    sso = answer.headers.get("X-GitHub-SSO", "")
    if sso.startswith("required"):
        text = f"{org} asks for its single sign-on first: go through it, then sign in again."
        return Refused(org, "sso_required", text, sso_url(sso, web_url) or f"{web_url}/orgs/{org}/sso")
    if answer.status_code == 404:
        text = f"You are not a member of {org} on GitHub: ask one of its owners for an invitation, then sign in again."
        return Refused(org, "not_a_member", text)
    if "oauth app access restrictions" in answer.text.lower():
        text = f"{org} has not approved this app: request the approval, and sign in again when an owner has given it."
        return Refused(org, "app_not_approved", text, f"{web_url}/settings/connections/applications/{client_id}")
    text = f"GitHub does not let this app see whether you are a member of {org}: ask one of its owners why."
    return Refused(org, "refused", text)


def refused_everywhere(orgs: Sequence[str], before: Reading, at: float) -> Reading:
    """For a person of whom GitHub won't say anything any more."""
    text = "GitHub refuses to tell this app who you are: sign out, then sign in again."
    return Reading(before.id, before.login, {}, (), tuple(Refused(org, "refused", text) for org in orgs), (), at)


def sso_url(header: str, web_url: str) -> str:
    """The address of `X-GitHub-SSO: required; url=...`, if it is one of GitHub's own."""
    found = re.search(r"url=(\S+)", header)
    return found[1] if found and origin(found[1]) == origin(web_url) else ""


def fetch_teams(github: GitHub) -> tuple[list[Membership], frozenset[int] | None]:
    """All pages, or an error; and the ids of organisations left out until their single sign-on (None: none was)."""
    teams: list[Membership] = []
    hidden: frozenset[int] | None = None
    url = "user/teams?per_page=100"
    for _ in range(PAGES):
        answer = github.fetch(url)
        teams += [team_from(item) for item in content(answer, list) if in_organisation(item)]
        left_out = answer.headers.get("X-GitHub-SSO", "")
        if left_out.startswith("partial-results"):
            hidden = (hidden or frozenset()) | {int(number) for number in re.findall(r"[0-9]+", left_out)}
        url = next_page(answer, github.api_url)
        if not url:
            return teams, hidden
    raise Away("GitHub's list of your teams does not end; try again in a few minutes.")


def in_organisation(item: Any) -> bool:
    """An enterprise's team belongs to none."""
    return not isinstance(item, dict) or item.get("organization") is not None


def team_from(item: Any) -> Membership:
    org = part(item, "organization", dict)
    slug, name = part(item, "slug", str).lower(), part(item, "name", str)
    return Membership(part(org, "login", str).lower(), part(org, "id", int), part(item, "id", int), slug, name)


def hidden_notices(
    hidden: frozenset[int] | None, organisations: dict[str, int], refused: Sequence[Refused], web_url: str
) -> tuple[str, ...]:
    """What to say about teams that GitHub left out of the list."""
    if hidden is None:
        return ()
    orgs = [org for org, org_id in organisations.items() if org_id in hidden] + [each.org for each in refused]
    text = "GitHub left out teams of organisations that ask for single sign-on first"
    where = ", ".join(f"{web_url}/orgs/{org}/sso" for org in orgs)
    return (f"{text}: open {where}, then sign in again." if where else f"{text}.",)
