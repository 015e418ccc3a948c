"""One's own usage, and what else is one's own here: teams and personal keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.core.licences import Seat
from dashboard.core.numbers import Freshness
from dashboard.core.own import Own
from layouts import (
    account,
    assistants,
    beside_team,
    controls,
    languages,
    names,
    own,
    pieces,
    seat_words,
    sentences,
    words,
)
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
TOOLS = ("tools", "Command line and versions")
ACTIVITY = ("activity", "Activity")


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
            *(_seat(mine) if view.assistant == "copilot" else []),
            *_numbers(usage, answers, view, beside),
            *account.sections(mine.account, mine.keys),
        ],
        controls=controls.bar(mine.picker, view, usage.freshness, TITLE),
        notices=[*view.notices, *told],
        sections=[
            ACTIVITY,
            (languages.KEY, languages.titles(view.assistant)[1]),
            *([TOOLS] if view.assistant == "copilot" else []),
            *account.SECTIONS,
        ],
    )


def without_rows(mine: Mine, view: View | None = None) -> Page:
    """For whom no row is there: nothing is known, which is not the same as no use."""
    return Page(
        title=TITLE,
        said=f"{TITLE}: nothing is known",
        body=[
            _of(mine.org, pieces.head(TITLE, f"You are signed in as {mine.account.login}.")),
            html.Div(pieces.state("Nothing is known of your usage", _no_rows(mine.org, view)), className="chart own"),
            *_seat(mine),
            *account.sections(mine.account, mine.keys),
        ],
        controls=_choices(mine.picker, view),
        sections=account.SECTIONS,
    )


def _no_rows(org: str, view: View | None) -> str:
    if view is None or view.assistant == "copilot":
        return NO_ROWS.format(org=org)
    return f"No report of {org} has a row about you with {names.ASSISTANTS[view.assistant]}."


def _choices(picker: Component | None, view: View | None) -> Component | None:
    """Of an organisation, and of an assistant, where there are several."""
    if view and len(view.offered) > 1:
        return controls.bar(picker, view, Freshness(None, None, None), TITLE, names.ASSISTANTS[view.assistant])
    return controls.bare(picker) if picker else None


def _seat(mine: Mine) -> list[Component]:
    return [seat_words.of_oneself(mine.seat)] if mine.seat else []


def _of(org: str, head: Component) -> Component:
    """Tells the picker of organisations which one is shown."""
    return html.Div(head, **data(org=org))


def answer(usage: Own, answers: Answers, compare: bool) -> str:
    return " ".join(filter(None, (_use(usage, answers.called, compare), sentences.answer(answers, "", compare))))


def _use(usage: Own, called: str, compare: bool) -> str:
    if usage.active_days is None:
        return "Nothing is known of you in these days."
    of = words.counted(usage.now.days_counted, "known day")
    return f"You used {called} on {words.count(usage.active_days)} of {of}{_than_before(usage) if compare else ''}."


def _than_before(usage: Own) -> str:
    if not usage.change.tells:
        return ""
    now, before = usage.active_days_compared
    then = words.before(len(usage.now.span))
    if now == before:
        return f", as many as {then}"
    return f", {abs(now - before)} {'more' if now > before else 'fewer'} than {then}"


def _numbers(usage: Own, answers: Answers, view: View, beside: Beside) -> list[Component]:
    githubs, width = answers.assistant == "copilot", languages.width_of(answers.assistant)
    return [
        pieces.section(
            *ACTIVITY,
            [
                [own.prompts(answers), own.used_for(usage, answers)],
                [beside_team.card(usage, answers, view, beside), own.typed(answers)],
            ],
            hidden_title=True,
        ),
        pieces.section(
            languages.KEY,
            languages.titles(answers.assistant)[0],
            [
                [
                    own.shares(usage, answers, "language", "Languages", width),
                    own.shares(usage, answers, "ide", "Editors", width),
                    *([own.shares(usage, answers, "model", "Models")] if githubs else []),
                ]
            ],
        ),
        *([pieces.section(*TOOLS, [[own.metered(usage, answers), own.versions(usage, answers)]])] if githubs else []),
        *assistants.left_out(answers.assistant),
    ]
