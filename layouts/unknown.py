"""What stands in the place of all figures when nothing is known of any day of the span: why, once, and the way on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import charts, pieces
from layouts.answers import Answers

ANSWER = "Nothing can be shown of these days."
THING = "The figures of these days"


def section(answers: Answers) -> Component:
    reason = html.Div(charts.no_report(answers, THING), className="chart w12")
    return pieces.section("activity", "Activity", [[reason]], hidden_title=True)
