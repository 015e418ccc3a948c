"""Which page an address means. Own routing: Dash's pages draw every page once, for whoever comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from callbacks.compare import show_compare
from callbacks.data import show_data
from callbacks.embed import show_figure
from callbacks.help import show_help
from callbacks.looking import Looking
from callbacks.me import show_me
from callbacks.org import show_org
from callbacks.repos import show_repos
from callbacks.seats import show_seats
from callbacks.team import show_team
from callbacks.teams import show_teams
from callbacks.teams_overview import show_teams_overview
from callbacks.workspaces import show_workspaces
from dashboard.errors import Forbidden, NotFound, Refusal
from layouts import embedded, refused, shell, words
from layouts.shell import Page


def is_page(path: str) -> bool:
    """Whether there may be a page at `path`, as the server sees it: without the deployment's prefix."""
    match path.strip("/").split("/"):
        case (
            [""]
            | ["org"]
            | ["teams"]
            | ["help"]
            | ["me"]
            | ["data"]
            | ["compare"]
            | ["teams-overview"]
            | ["repos"]
            | ["seats"]
            | ["workspaces"]
            | ["teams", _, _]
            | ["embed", _]
        ):
            return True
    return False


def show(looking: Looking) -> dict[str, Any]:
    """What the browser draws. A refusal is a page as well, and the same one for unknown and forbidden."""
    try:
        page = _page(looking)
    except Refusal as refusal:
        page = _refused(looking, refusal)
    page = replace(page, notices=[*looking.notices, *page.notices])
    if looking.embedded:
        return embedded.drawn(page, looking.brand, embedded.whole(looking.path, looking.search))
    return shell.drawn(looking.frame(_in_navigation(looking)), page)


def _page(looking: Looking) -> Page:
    if looking.brand.hides(looking.path):
        raise NotFound("There is no page at this address.")
    match looking.path.strip("/").split("/"):
        case [""] | ["teams"]:
            return show_teams(looking)
        case ["org"]:
            return show_org(looking)
        case ["help"]:
            return show_help(looking)
        case ["me"]:
            return show_me(looking)
        case ["data"]:
            return show_data(looking)
        case ["compare"]:
            return show_compare(looking)
        case ["teams-overview"]:
            return show_teams_overview(looking)
        case ["repos"]:
            return show_repos(looking)
        case ["seats"]:
            return show_seats(looking)
        case ["workspaces"]:
            return show_workspaces(looking)
        case ["teams", org, slug]:
            return show_team(looking, org, slug)
        case ["embed", name]:
            return show_figure(looking, name)
    raise NotFound("There is no page at this address.")


def _in_navigation(looking: Looking) -> str:
    org = looking.query_org
    if looking.path == "/org" and org and org != looking.orgs[0]:
        return f"/org?org={org}"
    return "/teams" if looking.path == "/" else looking.path


def _refused(looking: Looking, refusal: Refusal) -> Page:
    if isinstance(refusal, Forbidden):
        if refusal.reason == "not_admin":
            return refused.page("This page is for admins", str(refusal), looking.team_picker())
        why = str(refusal).partition(": ")[2].rstrip(".") or str(refusal).rstrip(".")
        return refused.page("This team’s figures are withheld", words.sentence(why), looking.team_picker())
    return refused.page(
        str(refusal).rstrip("."),
        "Either it doesn’t exist, or it is not yours to see. If you have just joined a team at GitHub, it appears here "
        "within minutes.",
        looking.team_picker(),
    )
