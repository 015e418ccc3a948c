"""What a team's and an organisation's page share besides languages: agents and the command line, models and credits."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import agents, ai_credits, chat, command_line, lines, models, pieces
from layouts.answers import Answers

AGENTS, MODELS = "Agents and the command line", "Models and AI credits"
SECTIONS = (("agents", "Agents, command line"), ("models", MODELS))


def sections(subject: str, answers: Answers, whole: int | None, compare: bool) -> list[Component]:
    """`whole` is how many people there are to use an agent, if that is known."""
    of_agents = [
        [lines.card(subject, answers), agents.card(subject, answers, whole, compare)],
        [chat.card(subject, answers), command_line.card(subject, answers)],
    ]
    of_models = [[models.card(subject, answers), ai_credits.card(subject, answers, compare)]]
    return [pieces.section("agents", AGENTS, of_agents), pieces.section("models", MODELS, of_models)]
