"""A day of GitHub's old APIs into a row of `legacy_org`, and of `legacy_team` but for whose it is.

Both are closed; their shapes: https://docs.github.com/en/rest/copilot/copilot-metrics, and before February 2025
`/copilot/usage`. Anything in them can be missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from dashboard.core.legacy import LEGACY_COUNTERS
from dashboard.importing.parts import Part

Row = dict[str, Any]

OF_CODE = (
    "total_engaged_users",
    "total_code_suggestions",
    "total_code_acceptances",
    "total_code_lines_suggested",
    "total_code_lines_accepted",
)
OF_CHAT = ("total_engaged_users", "total_chats", "total_chat_insertion_events", "total_chat_copy_events")
# Column → field of the older API, where that is named differently.
USAGE_TOTALS = {
    "total_code_suggestions": "total_suggestions_count",
    "total_code_acceptances": "total_acceptances_count",
    "total_code_lines_suggested": "total_lines_suggested",
    "total_code_lines_accepted": "total_lines_accepted",
    "total_chat_engaged_users": "total_active_chat_users",
}
USAGE_BREAKDOWN = {
    "total_engaged_users": "active_users",
    "total_code_suggestions": "suggestions_count",
    "total_code_acceptances": "acceptances_count",
    "total_code_lines_suggested": "lines_suggested",
    "total_code_lines_accepted": "lines_accepted",
}


def legacy_row(record: Mapping[str, Any], today: date) -> tuple[date, Row]:
    """Raises ValueError with the path of what is wrong."""
    part = Part(record)
    of_metrics = "date" in record
    day = part.day("date" if of_metrics else "day")
    if day > today:
        raise ValueError(f"{day} is still to come")
    if of_metrics:
        return day, _row("metrics", metrics_columns(part), record)
    return day, _row("usage", usage_columns(part), record)


def metrics_columns(day: Part) -> Row:
    completions, ide_chat = day.part("copilot_ide_code_completions"), day.part("copilot_ide_chat")
    dotcom_chat, pull_requests = day.part("copilot_dotcom_chat"), day.part("copilot_dotcom_pull_requests")
    code, chat = metrics_code(completions), metrics_chat(ide_chat)
    dotcom_chats = [counts(model, ("total_chats",)) for model in dotcom_chat.parts("models")]
    return {
        **{name: day.count(name) for name in ("total_active_users", "total_engaged_users")},
        "total_code_engaged_users": completions.count("total_engaged_users"),
        **{name: total(code, name) for name in OF_CODE[1:]},
        "total_chat_engaged_users": ide_chat.count("total_engaged_users"),
        **{name: total(chat, name) for name in OF_CHAT[1:]},
        "total_dotcom_chat_engaged_users": dotcom_chat.count("total_engaged_users"),
        "total_dotcom_chats": total(dotcom_chats, "total_chats"),
        "total_dotcom_pull_requests_engaged_users": pull_requests.count("total_engaged_users"),
        "code": code if "editors" in completions.fields else None,
        "chat": chat if "editors" in ide_chat.fields else None,
    }


def metrics_code(completions: Part) -> list[Row]:
    """A row for each language of each model of each editor."""
    return [
        {"editor": editor.text("name"), "model": model.text("name"), "language": language.text("name")}
        | counts(language, OF_CODE)
        for editor in completions.parts("editors")
        for model in editor.parts("models")
        for language in model.parts("languages")
    ]


def metrics_chat(chat: Part) -> list[Row]:
    """A row for each model of each editor."""
    return [
        {"editor": editor.text("name"), "model": model.text("name")} | counts(model, OF_CHAT)
        for editor in chat.parts("editors")
        for model in editor.parts("models")
    ]


def usage_columns(day: Part) -> Row:
    code: list[Row] = [
        {"editor": entry.text("editor"), "model": None, "language": entry.text("language")}
        | {column: entry.count(name) for column, name in USAGE_BREAKDOWN.items()}
        for entry in day.parts("breakdown")
    ]
    return {
        **{name: day.count(name) for name in ("total_active_users", "total_chat_turns", "total_chat_acceptances")},
        **{column: day.count(name) for column, name in USAGE_TOTALS.items()},
        "code": code if "breakdown" in day.fields else None,
    }


def counts(part: Part, names: Sequence[str]) -> Row:
    return {name: part.count(name) for name in names}


def total(rows: Sequence[Row], name: str) -> int | None:
    """Unknown where no row says it, which is not the same as 0."""
    said = [row[name] for row in rows if row[name] is not None]
    return sum(said) if said else None


def _row(api: str, columns: Row, record: Mapping[str, Any]) -> Row:
    """With the day as it was, its fields in order, so that the same day is the same text whoever wrote it."""
    try:
        text = orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError as problem:
        raise ValueError(f"it can't be kept as JSON: {problem}") from None
    return {"api": api, **dict.fromkeys(LEGACY_COUNTERS), **columns, "record": text}
