"""Reports as they travel from a source into the history, and which of them to ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import pyarrow as pa

from dashboard.core.coder_rows import CODER, CODER_REPORTS
from dashboard.core.numbers import KNOWN, Coverage, State
from dashboard.core.rows import REPORTS, TABLE_OF, USERS_REPORT

# GitHub keeps a report for one year: https://docs.github.com/en/rest/copilot/copilot-usage-metrics
YEAR = timedelta(days=365)
WEEK = timedelta(days=7)

Known = Mapping[date, Mapping[str, Coverage]]


@dataclass(frozen=True)
class Keeper:
    """Whose reports they are: which there are of a day, from which day on, and for how long they can be asked for. `needs`
    is what has to be set for a refresh to ask; `files` is whether there are any of older days, to be imported."""

    name: str
    reports: tuple[str, ...]
    keeps: timedelta
    begins: date = date.min
    needs: str = ""
    files: bool = True


# GitHub's reports of organisations begin on this day:
# https://docs.github.com/en/copilot/concepts/copilot-usage-metrics/copilot-metrics
GITHUB = Keeper("GitHub", REPORTS, YEAR, date(2025, 12, 12))
# Other assistants tell of people alone: memberships are GitHub's for all of them. Augment looks back two years, Coder
# sixty days.
KEEPERS = {
    "github": GITHUB,
    "augment": Keeper("Augment", (USERS_REPORT,), 2 * YEAR - timedelta(days=1), needs="AUGMENT_API_TOKEN is set"),
    CODER: Keeper("Coder", CODER_REPORTS, timedelta(days=60), needs="CODER_URL and CODER_TOKEN are set", files=False),
}


@dataclass(frozen=True)
class Report:
    """One report of one day. `rows` has the schema of its table; `raw` is the same as NDJSON, one record as fetched a line."""

    name: str
    org: str
    day: date
    rows: pa.Table
    raw: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of asking for `report`; `rows` is the report itself where it came."""

    report: str
    state: State
    reason: str = ""
    rows: Report | None = None


# What the history has of a day's report, beside the same report from elsewhere.
Kept = Literal["nothing", "same", "other", "expired", "damaged"]


def state_of(day: date, fetched_on: date, trailing_days: int) -> Literal["final", "provisional"]:
    """Final when fetched `trailing_days` or more after the day closed, which is at the next midnight UTC."""
    closed = day + timedelta(days=1)
    return "final" if fetched_on - closed >= timedelta(days=trailing_days) else "provisional"


def by_day(coverage: Iterable[Coverage], source: str, org: str) -> Known:
    """What is known of one organisation's reports: day → report → entry. What was imported from old APIs is no report."""
    known: dict[date, dict[str, Coverage]] = defaultdict(dict)
    for entry in coverage:
        if (entry.source, entry.org) == (source, org) and entry.report in TABLE_OF:
            known[entry.day][entry.report] = entry
    return known


def wanted(
    known: Known, now: datetime, since: date | None = None, until: date | None = None, keeper: Keeper = GITHUB
) -> dict[date, tuple[str, ...]]:
    """The reports to ask for now by day, newest day first.

    Without `since`, days before the oldest known one are wanted, too, back to the end of GitHub's year, until
    the walk back has come to its end (see `walked_to_the_end`). Today is never wanted: it hasn't closed.
    """
    last = min(until or now.date(), now.date() - timedelta(days=1))
    first = since or first_to_ask(known, now.date(), keeper)
    days = (last - timedelta(days=back) for back in range((last - first).days + 1))
    asked = {day: missing(known.get(day, {}), now, since is None, keeper) for day in days}
    return {day: reports for day, reports in asked.items() if reports}


def looked_at(
    known: Known, now: datetime, since: date | None = None, until: date | None = None, keeper: Keeper = GITHUB
) -> dict[date, tuple[str, ...]]:
    """As `wanted`, and every known day of a span that was named: what is damaged in the store is found there."""
    asked = wanted(known, now, since, until, keeper)
    last = until or now.date()
    named = {day for day in known if since is not None and since <= day <= last}
    return {day: asked.get(day, ()) for day in sorted({*asked, *named}, reverse=True)}


def first_to_ask(known: Known, today: date, keeper: Keeper = GITHUB) -> date:
    oldest = today - keeper.keeps
    return max(min(known), oldest) if walked_to_the_end(known) else oldest


def walked_to_the_end(known: Known) -> bool:
    """Whether nothing older than the oldest known day is to be had.

    A walk back that found its end records the day after it as not available; one that was interrupted ends at a
    day with a report. Where the oldest rows were purged on purpose, older ones aren't wanted either.
    """
    if not known:
        return False
    return not {entry.state for entry in known[min(known)].values()} & {*KNOWN, "failed"}


def missing(
    entries: Mapping[str, Coverage], now: datetime, patient: bool = True, keeper: Keeper = GITHUB
) -> tuple[str, ...]:
    """The reports of one day to ask for; `patient` leaves out those that weren't there when asked less than a week ago."""
    return tuple(report for report in keeper.reports if report not in entries or moving(entries[report], now, patient))


def moving(entry: Coverage, now: datetime, patient: bool = True) -> bool:
    """Whether asking again may bring something new. A report not there a week after its day is asked for weekly."""
    if entry.state == "not_available":
        late = now.date() - entry.day > WEEK
        return not (late and patient) or now - entry.checked_at >= WEEK
    return entry.state in ("provisional", "failed")
