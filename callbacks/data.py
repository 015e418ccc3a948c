from __future__ import annotations

from auth.access import require_admin
from callbacks.looking import Looking
from dashboard.core.coverage import inventories
from layouts import controls, data, refused
from layouts.shell import Page

SOURCE = "github"


def show_data(looking: Looking) -> Page:
    login = require_admin(looking.viewer, looking.query_org or [*looking.administered, *looking.orgs][0])
    found = inventories(looking.insights.coverage([login]), looking.now.date())
    several = len(looking.administered) > 1
    picker = controls.organisation_picker(looking.administered, login) if several else None
    inventory = next((each for each in found if each.source == SOURCE), None)
    return data.page(inventory, looking.now, picker) if inventory else refused.no_data(login, picker)
