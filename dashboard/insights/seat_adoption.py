"""Adoption of seats: an organisation's active people among those who hold its seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashboard.core.days import Span
from dashboard.core.licences import Billing, SeatAdoption
from dashboard.core.states import known_in_both
from dashboard.core.subjects import Organisation
from dashboard.insights.answers import Ask
from dashboard.insights.days import Days, Wanted, people_of
from dashboard.insights.organisation import OrganisationNumbers
from dashboard.insights.questions import seats as questions
from dashboard.insights.seats import billing_by_day

# Reports come so long after their day: the first snapshot may be of a day after their newest.
LATE = timedelta(days=3)


def seat_adoption(ask: Ask, organisation: Organisation, now: Days, before: Days) -> SeatAdoption | None:
    """None where there is no snapshot, or the people of the counted days can't be told."""
    held = _held(ask, organisation, now)
    if held is None:
        return None
    same, same_before, _ = known_in_both(now.shown, before.shown)
    active, alike = _active(ask, organisation, held, [now.counted, [day.day for day in same]])
    found = SeatAdoption(held.day, held.seats, active)
    held_before = _held(ask, organisation, before)
    if held_before is None or not same:
        return found
    (earlier,) = _active(ask, organisation, held_before, [[day.day for day in same_before]])
    return replace(found, alike=_share(alike, held), before=_share(earlier, held_before))


def _held(ask: Ask, organisation: Organisation, found: Days) -> Billing | None:
    """The newest snapshot of the span, or, where it has none, the first of the days after on which its reports came."""
    if not OrganisationNumbers(ask, organisation, "github").people_known(found):
        return None
    span = found.span
    taken = billing_by_day(ask, organisation.org, Span(span.first, span.last + LATE))
    within = [billing for billing in taken if billing.day <= span.last]
    return next(iter([*within[-1:], *taken]), None)


def _active(ask: Ask, organisation: Organisation, held: Billing, sets: Sequence[Sequence[date]]) -> list[int]:
    """The people of these seats who were active on any day of each set."""
    where = {"org": organisation.org, "day": held.day}
    wanted = [Wanted(days) for days in sets]
    return [row["active_users"] for row in people_of(ask, questions.HOLDERS, wanted, where)]


def _share(active: int, held: Billing) -> float | None:
    return active / held.seats if held.seats else None
