"""An organisation's page: GitHub's own aggregate, never the sum of teams."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.core.licences import SeatAdoption, Seats
from layouts import (
    ai_credits,
    assistants,
    completions,
    controls,
    deltas,
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
    unknown,
    versions,
    words,
)
from layouts.answers import Answers
from layouts.pieces import Tile
from layouts.shell import Page
from layouts.view import View


def page(
    org: str,
    view: View,
    answers: Answers,
    picker: Component | None,
    seats: Seats | None = None,
    adoption: SeatAdoption | None = None,
) -> Page:
    """`seats` and their `adoption` as far as this viewer may know them."""
    answer = sentences.answer(answers, "people with a licence", view.compare)
    signs = sentences.signs(answers, view.compare)
    length = words.length(view.span)
    return Page(
        title=f"{org}, {length}",
        said=f"{org}, {length}: {words.counted(answers.summary.now.active_users, 'person', 'people')} active",
        body=[
            pieces.head(org, answer or unknown.ANSWER, pieces.freshness(answers.freshness, signs)),
            *(_figures(org, answers, view, seats, adoption) if answers.known else [unknown.section(answers)]),
            *legacy.section(org, answers.legacy),
        ],
        controls=controls.bar(picker, view, answers.freshness, org),
        notices=[*view.notices, *languages.notices(answers, view)],
        sections=[
            *(team.sections(answers) if answers.known else []),
            *([pull_requests.SECTION] if answers.known and answers.reviews else []),
            *legacy.sections(answers.legacy),
        ],
        unknown=not answers.known,
    )


def _figures(
    org: str, answers: Answers, view: View, seats: Seats | None, adoption: SeatAdoption | None
) -> list[Component]:
    active, compare = answers.summary.now.active_users, view.compare
    say = (
        f"How many of the {words.count(active)} active people used each feature at least once."
        if active
        else "People by feature."
    )
    return [
        pieces.tiles(tiles(answers, compare, adoption)),
        *([seat_words.of_organisation(org, seats)] if seats and answers.assistant == "copilot" else []),
        pieces.section(
            "activity",
            "Activity",
            [
                [people.organisation_card(org, answers), rankings.used_for(org, answers, active, say, compare)],
                [interactions.card(org, answers), completions.card(org, answers)],
            ],
            hidden_title=True,
        ),
        *assistants.section(org, answers),
        *surfaces.sections(org, answers, active, compare),
        languages.section(org, answers, view),
        *([versions.section(org, answers)] if answers.assistant == "copilot" else []),
        *(pull_requests.section(org, answers) if answers.reviews else []),
        *assistants.left_out(answers.assistant),
    ]


def tiles(answers: Answers, compare: bool, adoption: SeatAdoption | None = None) -> Sequence[Tile]:
    now = answers.summary.now
    of_seats = [_adoption_of_seats(answers, compare, adoption)] if answers.assistant == "copilot" else []
    licensed = f"of {words.count(now.licensed_members)} licensed" if sentences.all_licensed(now) else "different people"
    *counted, lines_added = team.counter_tiles(answers, compare)
    return [
        Tile(
            "Active users",
            "active-users",
            words.count(now.active_users),
            licensed,
            deltas.people_delta(answers.change, now.active_users) if compare else None,
            sparks.bars([point.active_users for point in answers.points]),
        ),
        *of_seats,
        *counted,
        ai_credits.tile(answers, compare) if now.counters.ai_credits is not None else lines_added,
    ]


def _adoption_of_seats(answers: Answers, compare: bool, found: SeatAdoption | None) -> Tile:
    """Of Copilot alone, whose seats GitHub counts."""
    return Tile(
        "Adoption of seats",
        "seat-adoption",
        words.per_cent(found.share if found else None),
        f"of {words.counted(found.seats, 'seat')}" if found else "",
        _adoption_delta(answers, found) if compare else None,
        "",
    )


def _adoption_delta(answers: Answers, found: SeatAdoption | None) -> deltas.Delta:
    if found is None:
        return deltas.not_compared(answers.change, "no snapshot of seats")
    return deltas.rate_delta(found.alike, found.before, answers.change, found.share)
