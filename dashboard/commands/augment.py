"""Augment's usage into files, as the public scraper wrote them: a table of a span, or 28 days one by one."""

from __future__ import annotations

import argparse
import fcntl
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from dashboard.commands import augment_cookies as cookies
from dashboard.commands.augment_days import Reader, as_csv, days_into
from dashboard.commands.given_out import given_out
from dashboard.core.augment import Record
from dashboard.core.augment_files import monthly_summary, table_name, tenant_summary
from dashboard.core.augment_rows import Row
from dashboard.core.days import ONE_DAY, Span, parse_day, trailing
from dashboard.errors import Away, WrongUse
from dashboard.setting_values import endpoints, log_level
from dashboard.settings import Settings, environment, read_settings
from dashboard.sources.augment import WINDOW, AugmentApi, Pace
from dashboard.sources.augment_dashboard import MONTHLY, TENANT, USERS, AugmentDashboard
from dashboard.sources.http import Patience

DAYS = 28
log = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    settings = with_options(read_settings(environment(), "history"), arguments)
    logging.getLogger("dashboard").setLevel(settings.augment_log_level)
    if arguments.auth:
        return authenticate(settings)
    span = span_of(arguments, settings, datetime.now(UTC).date())
    reader = reader_of(settings)
    folder = Path(settings.augment_export_dir)
    with alone(folder):
        if arguments.last_28_days:
            return days_into(folder, reader, span, settings.augment_enterprise_id or None)
        write_table(folder / (arguments.out or table_name(span)), reader.people(span), reader.summaries(span))
    return 0


def with_options(settings: Settings, arguments: argparse.Namespace) -> Settings:
    try:
        if arguments.log_level:
            settings = replace(settings, augment_log_level=log_level(arguments.log_level))
        if arguments.endpoints:
            settings = replace(settings, augment_scrape_endpoints=endpoints(arguments.endpoints))
    except ValueError as problem:
        raise WrongUse(str(problem)) from None
    return settings


def authenticate(settings: Settings) -> int:
    """Keeps nothing that doesn't work."""
    found = cookies.asked_for(settings.augment_metrics_api_base_url)
    yesterday = datetime.now(UTC).date() - ONE_DAY
    dashboard_of(settings, found).fetch_people(Span(yesterday, yesterday))
    path = Path(settings.augment_cookie_file)
    cookies.keep(path, found)
    print(cookies.KEPT.format(path=path))
    return 0


def span_of(arguments: argparse.Namespace, settings: Settings, today: date) -> Span:
    """Raises WrongUse."""
    if arguments.last_28_days:
        if arguments.dates or arguments.out:
            raise WrongUse("--last-28-days says which days and files: leave out the dates and --out")
        return trailing(today - ONE_DAY, DAYS)
    if len(arguments.dates) > 2:
        raise WrongUse("name one day, or the first and the last one")
    if not arguments.dates:
        return trailing(today - ONE_DAY * bool(settings.augment_api_token), settings.augment_lookback_days)
    first, last = arguments.dates[0], arguments.dates[-1]
    newest = today - ONE_DAY * bool(settings.augment_api_token)
    if first > last:
        raise WrongUse(f"{first} is later than {last}")
    if last > newest:
        raise WrongUse(f"{last} is still to come; the newest day to be had is {newest}")
    return Span(first, last)


def day(text: str) -> date:
    """MM-DD-YYYY as the scraper took it, or YYYY-MM-DD."""
    try:
        american = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", text)
        return parse_day(f"{american[3]}-{american[1]}-{american[2]}" if american else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a day written MM-DD-YYYY or YYYY-MM-DD") from None


def reader_of(settings: Settings) -> Reader:
    """The official API where there is a token for it."""
    if settings.augment_api_token:
        return OfficialApi(api_of(settings))
    found = cookies.kept(Path(settings.augment_cookie_file))
    return Scraped(dashboard_of(settings, found), settings.augment_scrape_endpoints)


def api_of(settings: Settings) -> AugmentApi:
    return AugmentApi(
        settings.augment_api_url,
        settings.augment_api_token,
        patience_of(settings),
        Pace(settings.augment_requests_a_minute),
        settings.augment_request_timeout_seconds,
    )


def dashboard_of(settings: Settings, found: dict[str, str]) -> AugmentDashboard:
    paths = {
        USERS: settings.augment_user_feature_stats_endpoint,
        TENANT: settings.augment_tenant_feature_stats_endpoint,
        MONTHLY: settings.augment_tenant_mau_endpoint,
    }
    timeout = settings.augment_request_timeout_seconds
    return AugmentDashboard(settings.augment_metrics_api_base_url, found, paths, patience_of(settings), timeout)


def patience_of(settings: Settings) -> Patience:
    backoff = settings.augment_retry_backoff_seconds
    return Patience(settings.augment_max_retries + 1, first_backoff=backoff, secondary_limit=10 * backoff)


@dataclass(frozen=True)
class OfficialApi:
    api: AugmentApi

    def people(self, span: Span) -> list[Record]:
        if len(span) > WINDOW:
            raise WrongUse(f"Augment's API gives at most {WINDOW} days at once; name fewer")
        return self.api.fetch_span(span)

    def summaries(self, span: Span) -> list[Row]:
        return []


@dataclass(frozen=True)
class Scraped:
    dashboard: AugmentDashboard
    wanted: Sequence[str]

    def people(self, span: Span) -> list[Record]:
        return self.dashboard.fetch_people(span) if USERS in self.wanted else []

    def summaries(self, span: Span) -> list[Row]:
        shapes = {TENANT: tenant_summary, MONTHLY: monthly_summary}
        return [shape(self.dashboard.fetch(name, span)) for name, shape in shapes.items() if name in self.wanted]


def write_table(path: Path, people: Sequence[Record], summaries: Sequence[Row]) -> None:
    """All of it or nothing. Raises Away where an answer can't be read."""
    text = as_csv(people, summaries)
    with given_out(path) as out:
        out.write(text)
    print(f"{path}: {len(people)} people")


def alone(folder: Path) -> TextIO:
    """For one run at a time, until it is closed. Raises WrongUse, or Away while there is another run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".augment.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Away(f"another run of augment writes to {folder}; wait for it, or end it") from None
    except OSError as error:
        raise WrongUse(f"{folder} can't be written: {error.strerror}; set AUGMENT_EXPORT_DIR") from None
    return lock
