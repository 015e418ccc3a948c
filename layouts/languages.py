"""Languages, editors and models, and what was used in the language that somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.core.assistants import Asked
from dashboard.core.cells import OTHER
from dashboard.core.numbers import Cell, Dimension
from layouts import bars, charts, names, pieces, rankings, words
from layouts.answers import Answers
from layouts.bars import Row
from layouts.pieces import Note
from layouts.tables import Column, Table
from layouts.view import View

WITHHELD = "too few people to show"
Named = tuple[str, str]  # in words, and its colour if it has one
ASKED = "language"  # what the address calls it
KEY = "languages"


def titles(asked: Asked) -> tuple[str, str]:
    """Of the section, and what the navigation calls it: models are named by GitHub alone."""
    if asked == "copilot":
        return "Languages, editors and models", "Languages, editors, models"
    return "Languages and editors", "Languages and editors"


def section(subject: str, answers: Answers, view: View) -> Component:
    models, width = answers.assistant == "copilot", width_of(answers.assistant)
    link = partial(leads_to, view)
    lists = [
        rankings.shares(subject, answers, "language", "Languages", view.compare, link, width=width),
        rankings.shares(subject, answers, "ide", "Editors", view.compare, width=width),
        *([rankings.shares(subject, answers, "model", "Models", view.compare)] if models else []),
    ]
    return pieces.section(KEY, titles(answers.assistant)[0], [lists, *within(subject, answers, view)])


def width_of(asked: Asked) -> str:
    """Of each list: three beside each other, or two where there are no models."""
    return "w4" if asked == "copilot" else "w6"


def notices(answers: Answers, view: View) -> list[str]:
    """What is said of a link to a language that has no row here."""
    if dict(view.of_page).get(ASKED) and answers.within is None:
        return ["This link asked for a language that has no figures on these days. Showing all languages."]
    return []


def leads_to(view: View, language: str) -> tuple[str, bool]:
    """The view of one language, or back from it; and whether it is the one that is shown. None of those folded."""
    if language == OTHER:
        return "", False
    chosen = dict(view.of_page).get(ASKED) == language
    return view.with_page(language="" if chosen else language).search or "?", chosen


def within(subject: str, answers: Answers, view: View) -> list[list[Component]]:
    found = answers.within
    if found is None:
        return []
    name = names.shown("language", found.language)
    back = pieces.link("Back to all languages", view.with_page(language="").search or "?")
    return [
        [
            _card(subject, answers, "feature", name, found.features, [html.P(back, className="below-bars")]),
            _card(subject, answers, "model", name, found.models, pieces.notes([Note(NO_EDITORS)])),
        ]
    ]


NO_EDITORS = "GitHub’s reports don’t say in which editors a language was used."
WHAT: dict[Dimension, tuple[str, str]] = {
    "feature": ("Feature", "Code generations in {name} by feature, and the lines added."),
    "model": (
        "Model",
        "Code generations in {name} that name a model, and the lines added. Code completion names none.",
    ),
}


def _card(
    subject: str, answers: Answers, dimension: Dimension, name: str, cells: Sequence[Cell], below: Sequence[Component]
) -> Component:
    key, (thing, say) = f"language-{dimension}s", WHAT[dimension]
    table = Table(
        charts.file_name(subject, key, answers),
        [Column(thing, "text"), *map(Column, ("Code generations", "Acceptances", "Lines added", "Lines deleted"))],
        [[names.shown(dimension, c.name), c.generations, c.acceptances, c.loc_added, c.loc_deleted] for c in cells],
    )
    most = max((cell.generations or 0 for cell in cells), default=1) or 1
    rows = _rows([(_named(dimension, cell), cell) for cell in cells], most)
    listed = _listed(rows, thing) if rows else pieces.state(f"No {dimension} is named", NOTHING.format(name=name))
    title = f"{name} by {dimension}"
    return pieces.card(key, title, say.format(name=name), "within-language", table, [listed, *below], "w6")


NOTHING = "Of the code generations in {name} on these days GitHub names none."


def _listed(rows: Sequence[Row], thing: str) -> Component:
    return bars.bar_list(rows, thing, "Generations", False, "Lines added")


def _named(dimension: Dimension, cell: Cell) -> Named:
    feature = names.feature(cell.name)
    return (feature.shown, feature.token) if dimension == "feature" else (names.shown(dimension, cell.name), "")


def _rows(cells: Sequence[tuple[Named, Cell]], most: int) -> list[Row]:
    """The largest, and the rest as one; what is withheld is last of them."""
    kept = cells if len(cells) <= bars.MOST_ROWS else cells[: bars.MOST_ROWS - 1]
    rest = [cell for _, cell in cells[len(kept) :]]
    rows = [_row(*named, cell.generations, cell.loc_added, most) for named, cell in kept]
    if rest:
        together = (_sum([cell.generations for cell in rest]), _sum([cell.loc_added for cell in rest]))
        rows.append(_row(f"{names.OTHER} ({len(rest)})", "", *together, most))
    return rows


def _sum(values: Sequence[int | None]) -> int | None:
    """None where one of them can't be told."""
    return None if None in values else sum(value or 0 for value in values)


def _row(name: str, token: str, generations: int | None, lines: int | None, most: int) -> Row:
    if generations is None:
        return Row(name, 0, "", withheld=WITHHELD)
    return Row(name, generations / most, words.count(generations), before=words.count(lines), token=token)
