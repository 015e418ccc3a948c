"""GitHub's Copilot usage reports, its list of teams and of seats.

The reports: https://docs.github.com/en/rest/copilot/copilot-usage-metrics
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import pyarrow as pa
from requests.utils import parse_header_links
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from dashboard.core.reports import Report
from dashboard.core.rows import DIRECTORY
from dashboard.core.seats import Snapshot
from dashboard.errors import Away, DamagedReport, Denied, NotPublished
from dashboard.sources.credentials import HEADERS, Credential
from dashboard.sources.http import Answer, Http, Patience, host
from dashboard.sources.ndjson import report_of
from dashboard.sources.seats import READINGS, Listing, billing_of

REDIRECTS = (301, 302, 307, 308)
EXPIRED = (403, 404, 410)  # what a file host answers to a signed link that is over
LABELS = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*"


class Links(NamedTuple):
    """GitHub's answer about one report: addresses that anybody can fetch who has them, for some minutes."""

    download_links: list[str]
    report_day: str


class GitHub:
    name = "github"

    def __init__(
        self, api_url: str, credential: Credential, download_hosts: Sequence[str], patience: Patience | None = None
    ):
        """`download_hosts` are names in which `*` stands for one label or more; with a port, for that port only."""
        self._api_url = api_url.rstrip("/")
        self._credential = credential
        self._download_hosts = [host_pattern(pattern) for pattern in download_hosts]
        self._api, self._files = Http(patience), Http(patience)

    def fetch_report(self, org: str, report: str, day: date) -> Report:
        """Raises NotPublished, Away, Denied, or DamagedReport."""
        files = self._fetch_files(self.fetch_links(org, report, day).download_links)
        if files is None:
            files = self._fetch_files(self.fetch_links(org, report, day).download_links)
        if files is None:
            raise Away("the file host refuses GitHub's links, new ones too; try again later")
        return report_of(report, org, day, files)

    def fetch_teams(self, org: str) -> pa.Table:
        """All teams of the organisation, in the schema of `directory`.

        Raises Denied when the credential may not list them. https://docs.github.com/en/rest/teams/teams
        """
        return directory_of([team for page in self._fetch_pages(org, "teams") for team in page])

    def fetch_seats(self, org: str) -> Snapshot:
        """All seats of the organisation, read again where the list changed on the way. Raises Denied or Away."""
        billing, listing = self.fetch_billing(org), Listing()
        for _ in range(READINGS):
            listing.read(self._fetch_pages(org, "copilot/billing/seats", SEATS_WANTED))
            if listing.complete:
                break
        return listing.snapshot(billing)

    def fetch_billing(self, org: str) -> dict[str, Any]:
        """The subscription, in the columns of `BILLING`. Raises Denied or Away."""
        answer = self._ask(org, self._address(org, "copilot/billing"))
        if answer.status != 200:
            raise refusal(answer, org, SEATS_WANTED)
        return billing_of(answer.json())

    def _address(self, org: str, path: str) -> str:
        return f"{self._api_url}/orgs/{quote(org, safe='')}/{path}"

    def _fetch_pages(self, org: str, path: str, wanted: str = "") -> Iterator[Any]:
        """What each page holds; GitHub may answer 204 instead of an empty one."""
        url: str | None = f"{self._address(org, path)}?per_page=100"
        while url:
            answer = self._ask(org, url)
            if answer.status not in (200, 204):
                raise refusal(answer, org, wanted)
            if answer.status == 200:
                yield answer.json()
            url = self._next_page(url, answer)

    def fetch_links(self, org: str, report: str, day: date) -> Links:
        """Where GitHub has the report's files at this moment. Raises NotPublished, Away or Denied."""
        address = self._address(org, f"copilot/metrics/reports/{report}")
        answer = self._ask(org, f"{address}?day={day.isoformat()}")
        if not published(answer):
            raise NotPublished("GitHub has no such report yet, or nothing to report")
        if answer.status != 200:
            raise refusal(answer, org)
        links = [self._allowed(link) for link in links_of(answer)]
        return Links(links, answer.json().get("report_day") or day.isoformat())

    def _ask(self, org: str, url: str) -> Answer:
        """One GET about `org`. A refused token is renewed once; a redirect, as of a renamed organisation, stays on the host."""
        token = self._credential.token_for(org)
        answer = self._get(url, token)
        if answer.status == 401 and (renewed := self._credential.renewed_for(org, token)):
            token = renewed
            answer = self._get(url, token)
        if answer.status in REDIRECTS:
            answer = self._get(self._same_host(urljoin(url, answer.headers.get("Location", ""))), token)
        return answer

    def _get(self, url: str, token: str) -> Answer:
        return self._api.fetch("GET", url, {**HEADERS, "Authorization": f"Bearer {token}"})

    def _next_page(self, url: str, answer: Answer) -> str | None:
        links = parse_header_links(answer.headers.get("Link", ""))
        following = next((link["url"] for link in links if link.get("rel") == "next"), None)
        return self._same_host(urljoin(url, following)) if following else None

    def _same_host(self, url: str) -> str:
        """Raises Denied for an address that isn't GitHub's: it would be given the token."""
        if urlsplit(url)[:2] != urlsplit(self._api_url)[:2]:
            raise Denied(f"GitHub leads to another host, {host(url)}, which is not followed: check GITHUB_API_URL", 200)
        return url

    def _allowed(self, link: str) -> str:
        """Raises Denied for a link that isn't https (unless GitHub itself is http) or lies on a host that isn't listed."""
        address = parsed(link)
        schemes = ("https", urlsplit(self._api_url).scheme)
        names = (address.hostname or "", f"{address.hostname}:{address.port}")
        listed = any(pattern.fullmatch(name) for pattern in self._download_hosts for name in names)
        if not listed or address.scheme not in schemes or address.auth:
            where = f"{address.scheme}://{address.netloc}" if not address.auth else "an address with a password"
            raise Denied(f"the report lies on {where}, which is not in GITHUB_DOWNLOAD_HOSTS: nothing was fetched", 200)
        return link

    def _fetch_files(self, links: Sequence[str]) -> list[bytes] | None:
        """The content behind every link, fetched without a token; None when a link has expired."""
        files = []
        for link in links:
            answer = self._files.fetch("GET", link, {"Accept-Encoding": "identity"})
            if answer.status in EXPIRED:
                return None
            if answer.status != 200:
                raise Away(f"{host(link)} answered {answer.status} instead of the file; try again later")
            if not answer.complete:
                raise DamagedReport("the file ends before its announced length", answer.content)
            files.append(answer.content)
        return files


def host_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern.lower()).replace(r"\*", LABELS))


def parsed(link: str) -> Url:
    """As the library that connects will read it, so that nothing else is checked than what is then called."""
    try:
        return parse_url(link)
    except LocationParseError:
        return Url()


def published(answer: Answer) -> bool:
    """False in any of the shapes of "no report": 204, 404 with a text, 200 with a mere text, or with no links."""
    if answer.status == 404:
        return "no report" not in answer.message.lower()
    if answer.status != 200:
        return answer.status != 204
    body = answer.json()
    return not isinstance(body, str) and not (isinstance(body, dict) and body.get("download_links", [""]) in ([], None))


def links_of(answer: Answer) -> list[str]:
    body = answer.json()
    links = body.get("download_links") if isinstance(body, dict) else None
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise Away("GitHub's answer holds no download_links; try again later")
    return links


def directory_of(teams: Sequence[Any]) -> pa.Table:
    """Teams of the enterprise, which may be among them, have ids of their own and are in no organisation's report."""
    try:
        rows = {team["id"]: team_row(team) for team in teams if team.get("type") != "enterprise"}
        return pa.Table.from_pylist(list(rows.values()), schema=DIRECTORY)
    except (AttributeError, KeyError, TypeError, pa.ArrowException):
        raise Away("GitHub's list of teams can't be read; try again later") from None


def team_row(team: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "team_id": team["id"],
        "slug": team["slug"],
        "name": team["name"],
        "description": team.get("description"),
        "url": team.get("html_url"),
        "parent_id": (team.get("parent") or {}).get("id"),
    }


# What a 403 says, by a part of its message in lower case, and what to do about it.
REFUSALS = {
    "policy must be enabled": "the policy \"Copilot usage metrics\" is off for {org}: an owner switches it on in the enterprise's or organisation's Copilot policies",
    "saml": "{org} wants single sign-on for this token: authorise GITHUB_TOKEN for {org} in its owner's settings, or use a GitHub App",
    "ip allow list": "{org} has an IP allow list that this machine is not on: have an owner add its address",
    "ip address": "{org} has an IP allow list that this machine is not on: have an owner add its address",
    "oauth app access restrictions": "{org} has not approved the app this token belongs to: have an owner approve it, or use a GitHub App",
    "suspended": "the GitHub App's installation on {org} is suspended: have an owner resume it",
    "insufficient permission": "the credential may not read this of {org}: it needs the permission \"Organization Copilot metrics: read\", accepted by an owner, or an owner's token",
    "not accessible by": "the credential may not read this of {org}: it needs the permission \"Organization Copilot metrics: read\" (and \"Members: read\" for the names of teams), accepted by an owner",
}  # fmt: skip


# What seats need beside: the REFUSALS are of reports.
SEATS_WANTED = (
    'the seats of {org} may not be read: give the credential the permission "GitHub Copilot Business: read", '
    "accepted by an owner, or use an owner's token"
)
NO_PERMISSION = ("insufficient permission", "not accessible by")


def refusal(answer: Answer, org: str, wanted: str = "") -> Denied:
    """Any answer that isn't what was asked, as one sentence that says what to do; `wanted` where a permission is missing."""
    lacks = answer.status == 403 and any(part in answer.message.lower() for part in NO_PERMISSION)
    said = wanted.format(org=org) if wanted and lacks else reason(answer, org)
    return Denied(" ".join(said.split()), answer.status)


def reason(answer: Answer, org: str) -> str:
    said = answer.message or "no message"
    if answer.status == 401:
        return f"GitHub doesn't accept the credential ({said}): check GITHUB_TOKEN, or GITHUB_APP_ID and its key"
    if answer.status == 404:
        return f"GitHub shows no organisation {org} to this credential ({said}): check GITHUB_ORG and GITHUB_API_URL"
    if answer.status == 403:
        saml = "saml " if "X-GitHub-SSO" in answer.headers else ""
        known = next((todo for part, todo in REFUSALS.items() if part in saml + said.lower()), None)
        return known.format(org=org) if known else f"GitHub refuses to answer about {org}: {said}"
    return f"GitHub answered {answer.status} about {org}: {said}"
