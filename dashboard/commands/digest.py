"""One team's week, written or sent: the numbers of its page, under the same floor."""

from __future__ import annotations

import argparse
from datetime import date, timedelta

from callbacks.insights import ask
from dashboard.commands.delivery import destination
from dashboard.commands.local_copy import followed
from dashboard.core.days import Span
from dashboard.core.subjects import Team
from dashboard.errors import Forbidden, HistoryError, WrongUse
from dashboard.insights import Insights
from dashboard.publishing import insights_over, require_shown
from dashboard.settings import Settings, environment, read_settings
from layouts import digest

SIX_DAYS = timedelta(days=6)


def run(arguments: argparse.Namespace) -> int:
    settings = read_settings(environment(), "history")
    deliver = destination(arguments.to, settings)
    with followed(settings) as replica:
        letter = weekly(insights_over(replica, settings), arguments.team, arguments.week, settings)
    deliver(letter)
    return 0


def weekly(insights: Insights, name: str, week: date | None, settings: Settings) -> digest.Letter:
    """Of the week that begins on `week`, or the newest that is complete.

    Raises WrongUse for a team or a week nobody knows, Forbidden for what may not be shown, HistoryError without reports.
    """
    team = require_shown(insights, name)
    freshness = insights.freshness(team)
    if freshness.last is None:
        raise HistoryError(f"nothing is known of {name} yet; run refresh")
    span = days_of(week, freshness.last)
    answers = ask(insights, team, span, freshness)
    require_known(name, span, [day.state for day in answers.days])
    return digest.letter(team, answers, insights.min_team_size, address(settings, team, span))


def days_of(week: date | None, last: date) -> Span:
    """From Monday to Sunday, or to `last`, the newest day there is."""
    monday = week or last - timedelta(days=(last.weekday() + 1) % 7) - SIX_DAYS
    if monday > last:
        raise WrongUse(f"the week of {monday} has no day yet: the newest is {last}")
    return Span(monday, min(monday + SIX_DAYS, last))


def require_known(name: str, span: Span, states: list[str]) -> None:
    if {"final", "provisional"} & set(states):
        return
    if "suppressed" in states:
        raise Forbidden(f"{name} is withheld from {span.first} to {span.last}: too few of its members had a licence")
    raise HistoryError(
        f"no report covers {name} from {span.first} to {span.last}; run refresh, or choose another --week"
    )


def address(settings: Settings, team: Team, span: Span) -> str:
    return f"{settings.public_url}/teams/{team.org}/{team.slug}?from={span.first}&to={span.last}"
