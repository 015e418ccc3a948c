from __future__ import annotations

from auth.access import require_admin
from callbacks.looking import Looking
from dashboard.core.coverage import inventories, inventory
from layouts import controls, data, refused
from layouts.shell import Page

SOURCE = "github"


def show_data(looking: Looking) -> Page:
    login = require_admin(looking.viewer, looking.query_org or [*looking.administered, *looking.orgs][0])
    today = looking.now.date()
    asked = [(source, org) for source, org in looking.asked if org == login]
    found = {each.source: each for each in inventories(looking.insights.coverage([login]), today, asked)}
    several = len(looking.administered) > 1
    picker = controls.organisation_picker(looking.administered, login) if several else None
    if not found:
        return refused.no_data(login, picker)
    githubs = found.pop(SOURCE, None) or inventory(SOURCE, login, [], today)
    return data.page(githubs, looking.now, picker, list(found.values()))
