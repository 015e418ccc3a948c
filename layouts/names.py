"""What GitHub's values are called on a page. All are open sets: a value nobody knew is shown in its own words.

Sources: GitHub's reference of the Copilot usage metrics reports (feature, ide, language, model).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.core.assistants import Asked
from dashboard.core.features import CALLED
from dashboard.core.numbers import Dimension

OTHER = "Other"
ASSISTANTS: dict[Asked, str] = {"copilot": "Copilot", "augment": "Augment", "all": "Copilot or Augment"}
BOTH = "Both"
UNNAMED = frozenset({"", "unknown", "none", "null"})


@dataclass(frozen=True)
class Feature:
    """`shown` begins a label, `within` stands inside a sentence, `token` is its one colour on every page; `several` are
    many things, which are and not is."""

    shown: str
    within: str
    token: str
    several: bool = False


# In the order of every stack, key and list.
FEATURES = {
    "code_completion": Feature(CALLED["code_completion"], "code completion", "--f-completion"),
    "chat_panel_agent_mode": Feature(CALLED["chat_panel_agent_mode"], "agent mode", "--f-agent"),
    "chat_panel_ask_mode": Feature(CALLED["chat_panel_ask_mode"], "ask mode", "--f-ask"),
    "chat_panel_plan_mode": Feature(CALLED["chat_panel_plan_mode"], "plan mode", "--f-plan"),
    "copilot_cli": Feature(CALLED["copilot_cli"], "the command line", "--f-cli"),
    "chat_inline": Feature(CALLED["chat_inline"], "inline chat", "--f-inline"),
    "chat_panel_edit_mode": Feature(CALLED["chat_panel_edit_mode"], "edit mode", "--f-edit"),
    "chat_panel_custom_mode": Feature(CALLED["chat_panel_custom_mode"], "custom mode", "--f-custom"),
    "agent_edit": Feature(CALLED["agent_edit"], "agent edits", "--f-agent-edit", True),
    "copilot_app": Feature(CALLED["copilot_app"], "the Copilot app", "--f-app"),
}
# What GitHub has no name for; Augment's other features are called as GitHub's.
AUGMENTS = {"chat_panel": Feature("Chat panel", "the chat panel", "--f-chat")}
COMPLETION = "code_completion"
FOLDED = frozenset({"others", "other", "chat_panel_unknown_mode", *UNNAMED})
OTHER_FEATURE = Feature(OTHER, "other features", "--f-other")

IDES = {
    "vscode": "VS Code",
    "visualstudio": "Visual Studio",
    "intellij": "JetBrains IDEs",
    "jetbrains": "JetBrains IDEs",
    "pycharm": "PyCharm",
    "goland": "GoLand",
    "webstorm": "WebStorm",
    "phpstorm": "PhpStorm",
    "eclipse": "Eclipse",
    "xcode": "Xcode",
    "neovim": "Neovim",
    "vim": "Vim",
    "emacs": "Emacs",
    "zed": "Zed",
    "copilot_app": "Copilot app",
    "copilot_cli": "Command line",
}
PLUGINS = {
    "copilot-chat": "Copilot Chat",
    "copilot": "Copilot plugin",
    "copilot-intellij": "JetBrains plugin",
    "copilot-eclipse": "Eclipse plugin",
    "copilot-xcode": "Xcode plugin",
}
LANGUAGES = {
    "javascript": "JavaScript",
    "typescript": "TypeScript",
    "javascriptreact": "JavaScript (React)",
    "typescriptreact": "TypeScript (React)",
    "csharp": "C#",
    "cpp": "C++",
    "c++": "C++",
    "c#": "C#",
    "fsharp": "F#",
    "php": "PHP",
    "html": "HTML",
    "css": "CSS",
    "scss": "SCSS",
    "sql": "SQL",
    "json": "JSON",
    "jsonc": "JSON with comments",
    "yaml": "YAML",
    "yml": "YAML",
    "toml": "TOML",
    "xml": "XML",
    "r": "R",
    "hcl": "HCL",
    "graphql": "GraphQL",
    "powershell": "PowerShell",
    "shellscript": "Shell",
    "objective-c": "Objective-C",
    "plaintext": "Plain text",
    "vue": "Vue",
    "dockerfile": "Dockerfile",
    "bat": "Batch",
}
WHAT_IS_UNKNOWN = {"feature": "feature", "language": "language", "ide": "editor", "model": "model"}


def feature(value: str) -> Feature:
    if value in FOLDED:
        return OTHER_FEATURE
    known = FEATURES.get(value) or AUGMENTS.get(value)
    return known or Feature(in_words(value), in_words(value).lower(), "--f-other")


def shown(dimension: Dimension, value: str) -> str:
    if value.lower() in ("others", "other"):
        return OTHER
    if dimension == "feature":
        return feature(value).shown
    if value.lower() in UNNAMED:
        return f"Unknown {WHAT_IS_UNKNOWN[dimension]}"
    if dimension == "model":
        return model(value)
    table = IDES if dimension == "ide" else LANGUAGES
    return table.get(value.lower()) or in_words(value)


def plugin(value: str) -> str:
    return PLUGINS.get(value, value)


def model(value: str) -> str:
    """claude-sonnet-4.6 → Claude Sonnet 4.6 · gpt-5-mini → GPT-5 mini · o4-mini → o4-mini"""
    if not re.fullmatch(r"[a-z0-9.-]+", value):
        return value
    family, *rest = value.split("-")
    if family == "gpt" and rest:
        return " ".join([f"GPT-{rest[0]}", *rest[1:]])
    if not family.isalpha():
        return value
    return " ".join(part if part[:1].isdigit() else part.capitalize() for part in (family, *rest) if part)


def in_words(value: str) -> str:
    """some_new_value → Some new value"""
    text = value.replace("_", " ").strip()
    return f"{text[:1].upper()}{text[1:]}" or OTHER


def by_order(value: str) -> tuple[int, str]:
    """Sorts features: known ones in their fixed order, then new ones, then Other."""
    order = [*FEATURES, *AUGMENTS]
    if value in order:
        return order.index(value), value
    return (len(order) + (value in FOLDED), value)
