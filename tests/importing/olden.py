"""Days of GitHub's old APIs with defaults, in the shapes that others kept them in."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def metrics_day(date: str = "2025-03-03", suggestions: int = 100, acceptances: int = 30, **fields: Any) -> Json:
    """Of `/copilot/metrics`: all of it in one editor and two languages."""
    return {
        "date": date,
        "total_active_users": 9,
        "total_engaged_users": 8,
        "copilot_ide_code_completions": {
            "total_engaged_users": 7,
            "languages": [{"name": "python", "total_engaged_users": 6}],
            "editors": [
                {
                    "name": "vscode",
                    "total_engaged_users": 7,
                    "models": [
                        {
                            "name": "default",
                            "is_custom_model": False,
                            "total_engaged_users": 7,
                            "languages": [language("python", suggestions, acceptances), language("go", 0, 0)],
                        }
                    ],
                }
            ],
        },
        "copilot_ide_chat": {
            "total_engaged_users": 5,
            "editors": [{"name": "vscode", "total_engaged_users": 5, "models": [chat_model(40), chat_model(2)]}],
        },
        "copilot_dotcom_chat": {"total_engaged_users": 2, "models": [{"name": "default", "total_chats": 3}]},
        "copilot_dotcom_pull_requests": {"total_engaged_users": 1},
        **fields,
    }


def language(name: str, suggestions: int, acceptances: int) -> Json:
    return {
        "name": name,
        "total_engaged_users": 6,
        "total_code_suggestions": suggestions,
        "total_code_acceptances": acceptances,
        "total_code_lines_suggested": 2 * suggestions,
        "total_code_lines_accepted": 2 * acceptances,
    }


def chat_model(chats: int) -> Json:
    return {"name": "default", "total_chats": chats, "total_chat_insertion_events": 4, "total_chat_copy_events": 6}


def usage_day(day: str = "2024-11-04", suggestions: int = 100, **fields: Any) -> Json:
    """Of `/copilot/usage`, which was before."""
    return {
        "day": day,
        "total_suggestions_count": suggestions,
        "total_acceptances_count": 30,
        "total_lines_suggested": 200,
        "total_lines_accepted": 60,
        "total_active_users": 9,
        "total_chat_acceptances": 5,
        "total_chat_turns": 40,
        "total_active_chat_users": 4,
        "breakdown": [
            {
                "language": "python",
                "editor": "vscode",
                "suggestions_count": suggestions,
                "acceptances_count": 30,
                "lines_suggested": 200,
                "lines_accepted": 60,
                "active_users": 9,
            }
        ],
        **fields,
    }


def team(slug: str, *days: Json, org: str = "acme", **fields: Any) -> Json:
    """One of `teams_history.json`."""
    who = {
        "name": slug.title(),
        "slug": slug,
        "description": None,
        "url": f"https://github.com/orgs/{org}/teams/{slug}",
        **fields,
    }
    return {"team": who, "data": list(days)}


def as_file(content: Any) -> bytes:
    return json.dumps(content, indent=2).encode()


def as_lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)
