from __future__ import annotations

from callbacks.looking import Looking
from layouts import help as help_layout
from layouts.shell import Page


def show_help(looking: Looking) -> Page:
    return help_layout.page()
