from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auth.access import require_organisation
from callbacks.looking import Looking
from dashboard.core.comparison import MOST_SIDES, Side, beginning_on
from dashboard.core.days import Span, parse_day
from dashboard.core.numbers import Freshness
from dashboard.core.periods import Grouping
from dashboard.core.questions import Insights
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.errors import Refusal
from layouts import compare, refused, view, words
from layouts.compared import BEFORE, Choice, Offer
from layouts.shell import Page
from layouts.view import View

NOT_SEEN = "This link compares something that you can’t see, or that doesn’t exist. It was left out."
TOO_MANY = f"This link compares more than {MOST_SIDES}. The first {MOST_SIDES} are shown."
NO_SPAN = "This link asked for another span that can’t be shown. Showing the span before."
ONE_ALONE = "Another span is set against one team alone. Showing one span of each."


def show_compare(looking: Looking) -> Page:
    found, told = asked_subjects(looking)
    subjects = found or usual_subjects(looking)
    orgs = [subject.org for subject in subjects]
    insights = looking.asking(*orgs)
    fresh = freshness_of(insights, subjects)
    asked = looking.view(fresh.last, *orgs)
    if fresh.last is None:
        return refused.no_data(name_of(subjects[0]), view=asked)
    asked = asked.with_page(**{"with": ",".join(key_of(subject) for subject in subjects)})
    other, fell_back = other_span(asked, fresh, alone=len(subjects) == 1)
    spans = [asked.span, *([other] if other else [])]
    sides = [
        side(insights, subject, span, looking.now.year if other else None, asked.grouping)
        for subject in subjects
        for span in spans
    ]
    offer = Offer([choice_of(found) for found in subjects], list(others(looking, subjects)), other, fresh.first)
    return compare.page(asked, fresh, offer, sides, looking.almanac, [*told, *fell_back])


def asked_subjects(looking: Looking) -> tuple[list[Subject], list[str]]:
    """Those of the address that the viewer may see, and what to tell of the rest: unknown and not allowed are the same."""
    keys = list(dict.fromkeys(filter(None, view.asked_of_page(looking.search, "with").lower().split(","))))
    found: list[Subject] = []
    told: dict[str, None] = {}
    for key in keys[:MOST_SIDES]:
        try:
            found.append(require_subject(looking, key))
        except Refusal:
            told[NOT_SEEN] = None
    if len(keys) > MOST_SIDES:
        told[TOO_MANY] = None
    return list(dict.fromkeys(found)), list(told)


def require_subject(looking: Looking, key: str) -> Subject:
    """`org/slug` or `org`. Raises NotFound or Forbidden."""
    org, slash, slug = key.partition("/")
    return looking.require_named(org, slug) if slash else Organisation(require_organisation(looking.viewer, org))


def usual_subjects(looking: Looking) -> list[Subject]:
    """One's first own team and its organisation; who has none sees the organisation's last two spans."""
    org = looking.query_org if looking.query_org in looking.orgs else looking.orgs[0]
    own = next((team for team in looking.own_teams if team.qualifies and team.org == org), None)
    return [own, Organisation(org)] if own else [Organisation(org)]


def freshness_of(insights: Insights, subjects: Sequence[Subject]) -> Freshness:
    """As far as all of them reach."""
    every = [insights.freshness(subject) for subject in subjects]
    lasts = [found.last for found in every if found.last]
    firsts = [found.first for found in every if found.first]
    return replace(every[0], first=max(firsts, default=None), last=min(lasts, default=None))


def other_span(asked: View, fresh: Freshness, alone: bool) -> tuple[Span | None, list[str]]:
    """The span of the same length to set one subject's own against."""
    given = dict(asked.of_page).get("against", "")
    if not alone:
        return None, [ONE_ALONE] if given else []
    if given in ("", BEFORE):
        return asked.span.before(), []
    try:
        other = beginning_on(parse_day(given), asked.span)
    except (ValueError, OverflowError):
        return asked.span.before(), [NO_SPAN]
    known = fresh.last and other.last <= fresh.last and other.first >= view.EARLIEST and other != asked.span
    return (other, []) if known else (asked.span.before(), [NO_SPAN])


def side(insights: Insights, subject: Subject, span: Span, year: int | None, grouping: Grouping) -> Side:
    """Of one subject alone, its spans are what is told apart, in this `year`."""
    name = words.span(span, year) if year else name_of(subject)
    points = insights.grouped(subject, span, grouping)
    return Side(name, subject, insights.summary(subject, span).now, points, insights.daily(subject, span))


def others(looking: Looking, chosen: Sequence[Subject]) -> Iterator[Choice]:
    """What may be added: one's organisations, then teams, one's own first."""
    every: list[Subject] = [
        *(Organisation(org) for org in looking.orgs),
        *(team for team in looking.offered if team.qualifies),
    ]
    taken = {key_of(subject) for subject in chosen}
    return (choice_of(subject) for subject in every if key_of(subject) not in taken)


def choice_of(subject: Subject) -> Choice:
    return Choice(key_of(subject), name_of(subject))


def key_of(subject: Subject) -> str:
    return f"{subject.org}/{subject.slug}" if isinstance(subject, Team) else subject.org


def name_of(subject: Subject) -> str:
    return subject.name if isinstance(subject, Team) else subject.org
