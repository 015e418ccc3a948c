from __future__ import annotations

from datetime import UTC, date, datetime

from auth.keys import PersonalKey
from callbacks.looking import Looking
from layouts import me
from layouts.shell import Page


def show_me(looking: Looking) -> Page:
    viewer = looking.viewer
    person = me.Person(viewer.id, viewer.login, looking.orgs, sorted(viewer.admin_of), looking.own_teams)
    return me.page(person, [_shown(key) for key in looking.own_keys()])


def _shown(key: PersonalKey) -> me.Key:
    return me.Key(key.id, key.label, _day(key.created), _day(key.used) if key.used else None, _day(key.expires))


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
