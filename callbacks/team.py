from __future__ import annotations

from callbacks.insights import ask
from callbacks.looking import Looking
from layouts import refused, team, view
from layouts.shell import Page


def show_team(looking: Looking, org: str, slug: str) -> Page:
    subject = looking.require_named(org, slug)
    freshness = looking.insights.freshness(subject)
    if freshness.last is None:
        return refused.no_data(subject.name, looking.team_picker(subject))
    asked = view.asked(looking.search, freshness.last, looking.almanac.working)
    return team.page(
        subject,
        asked,
        ask(looking.insights, subject, asked.span, freshness, asked.grouping, looking.almanac),
        looking.team_picker(subject),
    )
