"""What a team's members did in Coder, on the team's page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.core.days import Span
from dashboard.core.subjects import Team
from dashboard.core.workspaces import TeamWork
from layouts import ai_use, charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.facts import Fact, facts
from layouts.pieces import Key
from layouts.tables import Column, Table
from layouts.view import View
from layouts.workspace_words import hours

NAME, TITLE = "team-workspaces", "In Coder"


def card(team: Team, found: TeamWork, view: View, floor: int) -> Component:
    table = Table(
        charts.file_of(f"{team.org}-{team.slug}", NAME, view.span),
        [charts.POINT[view.grouping], Column("Members in workspaces"), Column("State", "text")],
        [[point.day, point.active_users, charts.state_of(point)] for point in found.points],
    )
    shown = [facts(told(found)), *_drawn(found, view.span, view), *_few(found, floor), _way(team)]
    say = f"Members with time in a workspace {charts.A_POINT[view.grouping]}, and what they used of models through Coder’s gateway."
    return html.Div(pieces.card(NAME, TITLE, say, "workspace-people", table, shown, "w12"), className="grid")


def told(found: TeamWork) -> list[Fact]:
    facts_of = []
    if found.people is not None:
        worked = f"{words.counted(hours(found.seconds), 'hour')} in workspaces"
        facts_of.append(Fact("At work", words.counted(found.people, "member"), worked))
    if ai := found.ai:
        facts_of.append(
            Fact("Tokens of models", words.count(ai.tokens.all), f"by {words.counted(ai.people, 'member')}")
        )
        if ai.cost_micros is not None:
            facts_of.append(Fact("Cost", ai_use.dollars(ai.cost_micros), "by Coder’s prices"))
    return facts_of


def _drawn(found: TeamWork, span: Span, view: View) -> list[Component]:
    values = [point.active_users for point in found.points]
    if not any(value is not None for value in values):
        return []
    axis = Axis(span, found.points, view.grouping, view.week)
    bars = figures.bars("Members in workspaces", axis, values, marks.INK)
    figure = figures.figure([bars], axis, "seats", figures.headroom(values))
    entries = [Key("members in workspaces", "--data", "", words.count(found.people))]
    said = f"Members in workspaces; {words.counted(found.people, 'member')} over the span."
    return charts.drawn(NAME, "people", entries, figure, said, [])


def _few(found: TeamWork, floor: int) -> list[Component]:
    return [html.P(f"What fewer than {floor} of them did is not said.", className="say")] if found.withheld else []


def _way(team: Team) -> Component:
    return html.P(pieces.link(f"Workspaces of {team.org}", f"/workspaces?org={team.org}"), className="say")
