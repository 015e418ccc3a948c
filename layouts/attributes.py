"""HTML attributes that Python can't name: `**aria(label="Team")`, `**data(view="")`."""

from __future__ import annotations

from typing import Any


def aria(**named: str) -> dict[str, Any]:
    return {f"aria-{name}": value for name, value in named.items()}


def data(**named: str) -> dict[str, Any]:
    """Two words are joined by `_`, as theme_switch."""
    return {f"data-{name.replace('_', '-')}": value for name, value in named.items()}
