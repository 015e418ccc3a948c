"""One team's page."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.subjects import Team
from layouts import (
    completions,
    controls,
    interactions,
    languages,
    legacy,
    members,
    people,
    pieces,
    rankings,
    sentences,
    sparks,
    surfaces,
    versions,
    words,
)
from layouts.answers import Answers
from layouts.members import Roster
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View

SECTIONS = (("activity", "Activity"), *surfaces.SECTIONS, ("languages", "Languages, editors, models"), versions.SECTION)


def page(team: Team, view: View, answers: Answers, picker: Component, roster: Roster | None = None) -> Page:
    """`roster` is of the people, as far as this viewer may see them."""
    answer = sentences.answer(answers, "licensed members", view.compare)
    signs = sentences.signs(answers, view.compare)
    length = words.length(view.span)
    return Page(
        title=f"{team.name}, {length}",
        said=f"{team.name}, {length}: {_said(answers)}",
        body=[
            pieces.head(team.name, answer or NOTHING, pieces.freshness(answers.freshness, signs)),
            pieces.tiles(tiles(answers, view.compare)),
            *_sections(f"{team.org}-{team.slug}", answers, view, roster),
        ],
        controls=controls.bar(picker, view, answers.freshness, team.name),
        notices=[*view.notices, *languages.notices(answers, view)],
        sections=[*SECTIONS, *([members.SECTION] if roster else []), *legacy.sections(answers.legacy)],
        team=team,
    )


NOTHING = "Nothing is known of these days: no report covers them."


def _said(answers: Answers) -> str:
    now = answers.summary.now
    if now.active_users is None:
        return "nothing is known of these days"
    of = f" of {words.count(now.licensed_members)}" if sentences.all_licensed(now) else ""
    return f"{words.count(now.active_users)}{of} active"


def _sections(subject: str, answers: Answers, view: View, roster: Roster | None) -> list[Component]:
    now, compare = answers.summary.now, view.compare
    whole = now.licensed_members if sentences.all_licensed(now) else now.active_users
    whom = "licensed members" if sentences.all_licensed(now) else "active people"
    say = (
        f"How many of the {words.count(whole)} {whom} used each feature at least once."
        if whole
        else "People by feature."
    )
    return [
        pieces.section(
            "activity",
            "Activity",
            [
                [
                    people.team_card(subject, answers, compare),
                    rankings.used_for(subject, answers, whole, say, compare),
                ],
                [interactions.card(subject, answers), completions.card(subject, answers)],
            ],
            hidden_title=True,
        ),
        *surfaces.sections(subject, answers, whole, compare),
        languages.section(subject, answers, view),
        versions.section(subject, answers),
        *([members.section(subject, roster, answers.span, answers.freshness.first)] if roster else []),
        *legacy.section(subject, answers.legacy),
    ]


def tiles(answers: Answers, compare: bool) -> Sequence[Tile]:
    now, change = answers.summary.now, answers.change
    licensed = f"of {words.count(now.licensed_members)} licensed" if sentences.all_licensed(now) else "different people"
    adoption = [_part(day.active_users, day.licensed_members) for day in answers.days]
    return [
        Tile(
            "Active users",
            "active-users",
            words.count(now.active_users),
            licensed,
            sentences.people_delta(change) if compare else None,
            sparks.bars([day.active_users for day in answers.days]),
        ),
        Tile(
            "Adoption",
            "adoption",
            words.per_cent(now.adoption),
            f"of {words.count(now.licensed_members)} licensed" if now.adoption is not None else "",
            sentences.rate_delta(change.now.adoption, change.before.adoption, change) if compare else None,
            sparks.line(adoption, 1),
        ),
        *counter_tiles(answers, compare),
    ]


def counter_tiles(answers: Answers, compare: bool) -> list[Tile]:
    """Interactions, acceptance rate, lines added: the same on every page."""
    now, change = answers.summary.now.counters, answers.change
    rates = change.now.counters.acceptance_rate, change.before.counters.acceptance_rate
    return [
        Tile(
            "Interactions",
            "interactions",
            words.count(now.interactions),
            "prompts sent",
            sentences.count_delta("interactions", change) if compare else None,
            sparks.bars([day.counters.interactions for day in answers.days]),
        ),
        Tile(
            "Acceptance rate",
            "acceptance-rate",
            words.per_cent(now.acceptance_rate),
            "of completions",
            sentences.rate_delta(*rates, change) if compare else None,
            sparks.line([day.counters.acceptance_rate for day in answers.days], 1),
        ),
        Tile(
            "Lines added",
            "lines-added",
            words.count(now.loc_added),
            "all features",
            sentences.count_delta("loc_added", change) if compare else None,
            sparks.bars([day.counters.loc_added for day in answers.days]),
        ),
    ]


def _part(some: int | None, whole: int | None) -> float | None:
    return some / whole if some is not None and whole else None
