"""All teams of an organisation side by side, and how their rows add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Day, Freshness
from dashboard.core.overview import AddedUp, TeamOverview
from layouts import charts, controls, grids, pieces, words
from layouts.attributes import aria
from layouts.grids import Choice, Column, Grid
from layouts.pieces import Key
from layouts.sentences import of_days
from layouts.shell import Page, team_path
from layouts.tables import Column as Head
from layouts.tables import Table
from layouts.view import View

MOST_POINTS = 62  # of a sparkline; a longer span is drawn by its weeks
HALF = 0.5
MOST_NAMED = 3  # in a sentence
LICENSED, ADOPTION = 1, 3  # the places of columns
BANDS = ("under 20", "20 to 29", "30 to 39", "40 and over")


@dataclass(frozen=True)
class Overview:
    """`rows` of every team, those of the span before at the same places; `added_up` of the teams that have figures.

    `active` are the organisation's people of the span, as its own page has them; `days` tell the state of the reports.
    """

    org: str
    rows: Sequence[TeamOverview]
    before: Sequence[TeamOverview]
    added_up: AddedUp | None
    active: int | None
    freshness: Freshness
    floor: int
    days: Sequence[Day] = ()

    @property
    def shown(self) -> list[tuple[TeamOverview, TeamOverview]]:
        """Largest adoption first; unknown ones last."""
        found = [(row, then) for row, then in zip(self.rows, self.before, strict=True) if is_shown(row)]
        return sorted(found, key=lambda pair: -1 if (part := pair[0].now.adoption) is None else part, reverse=True)


def is_shown(row: TeamOverview) -> bool:
    return row.team.qualifies and row.now.days_counted > 0


def page(found: Overview, view: View, picker: Component | None) -> Page:
    length = words.days_long(len(view.span))
    shown = found.shown
    return Page(
        title=f"Teams overview of {found.org}, {length}",
        said=f"Teams overview, {length}: {words.counted(len(shown), 'team')}",
        body=[
            pieces.head(
                "Teams overview",
                _answer(found, view),
                pieces.freshness(found.freshness, of_days(found.days, found.freshness.first)),
            ),
            pieces.section("adding-up", "How the rows add up", [[_adding_up(found, view)]], hidden_title=True),
            _grid(found, view),
        ],
        controls=controls.bar(picker, view, found.freshness, found.org, grouped=False),
        notices=view.notices,
    )


def _answer(found: Overview, view: View) -> str:
    shown = found.shown
    if not shown:
        return f"No team of {found.org} has figures in {_these(view)}."
    teams = f"{words.counted(len(shown), 'team')} of {found.org} with {found.floor} or more licensed members."
    changes = [change for row, then in shown if (change := _change(row, then)) is not None]
    if not view.compare or not changes:
        return teams
    more, fewer = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    same = len(changes) - more - fewer
    length = words.days_long(len(view.span))
    unknown = len(shown) - len(changes)
    rest = f" {words.counted(unknown, 'team')} can’t be compared." if unknown else ""
    return f"{teams} In {more} of them more people were active than in the {length} before, in {fewer} fewer, in {same} as many.{rest}"


def _these(view: View) -> str:
    return f"these {words.days_long(len(view.span))}"


def _change(row: TeamOverview, then: TeamOverview) -> int | None:
    now, before = row.now.active_users, then.now.active_users
    return now - before if now is not None and before is not None else None


# How the rows add up


def _adding_up(found: Overview, view: View) -> Component:
    parts, rows = found.added_up, [row.now.active_users for row, _ in found.shown]
    table = Table(
        charts.file_of(found.org, "teams-add-up", view.span),
        [Head("People active", "text"), Head("Number")],
        [[name, number] for name, number, _ in _parts(parts)] if parts else [["in the organisation", found.active]],
    )
    say = _sum_in_words(found, parts, rows)
    shown = [_split(parts)] if parts else []
    return pieces.card("adding-up", f"How the rows come to {found.org}", say, "in-teams", table, shown, "w12")


def _sum_in_words(found: Overview, parts: AddedUp | None, rows: Sequence[int | None]) -> str:
    known = [number for number in rows if number is not None]
    total = f"The {words.counted(len(rows), 'row')} come to {words.counted(sum(known), 'active user')}."
    if parts is None:
        return f"{total} {_without_parts(found)}"
    twice = f"{words.counted(parts.in_several, 'person', 'people')} are in two teams or more"
    none = f"{words.counted(parts.in_none, 'person', 'people')} who are in no team shown here"
    as_there = ", as on the organisation page" if parts.whole == found.active else ""
    return f"{total} {twice}; counted once the teams have {words.count(parts.in_teams)}. With {none}, that is {words.count(parts.whole)}{as_there}."


def _without_parts(found: Overview) -> str:
    if found.active is None:
        return "How many people that is can’t be told for these days: rows of people are gone."
    people = words.counted(found.active, "person", "people")
    return (
        f"Counted once, and with those in no team shown here, that is {people}, as on the organisation page. How many are in "
        f"several teams, or in none, is not said: one of these parts is, or leads to, fewer than {found.floor} people."
    )


def _parts(parts: AddedUp) -> list[tuple[str, int, tuple[str, str]]]:
    return [
        ("in one team", parts.in_one, ("--data", "")),
        ("in several teams", parts.in_several, ("--data-2", "")),
        ("in no team shown", parts.in_none, ("--data-soft", "soft")),
    ]


def _split(parts: AddedUp) -> Component:
    bar = [
        html.Span(className=kind or None, style={"flex": f"{number} 1 0", "--part": f"var({token})"})
        for _, number, (token, kind) in _parts(parts)
        if number
    ]
    entries = [Key(name, token, kind, words.count(number)) for name, number, (token, kind) in _parts(parts)]
    return html.Div([html.Div(bar, className="split", **aria(hidden="true")), pieces.keys("people", entries)])


# The grid


def _grid(found: Overview, view: View) -> Component:
    shown = found.shown
    compared = {place: _change(row, then) for place, (row, then) in enumerate(shown)} if view.compare else {}
    changed = {place: change for place, change in compared.items() if change is not None}
    little = [n for n, (row, _) in enumerate(shown) if row.now.adoption is not None and row.now.adoption < HALF]
    choices = [
        *([Choice("More active", frozenset(n for n, c in changed.items() if c > 0))] if changed else []),
        *([Choice("Fewer active", frozenset(n for n, c in changed.items() if c < 0))] if changed else []),
        Choice("Under half adopted", frozenset(little)),
    ]
    grid = Grid(
        "teams",
        "team",
        charts.file_of(found.org, "teams", view.span),
        _columns(view),
        [_row(row, then, view) for row, then in shown],
        sorted_by=(ADOPTION, True),
        choices=choices,
        term="adoption",
    )
    return grids.card(grid, "Teams", [_bands(), *_left_out(found)])


def _columns(view: View) -> list[Column]:
    measures = [
        Column("Licensed", width=90),
        Column("Active", width=80, on_phone=True),
        Column("Adoption", "share", "bar", width=160, on_phone=True),
        *([Column("Change of active", drawn="change", width=130)] if view.compare else []),
        Column(_points_name(view), "text", "spark", of=LICENSED, width=150),
        Column("Interactions"),
        Column("Acceptance", "share", "band"),
        Column("Lines added", shown=False),
    ]
    return [Column("Team", "text", "link", of=len(measures) + 1, width=190), *measures]


def _points_name(view: View) -> str:
    return "Active a day" if len(view.span) <= MOST_POINTS else "Active a day, by week"


def _row(row: TeamOverview, then: TeamOverview, view: View) -> list[Any]:
    now = row.now
    return [
        row.team.name,
        now.licensed_members,
        now.active_users,
        now.adoption,
        *([_change(row, then)] if view.compare else []),
        _points(row.active_by_day),
        now.counters.interactions,
        now.counters.acceptance_rate,
        now.counters.loc_added,
        team_path(row.team),
    ]


def _points(days: Sequence[int | None]) -> list[float | None]:
    """As many as can be told apart: of a long span the mean of each week's known days."""
    if len(days) <= MOST_POINTS:
        return list(days)
    weeks = [days[first : first + 7] for first in range(0, len(days), 7)]
    known = [[day for day in week if day is not None] for week in weeks]
    return [round(mean(week), 1) if week else None for week in known]


def _bands() -> Component:
    chips = [html.Span(text, className=f"chip band-{step}") for step, text in enumerate(BANDS, 1)]
    return html.Div(["Acceptance rate of completions, %", *chips], className="bands")


def _left_out(found: Overview) -> list[Component]:
    """The teams that are not in the grid, by why."""
    hidden = [row.team for row in found.rows if not is_shown(row)]
    why: dict[str, list[str]] = {}
    for team in hidden:
        reason = f"nearly the same people as {team.beside}" if team.beside else _reason(team.reason, found.floor)
        why.setdefault(reason, []).append(team.name)
    return [_these_teams(names, reason) for reason, names in why.items()]


def _reason(reason: str | None, floor: int) -> str:
    if reason == "too_few_licensed":
        return f"fewer than {floor} members ever had a licence: the figures would be about single people"
    if reason == "too_few_active":
        return f"fewer than {floor} licensed members were ever active"
    return f"no day of these with a report and {floor} licensed members"


def _these_teams(names: Sequence[str], why: str) -> Component:
    if len(names) <= MOST_NAMED:
        return html.Div(f"Not in the table: {words.listed(names)}, {why}.")
    many = html.Details([html.Summary("Show their names"), html.Ul([html.Li(name) for name in names])])
    return html.Div([f"Not in the table: {words.counted(len(names), 'team')}, {why}.", many])
