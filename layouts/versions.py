"""People by the version of the editor and of the Copilot plugin that they have: the newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.core.parts import OTHERS, Kind, Version
from layouts import charts, names, phases, pieces, words
from layouts.answers import Answers
from layouts.bars import Row, bar_list
from layouts.tables import Column, Table

SECTION = ("versions", "Phases and versions in use")
MOST_NAMES, NEWEST = 4, 2  # editors that have rows of their own, and versions of each
TITLES: dict[Kind, tuple[str, str, str]] = {
    "editor": ("editor-versions", "Editors in use", "Editor"),
    "plugin": ("plugin-versions", "Copilot plugins in use", "Plugin"),
}
WITHHELD = "too few people to show"


def section(subject: str, answers: Answers) -> Component:
    cards = [phases.card(subject, answers), card(subject, answers, "editor"), card(subject, answers, "plugin")]
    return pieces.section(*SECTION, [cards])


def card(subject: str, answers: Answers, kind: Kind) -> Component:
    name, title, thing = TITLES[kind]
    found = in_order([version for version in answers.versions or () if version.kind == kind])
    table = Table(
        charts.file_name(subject, name, answers),
        [Column(thing, "text"), Column("Version", "text"), Column("People")],
        [[_shown(version), _version(version), version.people] for version in found],
    )
    say = f"People by the newest version that GitHub saw of each {thing.lower()} they used, newest first."
    return pieces.card(name, title, say, "versions", table, _list(answers, found, thing), "w4")


def _list(answers: Answers, found: Sequence[Version], thing: str) -> list[Component]:
    if found:
        return [html.Div(bar_list(rows_of(found), f"{thing} and version", "People", False), className="long-names")]
    if not answers.known:
        return [charts.no_report(answers, "Versions")]
    if answers.versions is None:
        return [pieces.state("Versions are unknown", "The rows of people of these days are gone, or never came.")]
    return [pieces.state("No version was seen", f"No {thing.lower()} told GitHub its version on these days.")]


def in_order(found: Sequence[Version]) -> list[Version]:
    """The editor with most people first, and what is folded last; of each the newest version first, and again so."""
    people: dict[str, int] = {}
    for version in found:
        people[version.name] = people.get(version.name, 0) + (version.people or 0)
    newest = sorted(found, key=lambda version: (version.version != OTHERS, _number(version.version)), reverse=True)
    return sorted(newest, key=lambda version: (version.name == OTHERS, -people[version.name], version.name))


def _number(version: str) -> tuple[int, ...]:
    """1.139.0 → (1, 139, 0)"""
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", version))


def rows_of(found: Sequence[Version]) -> list[Row]:
    """The newest versions of the editors most used, what is older as one row each, and the other editors as one."""
    by_name: dict[str, list[Version]] = {}
    for version in found:
        by_name.setdefault(version.name, []).append(version)
    kept, rest = list(by_name.values())[:MOST_NAMES], list(by_name.values())[MOST_NAMES:]
    parts = [part for versions in kept for part in _parts(versions)]
    if rest:
        name = _shown(rest[0][0]) if len(rest) == 1 else f"{names.OTHER} ({len(rest)})"
        parts.append((name, _together([version for versions in rest for version in versions])))
    most = max((people or 0 for _, people in parts), default=0) or 1
    return [_row(name, people, most) for name, people in parts]


def _parts(versions: Sequence[Version]) -> list[tuple[str, int | None]]:
    """A few of one editor's, which are in order, each with its people; the rest as "older than"."""
    few = len(versions) <= NEWEST + 1
    shown, older = (versions, []) if few else (versions[:NEWEST], versions[NEWEST:])
    if [version.version for version in versions] == [OTHERS]:
        return [(_shown(versions[0]), versions[0].people)]
    parts = [(f"{_shown(version)} {_version(version)}", version.people) for version in shown]
    if older:
        parts.append((f"{_shown(shown[-1])}, older than {shown[-1].version}", _together(older)))
    return parts


def _together(versions: Sequence[Version]) -> int | None:
    """None where some of them can't be told."""
    return None if any(v.people is None for v in versions) else sum(v.people or 0 for v in versions)


def _row(name: str, people: int | None, most: int) -> Row:
    return Row(name, 0, "", withheld=WITHHELD) if people is None else Row(name, people / most, words.count(people))


def _shown(version: Version) -> str:
    if version.name == OTHERS:
        return names.OTHER
    return names.shown("ide", version.name) if version.kind == "editor" else names.plugin(version.name)


def _version(version: Version) -> str:
    return "other versions" if version.version == OTHERS else version.version
