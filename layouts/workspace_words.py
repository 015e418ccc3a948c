"""Time, latency and absence of workspaces in words."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts import pieces, words


def hours(seconds: int | None) -> int | None:
    return None if seconds is None else round(seconds / 3600)


def milliseconds(number: float | None) -> str:
    return words.UNKNOWN if number is None else f"{words.count(round(number))}{words.NARROW}ms"


def nothing(thing: str) -> Component:
    return pieces.state("Nothing to show", f"{thing}: none on these days, or none that Coder lets us know of.")
