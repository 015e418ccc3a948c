from __future__ import annotations

from callbacks.looking import Looking
from layouts import help as help_layout
from layouts.shell import Page


def show_help(looking: Looking) -> Page:
    rules = looking.insights
    return help_layout.page(help_layout.Floor(rules.min_team_size, rules.min_cell_size, rules.show_names_to))
