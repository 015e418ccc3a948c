"""One team's page."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.subjects import Team
from layouts import (
    assistants,
    completions,
    controls,
    deltas,
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
    unknown,
    versions,
    words,
)
from layouts.answers import Answers
from layouts.members import Roster
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View


def page(team: Team, view: View, answers: Answers, picker: Component, roster: Roster | None = None) -> Page:
    """`roster` is of the people, as far as this viewer may see them."""
    answer = sentences.answer(answers, "licensed members", view.compare)
    signs = sentences.signs(answers, view.compare)
    subject, length = f"{team.org}-{team.slug}", words.length(view.span)
    return Page(
        title=f"{team.name}, {length}",
        said=f"{team.name}, {length}: {_said(answers)}",
        body=[
            pieces.head(team.name, answer or unknown.ANSWER, pieces.freshness(answers.freshness, signs)),
            *(_figures(subject, answers, view) if answers.known else [unknown.section(answers)]),
            *(
                [members.section(subject, roster, answers.span, answers.freshness.first, answers.called)]
                if roster
                else []
            ),
            *legacy.section(subject, answers.legacy),
        ],
        controls=controls.bar(picker, view, answers.freshness, team.name),
        notices=[*view.notices, *languages.notices(answers, view)],
        sections=[
            *(sections(answers) if answers.known else []),
            *([members.SECTION] if roster else []),
            *legacy.sections(answers.legacy),
        ],
        team=team,
        unknown=not answers.known,
    )


def sections(answers: Answers) -> Sequence[tuple[str, str]]:
    """Of the figures, by what the navigation calls them."""
    of_github = [versions.SECTION] if answers.assistant == "copilot" else []
    of_languages = (languages.KEY, languages.titles(answers.assistant)[1])
    named = [("activity", "Activity"), *assistants.sections(answers), *surfaces.named(answers), of_languages]
    return [*named, *of_github]


def _said(answers: Answers) -> str:
    now = answers.summary.now
    if now.active_users is None:
        return "nothing is known of these days"
    of = f" of {words.count(now.licensed_members)}" if sentences.all_licensed(now) else ""
    return f"{words.count(now.active_users)}{of} active"


def _figures(subject: str, answers: Answers, view: View) -> list[Component]:
    now, compare = answers.summary.now, view.compare
    whole = now.licensed_members if sentences.all_licensed(now) else now.active_users
    whom = "licensed members" if sentences.all_licensed(now) else "active people"
    say = (
        f"How many of the {words.count(whole)} {whom} used each feature at least once."
        if whole
        else "People by feature."
    )
    return [
        pieces.tiles(tiles(answers, compare)),
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
        *assistants.section(subject, answers),
        *surfaces.sections(subject, answers, whole, compare),
        languages.section(subject, answers, view),
        *([versions.section(subject, answers)] if answers.assistant == "copilot" else []),
        *assistants.left_out(answers.assistant),
    ]


def tiles(answers: Answers, compare: bool) -> Sequence[Tile]:
    now, change = answers.summary.now, answers.change
    licensed = f"of {words.count(now.licensed_members)} licensed" if sentences.all_licensed(now) else "different people"
    adoption = [_part(point.active_users, point.licensed_members) for point in answers.points]
    return [
        Tile(
            "Active users",
            "active-users",
            words.count(now.active_users),
            licensed,
            deltas.people_delta(change, now.active_users) if compare else None,
            sparks.bars([point.active_users for point in answers.points]),
        ),
        Tile(
            "Adoption",
            "adoption",
            words.per_cent(now.adoption),
            f"of {words.count(now.licensed_members)} licensed" if now.adoption is not None else "",
            _adoption_delta(answers) if compare else None,
            sparks.line(adoption, 1),
        ),
        *counter_tiles(answers, compare),
    ]


def _adoption_delta(answers: Answers) -> deltas.Delta:
    change = answers.change
    return deltas.rate_delta(change.now.adoption, change.before.adoption, change, answers.summary.now.adoption)


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
            deltas.count_delta("interactions", change, now.interactions) if compare else None,
            sparks.bars([point.counters.interactions for point in answers.points]),
        ),
        Tile(
            "Acceptance rate",
            "acceptance-rate",
            words.per_cent(now.acceptance_rate),
            "of completions",
            deltas.rate_delta(*rates, change, now.acceptance_rate) if compare else None,
            sparks.line([point.counters.acceptance_rate for point in answers.points], 1),
        ),
        Tile(
            "Lines added",
            "lines-added",
            words.count(now.loc_added),
            "all features",
            deltas.count_delta("loc_added", change, now.loc_added) if compare else None,
            sparks.bars([point.counters.loc_added for point in answers.points]),
        ),
    ]


def _part(some: int | None, whole: int | None) -> float | None:
    return some / whole if some is not None and whole else None
