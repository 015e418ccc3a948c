"""What GitHub's features are called wherever people read of them, in the order they are shown in.

Source: GitHub's reference of the Copilot usage metrics reports, field `feature`, which is an open set.
"""

from __future__ import annotations

CALLED = {
    "code_completion": "Code completion",
    "chat_panel_agent_mode": "Agent mode",
    "chat_panel_ask_mode": "Ask mode",
    "chat_panel_plan_mode": "Plan mode",
    "copilot_cli": "Command line",
    "chat_inline": "Inline chat",
    "chat_panel_edit_mode": "Edit mode",
    "chat_panel_custom_mode": "Custom mode",
    "agent_edit": "Agent edits",
    "copilot_app": "Copilot app",
}


def called(feature: str) -> str:
    """One that nobody knew yet is called by its own words."""
    return CALLED.get(feature) or feature.replace("_", " ").strip().capitalize()
