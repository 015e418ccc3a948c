"""Interactions by feature: parts of a sum over time."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import charts, pieces, stacks
from layouts.answers import Answers


def card(subject: str, answers: Answers) -> Component:
    """Prompts by where they were sent; completions have none and are counted beside."""
    parts = stacks.features(stacks.by_name(answers.by_feature, "interactions"))
    say = "Prompts people sent, by where they sent them. Code completions have no prompts: they are counted beside."
    table = stacks.table(subject, "interactions", answers, parts)
    shown = _shown(answers, parts)
    return pieces.card("interactions", "Interactions by feature", say, "interactions", table, shown, "w8")


def _shown(answers: Answers, parts: list[stacks.Part]) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Interactions")]
    if not parts:
        return [charts.nothing_counted(answers, f"Nobody sent a prompt {charts.during(answers)}")]
    what = f"Interactions {charts.a_point(answers)} by feature"
    return stacks.drawn("interactions", what, answers, parts, "interactions")
