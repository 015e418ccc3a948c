"""Where one belongs, and one's personal keys for the API: the parts of "Your usage" that aren't numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.core.subjects import Team
from layouts import ids, words
from layouts.attributes import aria
from layouts.pieces import link
from layouts.shell import team_path

WHAT_FOR = (
    "A key lets a script of yours read the JSON API as you: it sees what you see, and no more. It is over after 90 days, when "
    "you revoke it, or when GitHub no longer accepts your sign-in. Signing out of the browser leaves it alone."
)
MOST = 5
SECTIONS = (("belong", "Where you belong"), ("keys", "Personal keys"))


@dataclass(frozen=True)
class Account:
    """`id` is GitHub's number of them."""

    id: int
    login: str
    orgs: Sequence[str]
    admin_of: Sequence[str]
    teams: Sequence[Team]


@dataclass(frozen=True)
class Key:
    """`used` is the last day on which it was; None if it never was."""

    id: str
    label: str
    made: date
    used: date | None
    ends: date


def sections(account: Account, keys: Sequence[Key]) -> list[Component]:
    return [
        html.Section([html.H2("Where you belong", id="belong-title"), _belonging(account)], id="belong"),
        html.Section(
            [html.H2("Personal keys", id="keys-title"), html.P(WHAT_FOR, className="answer"), _keys(keys)], id="keys"
        ),
    ]


def _belonging(account: Account) -> Component:
    rows = [
        ("At GitHub", f"{account.login}, which is number {account.id}"),
        ("Organisations", words.listed(account.orgs)),
        ("Admin of", words.listed(account.admin_of) or "none of them"),
        ("Teams", _teams(account.teams)),
    ]
    body = [html.Tr([html.Th(name, scope="row"), html.Td(value)]) for name, value in rows]
    return _card(html.Table(html.Tbody(body), className="table"))


def _teams(teams: Sequence[Team]) -> Component | str:
    if not teams:
        return "none of these organisations"
    names = [link(team.name, team_path(team)) if team.qualifies else html.Span(team.name) for team in teams]
    return html.Span([part for name in names for part in (", ", name)][1:])


def _keys(keys: Sequence[Key]) -> Component:
    form = (
        _form() if len(keys) < MOST else html.P(f"You have {MOST} keys, which is the most: revoke one to make another.")
    )
    return html.Div([*([_table(keys)] if keys else []), form])


def _table(keys: Sequence[Key]) -> Component:
    heads = [html.Th(name, scope="col") for name in ("Key", "Made", "Last used", "Ends")]
    top = html.Tr([*heads, html.Td()])
    return _card(html.Table([html.Thead(top), html.Tbody([_row(key) for key in keys])], className="table"))


def _row(key: Key) -> Component:
    days = [html.Td(_day(found) if found else "never") for found in (key.made, key.used, key.ends)]
    revoke = html.Button(
        "Revoke", className="btn btn-secondary", type="submit", **aria(label=f"Revoke the key {key.label}")
    )
    form = html.Form(revoke, action=f"/me/keys/{key.id}/revoke", method="POST")
    return html.Tr([html.Th(key.label, scope="row"), *days, html.Td(form)])


def _day(day: date) -> str:
    return f"{words.short_day(day)} {day.year}"


def _form() -> Component:
    """A form of its own address: the answer shows the key, once."""
    field = html.Div(
        [
            html.Label("What is it for?", htmlFor=ids.KEY_LABEL),
            dbc.Input(id=ids.KEY_LABEL, name="label", type="text", maxlength=60, required=True, autocomplete="off"),
            html.Button("Make a key", className="btn btn-primary", type="submit"),
        ],
        className="dates-form key-form",
    )
    return html.Form(field, action="/me/keys", method="POST")


def _card(table: Component) -> Component:
    return html.Div(html.Div(table, className="table-wrap"), className="chart own")
