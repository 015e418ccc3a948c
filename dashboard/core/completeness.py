"""Is the data complete and fresh, and what can be done about it: in words, the same on the page and in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from dashboard.core.coder_rows import DEPLOYMENT_REPORT, SESSIONS_REPORT, SPEND_REPORT, WORKSPACES_REPORT
from dashboard.core.coverage import Hole, Inventory, Sign, Way
from dashboard.core.days import Span
from dashboard.core.reports import GITHUB, KEEPERS
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPOS_REPORT, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT

SIGNS: dict[Sign, str] = {
    "final": "final",
    "provisional": "may still change",
    "not_available": "no report",
    "failed": "failed",
    "expired": "removed",
    "awaited": "not published yet",
    "unasked": "not asked for",
}
REPORT_NAMES = {
    USERS_REPORT: "Users",
    MEMBERS_REPORT: "Team memberships",
    ORG_REPORT: "Organisation",
    REPOS_REPORT: "Repositories",
    WORKSPACES_REPORT: "Workspaces",
    DEPLOYMENT_REPORT: "Deployment",
    SPEND_REPORT: "AI spend",
    SESSIONS_REPORT: "AI sessions",
    SEATS_REPORT: "Seats",
}
NEVER = "No report has come yet. The first refresh brings them: python -m dashboard refresh"
SILENT_AFTER = timedelta(days=2)  # a refresh runs every few hours; a weekend is longer than a fault may last
InWords = Callable[[date], str]


def completeness(found: Inventory, now: datetime, in_words: InWords = str) -> str:
    """One sentence from when to when it is complete and what is missing, then only what else there is to worry about."""
    known = found.known
    if known is None:
        return NEVER
    told = [
        _whole(known, found.missing(), KEEPERS.get(found.source, GITHUB).name, in_words),
        _absent(found),
        _seats(found),
        _silence(found, now),
    ]
    return " ".join(sentence for sentence in told if sentence)


def _whole(known: Span, missing: Mapping[date, Way], whose: str, in_words: InWords) -> str:
    span = f"Complete from {in_words(known.first)} to {in_words(known.last)}"
    within = {day: way for day, way in missing.items() if day in known}
    since = [day for day in missing if day > known.last]
    late = f" Nothing has come since, of {_days(len(since))} that should be there." if since else ""
    return f"{span}{_but(within, whose)}.{late}"


def _but(missing: Mapping[date, Way], whose: str) -> str:
    counts = Counter(missing.values())
    if not counts:
        return ""
    if len(counts) == 1:
        ((way, days),) = counts.items()
        return f" but for {_days(days)} {_ALL[way].format(whose=whose)}"
    parts = [_SOME[way].format(counts[way], whose=whose) for way in _SOME if counts[way]]
    return f" but for {_days(len(missing))}: {', '.join(parts[:-1])} and {parts[-1]}"


_ALL: dict[Way, str] = {
    "fetch": "that can still be fetched",
    "wait": "of which {whose} has had no report so far",
    "import": "that {whose} no longer keeps",
}
_SOME: dict[Way, str] = {
    "fetch": "{} can still be fetched",
    "wait": "of {} {whose} has had no report so far",
    "import": "{} {whose} no longer keeps",
}


def _absent(found: Inventory) -> str:
    names = [_within(report_name(report)) for report in found.absent]
    return f"Of {' and '.join(names)} no report has ever come." if names else ""


def _within(name: str) -> str:
    """A sentence."""
    return name if name.startswith("AI ") else name.lower()


def _seats(found: Inventory) -> str:
    """Only what is wrong with the newest snapshot."""
    why = found.seats.reason if found.seats else ""
    return f"Of seats: {why}." if why else ""


def _silence(found: Inventory, now: datetime) -> str:
    if found.last_tried is None or now - found.last_tried < SILENT_AFTER:
        return ""
    return f"Nothing was asked for in the last {_days((now - found.last_tried).days)}: see whether refresh still runs."


def report_name(report: str) -> str:
    return REPORT_NAMES.get(report, report)


def advice(hole: Hole, in_words: InWords = str) -> str:
    """What happens by itself, and until when; the command is for whoever won't wait."""
    if hole.way == "import":
        how = "only a file can fill it" if hole.keeper.files else "nothing can fill it"
        return f"Older than {hole.keeper.name} keeps: {how}."
    again = "Refresh goes on asking for it" if hole.way == "wait" else "The next refresh asks for it again"
    where = f", where {hole.keeper.needs}" if hole.keeper.needs else ""
    return f"{again}{where}; {hole.keeper.name} keeps it until {in_words(hole.kept_until)}."


def command(hole: Hole) -> str:
    """Empty where there is none."""
    if hole.way == "import":
        return "python -m dashboard import FILE" if hole.keeper.files else ""
    return f"python -m dashboard refresh --since {hole.span.first} --until {hole.span.last}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
