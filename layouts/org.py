"""An organisation's page: GitHub's own aggregate, never the sum of teams."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.numbers import Day
from layouts import (
    completions,
    controls,
    interactions,
    legacy,
    people,
    pieces,
    rankings,
    sentences,
    sparks,
    team,
    words,
)
from layouts.answers import Answers
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View


def page(org: str, view: View, answers: Answers, picker: Component | None) -> Page:
    answer = sentences.answer(answers, "people with a licence", view.compare)
    signs = sentences.signs(answers, view.compare)
    length = words.days_long(len(view.span))
    dates = words.span(view.span, answers.freshness.last.year if answers.freshness.last else None)
    return Page(
        title=f"{org}, {length}",
        said=f"{org}, {length}: {words.counted(answers.summary.now.active_users, 'person', 'people')} active",
        body=[
            pieces.head(org, answer or team.NOTHING, pieces.freshness(answers.freshness, signs)),
            pieces.tiles(tiles(answers, view.compare)),
            *_sections(org, answers, view.compare),
        ],
        controls=controls.bar(picker, view, answers.freshness, org, dates),
        notices=view.notices,
        sections=[*team.SECTIONS, *legacy.sections(answers.legacy)],
    )


def _sections(org: str, answers: Answers, compare: bool) -> list[Component]:
    active = answers.summary.now.active_users
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
        team.languages(org, answers, compare),
        *legacy.section(org, answers.legacy),
    ]


def tiles(answers: Answers, compare: bool) -> Sequence[Tile]:
    now = answers.summary.now
    month = next((day for day in reversed(answers.days) if day.monthly_active_users is not None), None)
    licensed = f"of {words.count(now.licensed_members)} licensed" if sentences.all_licensed(now) else "different people"
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
        *team.counter_tiles(answers, compare),
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
