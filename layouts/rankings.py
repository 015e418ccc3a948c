"""The bar lists of a page: people by feature, and shares of languages, editors and models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dash.development.base_component import Component

from dashboard.core.numbers import Cell, Dimension
from layouts import bars, names, pieces, words
from layouts.answers import Answers
from layouts.bars import Row
from layouts.charts import file_name, no_report, nothing_counted
from layouts.tables import Column, Table

DETAILS = (
    Column("People"),
    Column("Interactions"),
    Column("Code generations"),
    Column("Acceptances"),
    Column("Lines added"),
    Column("Lines deleted"),
)
ATTRIBUTED = "attributed activity: code generations"


def used_for(subject: str, answers: Answers, whole: int | None, say: str, compare: bool) -> Component:
    """People by feature, out of `whole` people, or of the largest row where the whole isn't known."""
    cells = sorted(answers.cells["feature"], key=lambda cell: names.by_order(cell.name))
    used = [cell for cell in cells if cell.active_users != 0]
    before = {cell.name: cell.active_users for cell in answers.cells_before["feature"] if cell.active_users is not None}
    largest = max([cell.active_users or 0 for cell in used] + (list(before.values()) if compare else []), default=0)
    track = max(whole or 0, largest) or 1
    rows = [_people_row(cell, before, track) for cell in sorted(used, key=_people_order)]
    table = Table(
        file_name(subject, "features", answers),
        [Column("Feature", "text"), *DETAILS, Column("People before")],
        [[names.feature(c.name).shown, *_details(c), before.get(c.name)] for c in used],
    )
    shown = _list_or_state(answers, rows, "Feature", "People", compare, "Nobody used any feature")
    return pieces.card("features", "What it is used for", say, "people-by-feature", table, shown, "w4")


def _people_order(cell: Cell) -> tuple[bool, int]:
    return cell.name in names.FOLDED, -(cell.active_users or 0)


def _people_row(cell: Cell, before: dict[str, int], track: int) -> Row:
    was = before.get(cell.name)
    feature = names.feature(cell.name)
    if cell.active_users is None:
        return Row(feature.shown, 0, "", withheld="too few people to show")
    said = words.count(was) if was is not None else "new"
    return Row(
        feature.shown,
        cell.active_users / track,
        words.count(cell.active_users),
        was / track if was is not None else None,
        said,
        feature.token,
    )


LeadsTo = Callable[[str], tuple[str, bool]]  # value → the view it leads to, and whether that is the one shown


def shares(
    subject: str,
    answers: Answers,
    dimension: Dimension,
    title: str,
    compare: bool,
    leads_to: LeadsTo = lambda name: ("", False),
    width: str = "w4",
) -> Component:
    """Each value's share of the code generations that name one."""
    named = _named(answers.cells[dimension])
    parts, was = _parts(named), _parts(_named(answers.cells_before[dimension]))
    key = {"language": "languages", "ide": "editors", "model": "models"}[dimension]
    thing = names.WHAT_IS_UNKNOWN[dimension]
    rows = _share_rows(dimension, parts, was, leads_to)
    table = Table(
        file_name(subject, key, answers),
        [Column(thing.capitalize(), "text"), Column("Share", "share"), Column("Share before", "share"), *DETAILS],
        [
            [names.shown(dimension, c.name), parts.get(c.name), was.get(c.name), *_details(c)]
            for c in answers.cells[dimension]
        ],
    )
    say = _say(dimension, thing, named, answers.cells[dimension])
    shown = _list_or_state(answers, rows, thing.capitalize(), "Share", compare, f"No code generation names {_a(thing)}")
    return pieces.card(key, title, say, key, table, shown, width)


def _a(thing: str) -> str:
    return f"an {thing}" if thing[0] in "aeiou" else f"a {thing}"


def _named(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.generations and cell.name.lower() not in names.UNNAMED]


def _parts(cells: Sequence[Cell]) -> dict[str, float]:
    total = sum(cell.generations or 0 for cell in cells)
    return {cell.name: (cell.generations or 0) / total for cell in cells}


def _say(dimension: Dimension, thing: str, named: Sequence[Cell], cells: Sequence[Cell]) -> str:
    every = sum(cell.generations or 0 for cell in cells)
    part = sum(cell.generations or 0 for cell in named) / every if every else None
    kind, them = ("code generations", "them") if dimension == "language" else (ATTRIBUTED, "it")
    known = f" ({words.per_cent(part)} of {them})" if part is not None and part < 1 else ""
    return f"Share of {kind} that name {_a(thing)}{known}."


def _share_rows(dimension: Dimension, parts: dict[str, float], was: dict[str, float], leads_to: LeadsTo) -> list[Row]:
    """The largest rows, and the rest as one; the track is the largest of now and before."""
    order = sorted(parts, key=lambda name: (name.lower() in ("other", "others"), -parts[name]))
    shown = order if len(order) <= bars.MOST_ROWS else order[: bars.MOST_ROWS - 1]
    rest = order[len(shown) :]
    track = max([*(parts[name] for name in shown), *(was.get(name, 0) for name in shown)], default=1) or 1
    rows = [
        _leading(_share_row(names.shown(dimension, name), parts[name], was.get(name), track), *leads_to(name))
        for name in shown
    ]
    if rest:
        before = sum(value for name, value in was.items() if name not in shown) if was else None
        rows.append(_share_row(f"Other ({len(rest)})", sum(parts[name] for name in rest), before, track))
    return rows


def _leading(row: Row, href: str, current: bool) -> Row:
    return replace(row, href=href, current=current)


def _share_row(name: str, part: float, was: float | None, track: float) -> Row:
    said = words.per_cent(was) if was is not None else "new"
    return Row(name, part / track, words.per_cent(part), None if was is None else was / track, said)


def _details(cell: Cell) -> list[int | None]:
    return [
        cell.active_users,
        cell.interactions,
        cell.generations,
        cell.acceptances,
        cell.loc_added,
        cell.loc_deleted,
    ]


def _list_or_state(
    answers: Answers, rows: Sequence[Row], thing: str, measure: str, compare: bool, nothing: str
) -> list[Component]:
    if rows:
        return [bars.bar_list(rows, thing, measure, compare and answers.compared)]
    if not answers.known:
        return [no_report(answers, "Figures")]
    return [nothing_counted(answers, f"{nothing} {words.during(len(answers.span))}")]
