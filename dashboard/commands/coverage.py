"""What the history has of every report and day."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby

import pyarrow.compute as pc

from dashboard.core.completeness import SIGNS, advice, command, completeness
from dashboard.core.coverage import Calendar, Hole, Inventory, Legacy, Sign, Square, inventories, record
from dashboard.core.numbers import Coverage
from dashboard.history.assistants import Assistant
from dashboard.history.draft import GITHUB
from dashboard.history.objects import open_objects
from dashboard.history.store import History
from dashboard.settings import environment, read_settings

SIGNS_DRAWN: dict[Sign, str] = {
    "final": "█",
    "provisional": "▒",
    "not_available": "·",
    "failed": "!",
    "expired": "-",
    "awaited": "…",
    "unasked": "?",
}
UNMATCHED = """{org} ({source}): {unmatched} of {all} people are matched to no account at GitHub, and so in no team.
identities.csv under CONFIG_URL says whose they are (docs/augment.md):
  {names}"""
PLAIN = str.maketrans("█▒·…", "#+.,")
EMPTY = "The history is empty. Fill it with: python -m dashboard refresh"
RULER = "          1   5    10   15   20   25   30"
OLD = {"legacy_org": "the organisation", "legacy_team": "its teams"}


def run(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    history = History(open_objects(settings.history_url))
    coverage = history.coverage()
    if arguments.json:
        print(as_json(coverage))
        return 0
    told = [as_text(coverage, datetime.now(UTC)), *unmatched(history, coverage)]
    print(drawn_for(sys.stdout.encoding, "\n\n".join(told)))
    return 0


def unmatched(history: History, coverage: Sequence[Coverage]) -> Iterator[str]:
    """Of each other assistant, who is matched to no account at GitHub."""
    for source, org in sorted({(entry.source, entry.org) for entry in coverage if entry.source != GITHUB}):
        people = Assistant(history, source, org).people()
        names = sorted(people.filter(pc.invert(people["matched"])).column("name").to_pylist())
        if names:
            yield UNMATCHED.format(
                org=org, source=source, unmatched=len(names), all=people.num_rows, names="\n  ".join(names)
            )


def as_json(coverage: Sequence[Coverage]) -> str:
    return json.dumps({"coverage": [record(entry) for entry in coverage]})


def drawn_for(encoding: str, text: str) -> str:
    """`text` with signs that a terminal of this encoding has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN)
    return text


def as_text(coverage: Sequence[Coverage], now: datetime) -> str:
    """Of each organisation: whether it is complete, a calendar a report, and the holes."""
    found = inventories(coverage, now.date())
    return "\n\n".join("\n".join(_told(each, now)) for each in found) or EMPTY


def _told(found: Inventory, now: datetime) -> Iterator[str]:
    yield f"{found.org} ({found.source}): {completeness(found, now)}"
    drawn = [*found.calendars, *([found.snapshots] if found.snapshots else [])]
    for calendar in drawn:
        yield from ("", calendar.report, RULER, *_months(calendar))
    if drawn:
        yield from ("", f"  {'  '.join(f'{sign} {SIGNS[name]}' for name, sign in SIGNS_DRAWN.items())}")
    if found.holes:
        yield from ("", "What is missing", *(line for hole in found.holes for line in _hole(hole)))
    if found.legacy:
        yield from ("", *(_legacy(old) for old in found.legacy))


def _months(calendar: Calendar) -> Iterator[str]:
    """The newest first; a month that isn't whole keeps its days in their places."""
    months = groupby(calendar.squares, lambda square: (square.day.year, square.day.month))
    lines = [_month(list(squares)) for _, squares in months]
    yield from reversed(lines)


def _month(squares: Sequence[Square]) -> str:
    before = " " * (squares[0].day.day - 1)
    return f"  {squares[0].day:%Y-%m} {before}{''.join(SIGNS_DRAWN[square.sign] for square in squares)}"


def _hole(hole: Hole) -> Iterator[str]:
    tried = f", last tried {hole.checked_at:%Y-%m-%d %H:%M} UTC" if hole.checked_at else ""
    yield f"  {_span(hole.span.first, hole.span.last)}  {', '.join(hole.reports)}: {SIGNS[hole.sign]}{tried}"
    if hole.reason:
        yield f"    {hole.reason}"
    yield f"    {advice(hole)} {command(hole)}".rstrip()


def _legacy(old: Legacy) -> str:
    span = f"{old.span.first}..{old.span.last}"
    return f"Old API numbers of {OLD.get(old.report, old.report)}: {span}, {old.days:,} days"


def _span(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}..{last}"
