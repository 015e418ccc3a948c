"""Tokens and what they cost, by client, model and team, as Coder's AI gateway counts them."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.cells import OTHER
from dashboard.core.workspaces import AiUse, Workspaces
from layouts import charts, figures, marks, pieces, words
from layouts.axis import Axis
from layouts.bars import MOST_ROWS, Row, bar_list
from layouts.facts import Fact, facts
from layouts.pieces import Key
from layouts.tables import Column, Table
from layouts.view import View

COLUMNS = (
    Column("People"),
    Column("Sessions"),
    Column("Prompts"),
    Column("Tokens in"),
    Column("Tokens out"),
    Column("Tokens from cache"),
    Column("Tokens to cache"),
    Column("Cost, USD"),
)
NO_GATEWAY = (
    "Nothing is known of AI use",
    "Coder’s AI gateway comes with a licence of its own, and the token needs the role auditor.",
)

TOO_FEW = ("Too few people to show", "Few people used models here: figures would be about single people.")


def dollars(micros: int | None) -> str:
    if micros is None:
        return words.UNKNOWN
    return f"${micros / 1e6:,.0f}" if micros >= 100_000_000 else f"${micros / 1e6:,.2f}"


def cards(org: str, known: Workspaces, view: View, floor: int) -> list[list[Component]]:
    ai = known.ai
    if ai is None:
        table = Table(charts.file_of(org, "ai-use", known.span), [Column("AI use", "text")], [])
        why = pieces.state(*(TOO_FEW if known.ai_withheld else NO_GATEWAY))
        say = "Tokens of models, and what they cost."
        return [[pieces.card("ai-use", "AI use through Coder’s gateway", say, "ai-tokens", table, [why], "w12")]]
    source = "the export of spend" if known.spend_known else "sessions, as there is no export of spend"
    few = f" A team in which fewer than {floor} used it is withheld."
    return [
        [_whole(org, known, ai, source)],
        [
            _by(org, known, "ai-by-client", "By client", "Client", "What people talked to models with.", known.clients),
            _by(org, known, "ai-by-model", "By model", "Model", f"From {source}.", known.models),
        ],
        [
            _by(
                org,
                known,
                "ai-by-team",
                "By team",
                "Team",
                f"Teams you may see. Somebody in two is in both.{few}",
                known.teams,
            ),
            _over_time(org, known, view),
        ],
    ]


def _whole(org: str, known: Workspaces, ai: AiUse, source: str) -> Component:
    table = Table(charts.file_of(org, "ai-use", known.span), COLUMNS, [_cells(ai)])
    told = [
        Fact("People", words.count(ai.people), "each once"),
        Fact("Prompts", words.count(ai.prompts), f"in {words.counted(ai.sessions, 'session')}" if ai.sessions else ""),
        Fact("Tokens in", words.count(ai.tokens.input), f"{words.count(ai.tokens.cache_read)} from a cache"),
        Fact("Tokens out", words.count(ai.tokens.output), f"{words.count(ai.tokens.cache_write)} into a cache"),
        Fact("Cost", dollars(ai.cost_micros), "by Coder’s prices"),
    ]
    say = f"Tokens are from {source}. A model without a price costs nothing here."
    return pieces.card("ai-use", "AI use through Coder’s gateway", say, "ai-tokens", table, [facts(told)], "w12")


def _over_time(org: str, known: Workspaces, view: View) -> Component:
    """What it costs; without an export of spend, millions of tokens."""
    name, axis = "ai-over-time", Axis(known.span, [each.point for each in known.ai_points], view.grouping, view.week)
    table = Table(
        charts.file_of(org, name, known.span),
        [charts.POINT[view.grouping], *COLUMNS, Column("State", "text")],
        [
            [each.point.day, *_cells(each.use or AiUse("", None)), charts.state_of(each.point)]
            for each in known.ai_points
        ],
    )
    counted = [_drawn(each.use, known.spend_known) for each in known.ai_points]
    unit, title = ("US dollars", "Cost over time") if known.spend_known else ("million tokens", "Tokens over time")
    bars = figures.bars(unit, axis, counted, marks.INK)
    figure = figures.figure([bars], axis, "seats", figures.headroom(counted), narrow=True)
    whole = known.ai or AiUse("", None)
    total = dollars(whole.cost_micros) if known.spend_known else words.short(whole.tokens.all)
    said = f"{title}; {total} over the span."
    shown = charts.drawn(name, unit, [Key("in all", "--data", "", total)], figure, said, [])
    say = (
        f"What it cost {charts.A_POINT[view.grouping]}, by Coder’s prices."
        if known.spend_known
        else "Sent to models and got back."
    )
    return pieces.card(name, title, say, "ai-tokens", table, shown, "w6")


def _drawn(use: AiUse | None, spent: bool) -> float | None:
    number = None if use is None else use.cost_micros if spent else use.tokens.all
    return None if number is None else round(number / 1e6, 2)


def _by(org: str, known: Workspaces, name: str, title: str, thing: str, say: str, rows: Sequence[AiUse]) -> Component:
    table = Table(
        charts.file_of(org, name, known.span),
        [Column(thing, "text"), *COLUMNS],
        [[_name(use), *_cells(use)] for use in rows],
    )
    most = max((use.tokens.all or 0 for use in rows), default=0) or 1
    shown = [_row(use, most) for use in rows[:MOST_ROWS]]
    drawn = bar_list(shown, thing, "Tokens", False, _beside(rows)) if rows else pieces.state("Nothing to show", "None.")
    return pieces.card(name, title, say, "ai-tokens", table, [drawn], "w6")


def _beside(rows: Sequence[AiUse]) -> str:
    """Cost where it is known, else prompts, else people."""
    if any(use.cost_micros is not None for use in rows):
        return "Cost"
    return "Prompts" if any(use.prompts is not None for use in rows) else "People"


def _row(use: AiUse, most: int) -> Row:
    if use.withheld:
        return Row(use.name, 0, "", withheld="too few people to show")
    beside = dollars(use.cost_micros) if use.cost_micros is not None else words.count(use.prompts)
    tokens = use.tokens.all
    return Row(_name(use), (tokens or 0) / most, words.short(tokens), before=beside)


def _name(use: AiUse) -> str:
    return "Other" if use.name == OTHER else use.name


def _cells(use: AiUse) -> list[int | float | None]:
    tokens = use.tokens
    cost = None if use.cost_micros is None else use.cost_micros / 1e6
    counts = (use.people, use.sessions, use.prompts)
    return [*counts, tokens.input, tokens.output, tokens.cache_read, tokens.cache_write, cost]
