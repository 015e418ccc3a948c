"""What is missing of reports, and what to do about it: a row for days in a row."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.completeness import SIGNS, advice, command, report_name
from dashboard.core.coverage import Hole
from dashboard.core.days import Span
from layouts import calendars, pieces, words

FIRST, MOST = 5, 25


def card(holes: Sequence[Hole]) -> Component:
    """The newest, and those before them where they are asked for."""
    inside = [_table(holes[:FIRST]), *_older(holes[FIRST:])] if holes else [_nothing()]
    return html.Div(inside, className="chart holes")


def _older(holes: Sequence[Hole]) -> list[Component]:
    if not holes:
        return []
    shown, left = holes[: MOST - FIRST], holes[MOST - FIRST :]
    told = f"The {words.count(len(left))} before them are told by: python -m dashboard coverage"
    rest = [html.P(told)] if left else []
    return [html.Details([html.Summary(f"{words.count(len(holes))} more"), _table(shown), *rest])]


def _nothing() -> Component:
    return html.P("Nothing: of every day that has been published, each report is here.", className="muted")


def _table(holes: Sequence[Hole]) -> Component:
    names = ("Days", "Reports", "What happened", "What to do")
    top = html.Tr([html.Th(name, scope="col") for name in names])
    body = html.Tbody([_hole(hole) for hole in holes])
    return html.Div(html.Table([html.Thead(top), body], className="table"), className="table-wrap")


def _hole(hole: Hole) -> Component:
    reports = words.listed([report_name(report) for report in hole.reports])
    tried = f"Last tried on {words.short_day(hole.checked_at)}, {hole.checked_at:%H:%M} UTC" if hole.checked_at else ""
    reason = words.sentence(hole.reason) if hole.reason else ""
    happened = [html.Div(text, className=kind) for text, kind in ((reason, None), (tried, "faint")) if text]
    return html.Tr(
        [
            html.Th([html.Span(_when(hole.span), className="nowrap"), html.Div(_length(hole))], scope="row"),
            html.Td(reports),
            html.Td([html.Div([pieces.swatch(calendars.SWATCHES[hole.sign]), " ", SIGNS[hole.sign]]), *happened]),
            html.Td([html.Div(advice(hole, words.full_day)), *([html.Code(said)] if (said := command(hole)) else [])]),
        ]
    )


def _when(span: Span) -> str:
    return words.span(span) if len(span) > 1 else f"{words.short_day(span.first)} {span.first.year}"


def _length(hole: Hole) -> str:
    return words.days_long(len(hole.span)) if len(hole.span) > 1 else words.WEEKDAYS[hole.span.first.weekday()]
