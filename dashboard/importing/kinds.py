"""What a record is, told by its fields: the names of files say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.core.augment_rows import RECORD
from dashboard.core.org_rows import ACTIVE_USER_COUNTS
from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.core.teams_history import PUBLISHER

Becomes = Literal["legacy_org", "legacy_team", "users", "members", "org", "repos", "nothing"]


@dataclass(frozen=True)
class Kind:
    """`report` is GitHub's name of one of its reports of today, where it is one."""

    name: str
    becomes: Becomes
    report: str = ""

    @property
    def about_people(self) -> bool:
        return self.becomes in ("users", "members")

    @property
    def a_day_each(self) -> bool:
        """Whether one record is a whole day, so that a damaged one says nothing against those beside it."""
        return self.report in ("", ORG_REPORT)


TEAMS = Kind("teams_history.json", "legacy_team")
METRICS = Kind("days of the metrics API", "legacy_org")
USAGE = Kind("days of the usage API", "legacy_org")
TEAM_LIST = Kind("a list of teams", "nothing")
USERS = Kind(USERS_REPORT, "users", USERS_REPORT)
MEMBERS = Kind(MEMBERS_REPORT, "members", MEMBERS_REPORT)
ORG = Kind(ORG_REPORT, "org", ORG_REPORT)
REPOS = Kind(REPOS_REPORT, "repos", REPOS_REPORT)
AUGMENT_DAY = Kind("a day of Augment's people", "users")
AUGMENT_RAW = Kind("Augment's answers as they were fetched", "users")
KINDS = (TEAMS, METRICS, USAGE, TEAM_LIST, USERS, MEMBERS, ORG, REPOS, AUGMENT_DAY, AUGMENT_RAW)

_OF_METRICS = {
    "total_active_users",
    "total_engaged_users",
    "copilot_ide_code_completions",
    "copilot_ide_chat",
    "copilot_dotcom_chat",
    "copilot_dotcom_pull_requests",
}
_OF_USAGE = {
    "total_suggestions_count",
    "total_acceptances_count",
    "total_active_users",
    "total_chat_turns",
    "breakdown",
}
_OF_ORG = {*ACTIVE_USER_COUNTS, *COUNTERS, "totals_by_feature", "totals_by_ide", "pull_requests"}
_OF_AUGMENT = {"code_completion", "chat_panel", "agent_edit"}
_OF_A_TEAM = {"id", "name", "slug", "description", "url", "html_url"}


def kind_of(record: Any) -> Kind | None:
    """None for what isn't one of them."""
    if isinstance(record, str):
        return TEAM_LIST
    return _kind_of_fields(record) if isinstance(record, Mapping) else None


def _kind_of_fields(record: Mapping[str, Any]) -> Kind | None:
    fields = record.keys()
    if {"team", "data"} <= fields:
        return TEAMS
    if {"user_id", RECORD} <= fields:
        return AUGMENT_RAW
    if "user_id" in fields and _is_augments(record):
        return AUGMENT_DAY
    if "user_id" in fields:
        return MEMBERS if "team_id" in fields else USERS
    if "repo_id" in fields:
        return REPOS
    if "date" in fields:
        return METRICS if fields & _OF_METRICS else None
    if "day" in fields:
        return _kind_of_day(record)
    return TEAM_LIST if {"name", "slug"} <= fields <= _OF_A_TEAM else None


def _is_augments(record: Mapping[str, Any]) -> bool:
    """What the public scraper and `convert` make: GitHub has more features, and breaks down by editor as well."""
    parts = record.get("totals_by_feature")
    if not isinstance(parts, list) or record.keys() & {"totals_by_ide", "organization_id", "team_id"}:
        return False
    features = {part.get("feature") for part in parts if isinstance(part, Mapping)}
    return "user_login" in record and bool(features) and features <= _OF_AUGMENT


def _kind_of_day(record: Mapping[str, Any]) -> Kind | None:
    if record.keys() & _OF_USAGE:
        return USAGE
    return ORG if record.keys() & _OF_ORG else None


def wrapped(record: Any) -> bool:
    """Whether it is the envelope of a 28-day report, with the days in `day_totals`."""
    return isinstance(record, Mapping) and isinstance(record.get("day_totals"), list)


def is_ours(record: Mapping[str, Any]) -> bool:
    """Whether a team of `teams_history.json` was published by this program."""
    team = record.get("team")
    return PUBLISHER in (record.get("published_by"), isinstance(team, Mapping) and team.get("published_by"))


def is_of_enterprise(record: Mapping[str, Any]) -> bool:
    """GitHub puts both ids into an organisation's reports, and the enterprise's alone into an enterprise's."""
    return record.get("enterprise_id") is not None and record.get("organization_id") is None
