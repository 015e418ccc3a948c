"""One figure alone, for a page of somebody else's: cut out of the page it stands on, which asks the rule."""

from __future__ import annotations

from callbacks.looking import Looking
from callbacks.org import show_org
from callbacks.team import show_team
from layouts import embedded
from layouts.shell import Page


def show_figure(looking: Looking, name: str) -> Page:
    team = embedded.asked_team(looking.search)
    page = show_team(looking, *team) if team else show_org(looking)
    return embedded.figure(page, name, looking.search)
