from __future__ import annotations

from auth.access import require_organisation
from callbacks.insights import ask, ask_legacy
from callbacks.looking import Looking
from callbacks.seats import seats_of
from dashboard.core.subjects import Organisation
from layouts import controls, languages, org, refused, view
from layouts.shell import Page


def show_org(looking: Looking) -> Page:
    login = require_organisation(looking.viewer, looking.query_org or looking.orgs[0])
    subject = Organisation(login)
    insights = looking.asking(login)
    freshness = insights.freshness(subject)
    picker = controls.organisation_picker(looking.orgs, login) if len(looking.orgs) > 1 else None
    asked = looking.view(freshness.last, login)
    if freshness.last is None:
        old = ask_legacy(insights, subject, None, looking.almanac.working)
        return refused.no_data(login, picker, asked, old)
    language = view.asked_of_page(looking.search, languages.ASKED)
    answers = ask(insights, subject, asked.span, freshness, asked.grouping, looking.almanac, language)
    seats = seats_of(looking, login)
    adoption = insights.seat_adoption(login, asked.span) if seats and insights.assistant == "copilot" else None
    return org.page(login, asked, answers, picker, seats, adoption)
