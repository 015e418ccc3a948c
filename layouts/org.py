"""An organisation's page: GitHub's own aggregate, never the sum of teams."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.licences import Seats
from dashboard.core.numbers import Day
from layouts import (
    ai_credits,
    completions,
    controls,
    interactions,
    languages,
    legacy,
    people,
    pieces,
    pull_requests,
    rankings,
    seat_words,
    sentences,
    sparks,
    surfaces,
    team,
    versions,
    words,
)
from layouts.answers import Answers
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View


def page(org: str, view: View, answers: Answers, picker: Component | None, seats: Seats | None = None) -> Page:
    """`seats` as far as this viewer may know them."""
    answer = sentences.answer(answers, "people with a licence", view.compare)
    signs = sentences.signs(answers, view.compare)
    length = words.length(view.span)
    return Page(
        title=f"{org}, {length}",
        said=f"{org}, {length}: {words.counted(answers.summary.now.active_users, 'person', 'people')} active",
        body=[
            pieces.head(org, answer or team.NOTHING, pieces.freshness(answers.freshness, signs)),
            pieces.tiles(tiles(answers, view.compare)),
            *([seat_words.of_organisation(org, seats)] if seats else []),
            *_sections(org, answers, view),
        ],
        controls=controls.bar(picker, view, answers.freshness, org),
        notices=[*view.notices, *languages.notices(answers, view)],
        sections=[*team.SECTIONS, pull_requests.SECTION, *legacy.sections(answers.legacy)],
    )


def _sections(org: str, answers: Answers, view: View) -> list[Component]:
    active, compare = answers.summary.now.active_users, view.compare
    say = (
        f"How many of the {words.count(active)} active people used each feature at least once."
        if active
        else "People by feature."
    )
    return [
        pieces.section(
            "activity",
            "Activity",
            [
                [people.organisation_card(org, answers), rankings.used_for(org, answers, active, say, compare)],
                [interactions.card(org, answers), completions.card(org, answers)],
            ],
            hidden_title=True,
        ),
        *surfaces.sections(org, answers, active, compare),
        languages.section(org, answers, view),
        versions.section(org, answers),
        *pull_requests.section(org, answers),
        *legacy.section(org, answers.legacy),
    ]


def tiles(answers: Answers, compare: bool) -> Sequence[Tile]:
    now = answers.summary.now
    month = next((day for day in reversed(answers.days) if day.monthly_active_users is not None), None)
    licensed = f"of {words.count(now.licensed_members)} licensed" if sentences.all_licensed(now) else "different people"
    *counted, lines_added = team.counter_tiles(answers, compare)
    return [
        Tile(
            "Active users",
            "active-users",
            words.count(now.active_users),
            licensed,
            sentences.people_delta(answers.change) if compare else None,
            sparks.bars([day.active_users for day in answers.days]),
        ),
        Tile(
            "Active in 28 days",
            "organisation-active",
            words.count(month.monthly_active_users if month else None),
            f"up to {words.short_day(month.day)}" if month else "",
            _month_delta(answers) if compare else None,
            sparks.line([day.monthly_active_users for day in answers.days]),
        ),
        *counted,
        ai_credits.tile(answers, compare) if now.counters.ai_credits is not None else lines_added,
    ]


def _month_delta(answers: Answers) -> sentences.Delta:
    """GitHub's newest count against its count as many days before."""
    pairs = zip(reversed(answers.days), reversed(answers.days_before), strict=False)
    both = ((now, before) for now, before in pairs if _counted(now) and _counted(before))
    found = next(both, None)
    if found is None:
        return sentences.not_compared(answers.change)
    return sentences.people_change(
        found[0].monthly_active_users or 0, found[1].monthly_active_users or 0, len(answers.span)
    )


def _counted(day: Day) -> bool:
    return day.monthly_active_users is not None
