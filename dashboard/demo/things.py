"""What there is on a GitHub: people, organisations, teams, seats, apps and published reports.

All but the values are mutable, so that a test can rename, revoke or switch something while the server runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["member", "admin"]
MembershipState = Literal["active", "pending"]
# The three ways in which GitHub says that there is no report, and a list of links that is empty.
Shape = Literal["204", "404", "string", "empty"]

METRICS, SEATS, MEMBERS = "organization_copilot_metrics", "organization_copilot_seat_management", "members"


@dataclass(frozen=True)
class Period:
    """From `since` to `until`, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALWAYS = Period()


@dataclass(eq=False)
class Person:
    """`note` is one line about what they see when they sign in."""

    id: int
    login: str
    name: str
    note: str = ""


@dataclass(eq=False)
class Organisation:
    """`permissions` are those of the GitHub App's installation; None: the App isn't installed here."""

    id: int
    login: str
    name: str
    enterprise_id: str = "13213"
    installation_id: int = 0
    permissions: dict[str, str] | None = field(
        default_factory=lambda: {METRICS: "read", SEATS: "read", MEMBERS: "read"}
    )
    metrics_policy: bool = True
    oauth_app_approved: bool = True
    requires_sso: bool = False

    @property
    def key(self) -> str:
        return self.login.lower()


@dataclass(eq=False)
class OrgMembership:
    org: Organisation
    person: Person
    role: Role = "member"
    state: MembershipState = "active"


@dataclass(eq=False)
class Team:
    id: int
    org: Organisation
    slug: str
    name: str
    description: str | None = None
    privacy: Literal["closed", "secret"] = "closed"
    parent: Team | None = None


@dataclass(eq=False)
class TeamMembership:
    team: Team
    person: Person
    role: Literal["member", "maintainer"] = "member"
    state: MembershipState = "active"
    period: Period = ALWAYS


@dataclass(eq=False)
class Seat:
    org: Organisation
    person: Person
    period: Period = ALWAYS
    team: Team | None = None


@dataclass(eq=False)
class OAuthApp:
    """What people sign in with. `tokens_per_person`: with one more, GitHub drops the oldest."""

    client_id: str = "demo-client"
    client_secret: str = "demo-client-secret"  # noqa: S105
    name: str = "Copilot usage dashboard"
    tokens_per_person: int = 10


@dataclass(eq=False)
class GitHubApp:
    """The server's own credential. Its key is made when the server starts."""

    id: int = 4711
    client_id: str = "demo-app"
    slug: str = "copilot-usage-reader"


@dataclass(frozen=True)
class Published:
    """A report's files, each NDJSON; a shard may be blank."""

    shards: tuple[bytes, ...]


@dataclass(frozen=True)
class NoReport:
    shape: Shape = "204"


Outcome = Published | NoReport
