"""One organisation, as the server's own credential sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias
from urllib.parse import quote

import pyarrow as pa

from dashboard.core.rows import ORG_REPORT
from dashboard.doctor.finding import Finding, attempt, fail, hint, ok
from dashboard.doctor.wire import ask
from dashboard.errors import Denied, NotPublished
from dashboard.setting_values import AdminTeam
from dashboard.sources.credentials import HEADERS, AppCredential, TokenCredential
from dashboard.sources.github import REDIRECTS, GitHub, refusal
from dashboard.sources.http import Answer, told

METRICS = "organization_copilot_metrics"
LOOK_BACK = (3, 4, 5)  # days; the newest reports aren't there yet
Teams: TypeAlias = pa.Table | None


def opened(api_url: str, credential: AppCredential | TokenCredential, org: str) -> Finding:
    """Whether the credential opens this organisation at all."""
    if isinstance(credential, AppCredential):
        return attempt(app(org), lambda: installation(org, credential.fetch_installation(org)))
    return attempt(own_token(org), lambda: token(org, ask_about(api_url, credential, org)))


def app(org: str) -> str:
    return f"{org}: GitHub App"


def own_token(org: str) -> str:
    return f"{org}: GITHUB_TOKEN"


def installation(org: str, found: Mapping[str, Any]) -> Finding:
    tried, granted = app(org), found.get("permissions") or {}
    if found.get("suspended_at"):
        return fail(tried, "its installation is suspended", "have an owner resume it")
    listed = ", ".join(f"{name}: {level}" for name, level in sorted(granted.items())) or "none"
    if METRICS not in granted:
        return fail(
            tried,
            f"installed, but may not read the reports (permissions: {listed})",
            'give it "Organization Copilot metrics: read", and have an owner accept that',
        )
    if set(granted.values()) - {"read"}:
        return hint(tried, f"installed, with more than it needs ({listed})", '"read" is enough')
    return ok(tried, f"installed ({listed})")


def ask_about(api_url: str, credential: TokenCredential, org: str) -> Answer:
    headers = {**HEADERS, "Authorization": f"Bearer {credential.token_for(org)}"}
    return ask("GET", f"{api_url}/orgs/{quote(org, safe='')}", headers)


def token(org: str, answer: Answer) -> Finding:
    tried = own_token(org)
    if answer.status in REDIRECTS:
        return hint(tried, "the organisation was renamed", "put its new login into GITHUB_ORG")
    if answer.status == 0 or answer.status >= 500:
        return fail(tried, f"GitHub {told(answer)}", "try again later")
    if answer.status != 200:
        raise refusal(answer, org)
    scopes = answer.headers.get("X-OAuth-Scopes", "")
    return ok(tried, f"GitHub accepts it ({f'scopes: {scopes}' if scopes else 'a token without scopes'})")


def report(source: GitHub, org: str, today: date) -> Finding:
    return attempt(f"{org}: a report", lambda: recent_report(f"{org}: a report", source, org, today))


def recent_report(tried: str, source: GitHub, org: str, today: date) -> Finding:
    """Fetches one as refresh would, from the file's host too. What has not been published is no failure."""
    for day in (today - timedelta(days=back) for back in LOOK_BACK):
        try:
            source.fetch_report(org, ORG_REPORT, day)
        except NotPublished:
            continue
        return ok(tried, f"{ORG_REPORT} of {day} was fetched")
    return ok(tried, f"allowed; none is published for the {len(LOOK_BACK)} days asked for, which may be right")


def team_names(source: GitHub, org: str) -> tuple[Finding, Teams]:
    """What was found, and the teams; without them their slugs serve as names, which is no failure."""
    tried = f"{org}: names of teams"
    teams: list[pa.Table] = []

    def listed() -> Finding:
        try:
            teams.append(source.fetch_teams(org))
        except Denied as denied:
            return hint(tried, str(denied), "without it, teams are shown by their slugs")
        return ok(tried, f"{len(teams[0])} teams")

    finding = attempt(tried, listed)
    return finding, teams[0] if teams else None


def seats(source: GitHub, org: str) -> Finding:
    """Usage comes without this permission, too, so that lacking it is no failure."""
    tried = f"{org}: seats"

    def counted() -> Finding:
        try:
            total = source.fetch_billing(org)["total"]
        except Denied as denied:
            return hint(tried, str(denied), "without it, nothing is known of seats")
        return ok(tried, "may be read" if total is None else f"{total} seats")

    return attempt(tried, counted)


def admin_team(wanted: AdminTeam, orgs: Sequence[str], teams: Teams) -> Finding:
    """`teams` are those of its organisation, or None where they can't be read."""
    tried = f"admin team {wanted.org}/{wanted.slug}"
    if wanted.org not in orgs:
        return fail(tried, f"{wanted.org} is none of this dashboard's organisations", "check GITHUB_ORG, or remove it")
    if teams is None:
        return hint(tried, "not looked for, as the teams can't be read")
    found = {
        slug.lower(): number
        for slug, number in zip(teams["slug"].to_pylist(), teams["team_id"].to_pylist(), strict=True)
    }
    if wanted.slug not in found:
        return fail(
            tried, "there is no such team: nobody is an admin by it", "check the slug, as in the team's address"
        )
    return same_team(tried, wanted, found[wanted.slug])


def same_team(tried: str, wanted: AdminTeam, number: int) -> Finding:
    if wanted.id is None:
        return hint(
            tried,
            "found, but named by its slug alone, which another team may take over",
            f"write {wanted.org}/{wanted.slug}#{number}",
        )
    if wanted.id != number:
        return fail(
            tried,
            f"the team of that slug has the id {number}, not {wanted.id}: nobody is an admin by it",
            "see which team is meant, and correct the id",
        )
    return ok(tried, f"found, with the id {number}")
