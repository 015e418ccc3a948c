"""One's own numbers beside the median of a team of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.core.floor import LEAST_DAYS_OF_A_MEDIAN
from dashboard.core.own import Medians, Own
from dashboard.core.subjects import Team
from layouts import bars, charts, own, pieces, words
from layouts.answers import Answers
from layouts.attributes import aria
from layouts.bars import Row
from layouts.pieces import link
from layouts.tables import Column, Table
from layouts.view import View

MEASURES = (("Interactions", "interactions"), ("Acceptances", "acceptances"), ("Lines added", "loc_added"))


@dataclass(frozen=True)
class Beside:
    """Whose median it is: `team`, of all one's own `teams` that qualify."""

    teams: Sequence[Team] = ()
    team: Team | None = None
    medians: Medians = Medians(0)


@dataclass(frozen=True)
class Pair:
    name: str
    mine: int | None
    theirs: int | None


def card(usage: Own, answers: Answers, view: View, beside: Beside) -> Component:
    pairs = _pairs(usage, beside.medians)
    table = Table(
        charts.file_name(own.SUBJECT, "beside-team", answers),
        [Column("Number", "text"), Column("You"), Column("Team’s median")],
        [[pair.name, pair.mine, pair.theirs] for pair in pairs],
    )
    shown = [*_choice(view, beside), _list(pairs)] if answers.known else [charts.no_report(answers, "Your numbers")]
    return pieces.card("beside-team", "Beside your team", _say(usage, beside), "own-median", table, shown, "w8")


def _pairs(usage: Own, medians: Medians) -> list[Pair]:
    now = usage.now.counters
    counted = [Pair(name, getattr(now, counter), getattr(medians, counter)) for name, counter in MEASURES]
    return [Pair("Active days", usage.active_days, medians.active_days), *counted]


def _list(pairs: Sequence[Pair]) -> Component:
    """Each row on a scale of its own."""
    beside = "Team’s median" if any(pair.theirs is not None for pair in pairs) else ""
    return bars.bar_list([_row(pair) for pair in pairs], "Number", "You", compare=False, beside=beside)


def _row(pair: Pair) -> Row:
    track = max(pair.mine or 0, pair.theirs or 0) or 1
    was = None if pair.theirs is None else pair.theirs / track
    return Row(pair.name, (pair.mine or 0) / track, words.count(pair.mine), was, words.count(pair.theirs))


def _say(usage: Own, beside: Beside) -> str:
    if beside.team is None:
        return "Your own numbers. No team of yours is large enough for its median to be shown."
    name, medians = beside.team.name, beside.medians
    if medians.active_days is not None:
        return (
            f"Your own numbers, and as a tick the median of the {words.count(medians.people)} other active members of "
            f"{name}, to two figures. It says what is usual there, not what is good."
        )
    if len(usage.now.span) < LEAST_DAYS_OF_A_MEDIAN:
        return f"Your own numbers. The median of {name} is shown for {LEAST_DAYS_OF_A_MEDIAN} days or more."
    return (
        f"Your own numbers. Too few other members of {name} were active for a median: it would be about single people."
    )


def _choice(view: View, beside: Beside) -> list[Component]:
    if len(beside.teams) < 2:
        return []
    links = [html.Li(_link(view, team, team == beside.team)) for team in beside.teams]
    return [html.Ul(links, className="beside", **aria(label="Whose median"))]


def _link(view: View, team: Team, chosen: bool) -> Component:
    current = aria(current="true") if chosen else {}
    return link(team.name, view.with_page(team=f"{team.org}/{team.slug}").search, **current)
