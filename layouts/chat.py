"""Chat by mode: prompts sent in an editor's chat, as parts of their sum over time."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import charts, pieces, stacks, words
from layouts.answers import Answers

SAID = "Prompts people sent in the chat of an editor, by the mode it was in."


def card(subject: str, answers: Answers) -> Component:
    """Of the interactions those of chat alone, so that small modes can be seen."""
    sums = stacks.by_name((cell for cell in answers.by_feature if is_chat(cell.name)), "interactions")
    parts = stacks.features(sums)
    table = stacks.table(subject, "chat-by-mode", answers, parts)
    return pieces.card(
        "chat", "Chat by mode", _say(answers, parts), "chat-by-mode", table, _shown(answers, parts), "w8"
    )


def is_chat(feature: str) -> bool:
    """Whether GitHub's value names a mode of chat in an editor."""
    return feature.startswith("chat_")


def _say(answers: Answers, parts: list[stacks.Part]) -> str:
    every = answers.summary.now.counters.interactions
    chats = sum(part.total for part in parts)
    share = f" They are {words.per_cent(chats / every)} of all interactions." if every and chats else ""
    return f"{SAID}{share}"


def _shown(answers: Answers, parts: list[stacks.Part]) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Prompts in chat")]
    if not parts:
        return [charts.nothing_counted(answers, f"Nobody sent a prompt in chat {charts.during(answers)}")]
    return stacks.drawn("chat", f"Prompts in chat {charts.a_point(answers)} by mode", answers, parts, "chat")
