"""What a request asks for, checked: all problems of one request are said in one answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from dashboard.core.assistants import ASKED, Asked
from dashboard.core.days import Span, parse_day, trailing
from dashboard.core.numbers import DIMENSIONS, Dimension, Freshness
from dashboard.errors import BadRequest, NotFound

USUAL_DAYS = 28
MOST_DAYS = 1100


def assistant(arguments: Mapping[str, str]) -> Asked:
    """Whose numbers are asked for; Copilot's without it. `span` refuses what is none."""
    return next((asked for asked in ASKED if asked == arguments.get("assistant")), "copilot")


def span(arguments: Mapping[str, str], freshness: Freshness, today: date) -> Span:
    """From `from` and `to`; without them, the 28 days that end on the newest day of the history."""
    problems = [(name, "unknown parameter") for name in arguments if name not in ("assistant", "from", "to")]
    if arguments.get("assistant", "copilot") not in ASKED:
        problems.append(("assistant", f"must be one of {', '.join(ASKED)}"))
    days: dict[str, date] = {}
    for name in ("from", "to"):
        if given := arguments.get(name):
            try:
                days[name] = parse_day(given)
            except ValueError:
                problems.append((name, "must be a day written YYYY-MM-DD"))
    if problems:
        raise BadRequest("The request has wrong parameters.", problems)
    return _span(days, freshness.last or today)


def _span(days: Mapping[str, date], newest: date) -> Span:
    last = days.get("to", max(newest, days.get("from", newest)))
    first = days.get("from", trailing(last, USUAL_DAYS).first)
    if first > last:
        raise BadRequest("The request has wrong parameters.", [("from", "must not be later than to")])
    if (last - first).days >= MOST_DAYS:
        raise BadRequest("The request has wrong parameters.", [("from", f"a span has at most {MOST_DAYS} days")])
    return Span(first, last)


def organisation(arguments: Mapping[str, str]) -> str:
    """From `org`, in lower case as in the history; empty without it."""
    if problems := [(name, "unknown parameter") for name in arguments if name != "org"]:
        raise BadRequest("The request has wrong parameters.", problems)
    return arguments.get("org", "").lower()


def dimension(name: str) -> Dimension:
    if name not in DIMENSIONS:
        raise NotFound(f"There is no breakdown by that name; there are {', '.join(DIMENSIONS)}.")
    return cast(Dimension, name)
