from __future__ import annotations

from datetime import date

from auth.access import is_admin, may_see_seats, require_admin, require_organisation
from callbacks.looking import Looking
from dashboard.core.ai_credit_pool import MonthOfCredits, month_of, month_of_credits
from dashboard.core.days import Span
from dashboard.core.licences import LONGEST_UNUSED, USUAL_UNUSED, Seats
from dashboard.core.numbers import Freshness
from dashboard.core.subjects import Organisation
from layouts import controls, seats, view
from layouts.shell import Page


def show_seats(looking: Looking) -> Page:
    org = require_organisation(looking.viewer, looking.query_org or looking.orgs[0])
    admin, insights = is_admin(looking.viewer, org), looking.insights
    if admin:
        require_admin(looking.viewer, org)
    picker = controls.organisation_picker(looking.orgs, org) if len(looking.orgs) > 1 else None
    found = insights.seats(org)
    if found is None:
        return seats.never(org, picker, admin)
    if seats_of(looking, org) is None:
        return seats.too_few(org, insights.min_team_size, picker)
    asked = view.asked(looking.search, found.day, looking.almanac.working)
    days = [day for day in insights.seats_by_day(org, asked.span) if day.day in asked.span]
    shown = seats.Found(
        org,
        found,
        days,
        insights.terms,
        insights.min_team_size,
        insights.min_cell_size,
        admin,
        may_see_seats(looking.viewer, org, insights.show_names_to),
        unused_days(looking.search),
        credits_of_the_month(looking, org) if admin else None,
    )
    return seats.page(shown, asked, Freshness(found.watched_since, found.day, found.taken_at), picker)


def seats_of(looking: Looking, org: str) -> Seats | None:
    """The newest snapshot, where this viewer may know its counts."""
    found = looking.insights.seats(org)
    few = found is not None and found.billing.seats < looking.insights.min_team_size
    return None if few and not is_admin(looking.viewer, org) else found


def unused_days(search: str) -> int:
    """What the address asks for, or what is usual."""
    given = view.asked_of_page(search, "unused")
    return int(given) if given.isdecimal() and 1 <= int(given[:6]) <= LONGEST_UNUSED else USUAL_UNUSED


def credits_of_the_month(looking: Looking, org: str) -> MonthOfCredits | None:
    """Only where a pool is configured: the number alone is on the organisation's page."""
    pool, subject = looking.insights.terms.pool(org), Organisation(org)
    last: date | None = looking.insights.freshness(subject).last
    if pool is None or last is None:
        return None
    days = looking.insights.daily(subject, Span(month_of(last).first, last))
    return month_of_credits(days, last, pool)
