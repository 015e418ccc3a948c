"""The teams one may look at."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.numbers import Freshness
from dashboard.core.subjects import Team
from layouts import controls, pieces, words
from layouts.pieces import link
from layouts.shell import Page, team_path

NO_TEAMS = "You are in no team of this organisation. Its totals are open to you."
WHY = {
    "too_few_licensed": "Withheld: too few of its members had a licence",
    "too_few_active": "Withheld: too few of its licensed members were ever active",
}


def page(own: Sequence[Team], others: Sequence[Team], several: bool, picker: Component, fresh: Freshness) -> Page:
    lists = [_list("yours", "Your teams", own, several, alone=not others)] if own else []
    lists += [_list("all", "All other teams", others, several)] if others else []
    return Page(
        title="Teams",
        said=f"Teams: {len(own) + len(others)}",
        body=[
            pieces.head("Your teams", _answer(own, others), pieces.freshness(fresh, [])),
            *lists,
            *([] if own or others else [_none()]),
        ],
        controls=controls.bar(picker, None, fresh, "Team", "choose one"),
    )


def _answer(own: Sequence[Team], others: Sequence[Team]) -> str:
    mine = f"You are in {words.counted(len(own), 'team')}." if own else NO_TEAMS
    small = sum(not team.qualifies for team in own)
    withheld = f" Figures of {_those(small, len(own))} are withheld: the group is too small." if small else ""
    admin = f" As an admin you can also choose {_others(len(others))}." if others else ""
    return f"{mine}{withheld}{admin}"


def _those(some: int, of: int) -> str:
    if some < of:
        return f"{some} of them"
    return "it" if of == 1 else "all of them"


def _others(number: int) -> str:
    return "the other one" if number == 1 else f"any of {words.count(number)} others"


def _none() -> Component:
    go = pieces.button_link("Go to the organisation", "/org", "primary")
    return pieces.state(
        "No team to choose from", "If you have just joined one at GitHub, it appears here within minutes.", [go]
    )


def _list(key: str, title: str, teams: Sequence[Team], several: bool, alone: bool = False) -> Component:
    """One that is `alone` on the page stands under its heading, which says the same."""
    heads = ["Team", *(["Organisation"] if several else []), "Licensed members", "Figures"]
    top = html.Tr([html.Th(name, scope="col", className="num" if name.startswith("Lic") else None) for name in heads])
    rows = html.Tbody([_row(team, several) for team in teams])
    card = html.Div(
        html.Div(html.Table([html.Thead(top), rows], className="table"), className="table-wrap"), className="chart"
    )
    heading = html.H2(title, id=f"{key}-title", className="visually-hidden" if alone else None)
    return html.Section([heading, card], id=key)


def _row(team: Team, several: bool) -> Component:
    name = link(team.name, team_path(team)) if team.qualifies else team.name
    org = [html.Td(team.org)] if several else []
    number = words.count(team.licensed) if team.licensed is not None else ""
    said = f"Withheld: nearly the same people as {team.beside}" if team.beside else WHY.get(team.reason or "", "shown")
    return html.Tr([html.Th(name, scope="row"), *org, html.Td(number, className="num"), html.Td(said)])
