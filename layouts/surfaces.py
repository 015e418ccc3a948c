"""What a team's and an organisation's page share besides languages: agents and the command line, models and credits."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from layouts import agents, ai_credits, chat, command_line, lines, models, pieces
from layouts.answers import Answers

AGENTS, MODELS = "Agents and the command line", "Models and AI credits"
SECTIONS = (("agents", "Agents, command line"), ("models", MODELS))


def named(answers: Answers) -> Sequence[tuple[str, str]]:
    """Those that the page has: what is only GitHub's isn't any other assistant's."""
    return SECTIONS if answers.assistant == "copilot" else SECTIONS[:1]


def sections(subject: str, answers: Answers, whole: int | None, compare: bool) -> list[Component]:
    """`whole` is how many people there are to use an agent, if that is known."""
    of_agents = [[lines.card(subject, answers), agents.card(subject, answers, whole, compare)]]
    if answers.assistant != "copilot":
        return [pieces.section("agents", AGENTS, of_agents)]
    of_agents.append([chat.card(subject, answers), command_line.card(subject, answers)])
    of_models = [[models.card(subject, answers), ai_credits.card(subject, answers, compare)]]
    return [pieces.section("agents", AGENTS, of_agents), pieces.section("models", MODELS, of_models)]
