from __future__ import annotations

from auth.access import require_admin
from callbacks.looking import Looking
from layouts import controls, repos, view
from layouts.shell import Page


def show_repos(looking: Looking) -> Page:
    login = require_admin(looking.viewer, looking.query_org or [*looking.administered, *looking.orgs][0])
    picker = controls.organisation_picker(looking.administered, login) if len(looking.administered) > 1 else None
    freshness = looking.insights.repositories_freshness(login)
    if freshness.last is None:
        return repos.never(login, picker)
    asked = view.asked(looking.search, freshness.last, looking.almanac.working)
    found = looking.insights.repositories(login, asked.span)
    provisional = looking.insights.repositories_provisional(login, asked.span)
    return repos.page(login, found, asked, freshness, picker, provisional)
