"""Seats by what tells them apart: plan, editor, and the editor's version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from dashboard.core.licences import Seats
from dashboard.core.seat_prices import UNKNOWN, plan_of


def by_plan(found: Seats) -> list[tuple[str, int]]:
    return _most_first(plan_of(seat, found.billing) for seat in found.seats)


def by_editor(found: Seats) -> list[tuple[str, int]]:
    """Of seats with a known activity."""
    return _most_first(editor_of(seat.editor)[0] for seat in found.seats if seat.active_at)


def by_version(found: Seats) -> list[tuple[str, int]]:
    return _most_first(" ".join(editor_of(seat.editor)).strip() for seat in found.seats if seat.active_at)


def _most_first(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0].lower()))


EDITORS = {
    "vscode": "VS Code",
    "visualstudio": "Visual Studio",
    "jetbrains": "JetBrains",
    "xcode": "Xcode",
    "neovim": "Neovim",
    "vim": "Vim",
    "eclipse": "Eclipse",
    "copilot-cli": "Command line",
    "copilot_cli": "Command line",
    "copilot-chat-platform": "Copilot chat on github.com",
    "copilot_pr": "Copilot in pull requests",
}


@lru_cache(maxsize=2000)
def editor_of(text: str | None) -> tuple[str, str]:
    """The editor in words and its version out of GitHub's free text, often `editor/version/plugin/version`."""
    name, _, rest = (text or "").strip().partition("/")
    known = EDITORS.get(name.lower(), EDITORS.get(name.lower().partition("-")[0], name.strip()))
    version = rest.partition("/")[0].strip()
    return known or UNKNOWN, version if re.match(r"\d", version) else ""
