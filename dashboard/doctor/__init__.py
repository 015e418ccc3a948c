"""What is wrong with this deployment, told before its users find out. Each check: fetch, decide, say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.doctor import assistants, configuration, organisation, storage
from dashboard.doctor.finding import Finding
from dashboard.doctor.github import github
from dashboard.doctor.wire import IMPATIENT
from dashboard.setting_values import AdminTeam
from dashboard.settings import Settings
from dashboard.sources.credentials import AppCredential, TokenCredential
from dashboard.sources.github import GitHub

Clock = Callable[[], float]


def examine(environ: Mapping[str, str], now: Clock = time.time) -> Iterator[Finding]:
    """One after the other, as they come; what depends on something that failed is left out."""
    settings = configuration.usable_settings(environ)
    yield from configuration.settings(environ)
    yield configuration.public_url(settings.public_url)
    yield configuration.secret_keys(settings.secret_key, settings.secret_key_fallbacks, settings.session_lifetime)
    yield from storage.history(settings.history_url)
    yield storage.replica(Path(settings.replica_dir))
    yield storage.sessions(settings.session_url)
    listed, admins = storage.admin_teams(settings.config_url, settings.admin_teams, settings.github_org)
    yield listed
    yield from storage.almanac(settings.config_url)
    yield from examine_github(settings, admins, now)
    yield from assistants.tokens(settings, datetime.fromtimestamp(now(), UTC).date())


def examine_github(settings: Settings, admins: Sequence[AdminTeam], now: Clock) -> Iterator[Finding]:
    reached = yield from github(settings, now)
    credential = credential_of(settings)
    if reached and credential:
        today = datetime.fromtimestamp(now(), UTC).date()
        yield from examine_organisations(settings, credential, admins, today)


def credential_of(settings: Settings) -> AppCredential | TokenCredential | None:
    if settings.github_app_id and settings.github_app_private_key:
        return AppCredential(
            settings.github_api_url, settings.github_app_id, settings.github_app_private_key, IMPATIENT
        )
    return TokenCredential(settings.github_token) if settings.github_token else None


def examine_organisations(
    settings: Settings, credential: AppCredential | TokenCredential, admins: Sequence[AdminTeam], today: date
) -> Iterator[Finding]:
    source = GitHub(settings.github_api_url, credential, settings.github_download_hosts, IMPATIENT)
    teams: dict[str, organisation.Teams] = {}
    for org in settings.github_org:
        opened = organisation.opened(settings.github_api_url, credential, org)
        yield opened
        if not opened.failed:
            yield organisation.report(source, org, today)
            yield organisation.seats(source, org)
            names, teams[org] = organisation.team_names(source, org)
            yield names
    for wanted in admins:
        yield organisation.admin_team(wanted, settings.github_org, teams.get(wanted.org))
