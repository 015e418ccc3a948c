"""One's own usage, and what else is one's own here: teams and personal keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.core.licences import Seat
from dashboard.core.own import Own
from layouts import account, beside_team, controls, own, pieces, seat_words, sentences, words
from layouts.account import Account, Key
from layouts.answers import Answers
from layouts.attributes import data
from layouts.beside_team import Beside
from layouts.shell import Page
from layouts.view import View

TITLE = "Your usage"
NO_ROWS = (
    "No report of {org} has a row about you. Either you haven’t used Copilot there, or not with a licence of this "
    "organisation, or what was kept about you has been erased."
)
SECTIONS = (
    ("activity", "Activity"),
    ("languages", "Languages, editors, models"),
    ("tools", "Command line and versions"),
    *account.SECTIONS,
)


@dataclass(frozen=True)
class Mine:
    """Who looks, at what of theirs, in which organisation."""

    org: str
    account: Account
    keys: Sequence[Key]
    picker: Component | None
    seat: Seat | None = None


def page(mine: Mine, view: View, usage: Own, answers: Answers, beside: Beside, told: Sequence[str]) -> Page:
    signs = sentences.signs(answers, view.compare)
    length = words.days_long(len(view.span))
    return Page(
        title=f"{TITLE}, {length}",
        said=f"{TITLE}, {length}: {words.counted(usage.active_days, 'active day')}",
        body=[
            _of(
                mine.org,
                pieces.head(TITLE, answer(usage, answers, view.compare), pieces.freshness(usage.freshness, signs)),
            ),
            pieces.tiles(own.tiles(usage, answers, view.compare)),
            *_seat(mine),
            *_numbers(usage, answers, view, beside),
            *account.sections(mine.account, mine.keys),
        ],
        controls=controls.bar(mine.picker, view, usage.freshness, TITLE),
        notices=[*view.notices, *told],
        sections=SECTIONS,
    )


def without_rows(mine: Mine) -> Page:
    """For whom no row is there: nothing is known, which is not the same as no use."""
    return Page(
        title=TITLE,
        said=f"{TITLE}: nothing is known",
        body=[
            _of(mine.org, pieces.head(TITLE, f"You are signed in as {mine.account.login}.")),
            html.Div(
                pieces.state("Nothing is known of your usage", NO_ROWS.format(org=mine.org)), className="chart own"
            ),
            *_seat(mine),
            *account.sections(mine.account, mine.keys),
        ],
        controls=controls.bare(mine.picker) if mine.picker else None,
        sections=account.SECTIONS,
    )


def _seat(mine: Mine) -> list[Component]:
    return [seat_words.of_oneself(mine.seat)] if mine.seat else []


def _of(org: str, head: Component) -> Component:
    """Tells the picker of organisations which one is shown."""
    return html.Div(head, **data(org=org))


def answer(usage: Own, answers: Answers, compare: bool) -> str:
    return " ".join(filter(None, (_use(usage, compare), sentences.answer(answers, "", compare))))


def _use(usage: Own, compare: bool) -> str:
    if usage.active_days is None:
        return "Nothing is known of you in these days."
    of = words.counted(usage.now.days_counted, "known day")
    return f"You used Copilot on {words.count(usage.active_days)} of {of}{_than_before(usage) if compare else ''}."


def _than_before(usage: Own) -> str:
    if not usage.change.before.days_counted:
        return ""
    now, before = usage.active_days_compared
    length = words.days_long(len(usage.now.span))
    if now == before:
        return f", as many as in the {length} before"
    return f", {abs(now - before)} {'more' if now > before else 'fewer'} than in the {length} before"


def _numbers(usage: Own, answers: Answers, view: View, beside: Beside) -> list[Component]:
    return [
        pieces.section(
            "activity",
            "Activity",
            [
                [own.prompts(answers), own.used_for(usage, answers)],
                [beside_team.card(usage, answers, view, beside), own.typed(answers)],
            ],
            hidden_title=True,
        ),
        pieces.section(
            "languages",
            "Languages, editors and models",
            [
                [
                    own.shares(usage, answers, "language", "Languages"),
                    own.shares(usage, answers, "ide", "Editors"),
                    own.shares(usage, answers, "model", "Models"),
                ]
            ],
        ),
        pieces.section(
            "tools", "Command line and versions", [[own.metered(usage, answers), own.versions(usage, answers)]]
        ),
    ]
