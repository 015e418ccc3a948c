"""A few numbers of a card, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component


@dataclass(frozen=True)
class Fact:
    """`number` in words; `small` says what it is of, or set against."""

    name: str
    number: str
    small: str = ""


def facts(shown: Sequence[Fact]) -> Component:
    return html.Dl([_fact(fact) for fact in shown], className="stat-row")


def _fact(fact: Fact) -> Component:
    small = [html.Small(fact.small)] if fact.small else []
    return html.Div([html.Dt(fact.name), html.Dd([fact.number, *small])])
