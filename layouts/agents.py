"""Agents: how many different people used one, in every way that GitHub says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.core.assistants import Asked
from dashboard.core.cells import COMMAND_LINE, OTHER
from dashboard.core.numbers import Dimension
from layouts import bars, charts, pieces, words
from layouts.answers import Answers, Cells
from layouts.bars import Row
from layouts.tables import Column, Table

TOO_FEW = "too few people to show"


@dataclass(frozen=True)
class Way:
    """One way of using an agent, and where GitHub counts its people; only features have a colour of their own."""

    shown: str
    dimension: Dimension
    name: str
    token: str = ""


GITHUBS = (
    Way("Agent mode", "surface", "agent_mode", "--f-agent"),
    Way("Agent edits", "feature", "agent_edit", "--f-agent-edit"),
    Way("Command line", "surface", "command_line", "--f-cli"),
    Way("Copilot app", "feature", "copilot_app", "--f-app"),
    Way("Cloud agent", "surface", "cloud_agent"),
    Way("Agents window", "surface", "agents_window"),
    Way("Other", "surface", OTHER),
)
# Augment says of any agent that somebody used one, which is its agent edits and not GitHub's agent mode.
_BY_PROMPTS = (Way("Agent mode", "feature", "chat_panel_agent_mode", "--f-agent"), *GITHUBS[1:])
WAYS: Mapping[Asked, Sequence[Way]] = {"copilot": GITHUBS, "augment": _BY_PROMPTS, "all": _BY_PROMPTS}
COMMAND_LINES: Mapping[Asked, str] = {
    "copilot": "",
    "augment": " What they did on the command line is counted with agent edits elsewhere.",
    "all": " The command line is that of either; elsewhere Augment’s is counted with agent edits.",
}
People = Mapping[Way, int | None]


def card(subject: str, answers: Answers, whole: int | None, compare: bool) -> Component:
    """Out of `whole` people, or of the most there are where the whole isn't known."""
    people, before = _people(answers)
    used = [way for way in people if people[way] != 0]
    table = Table(
        charts.file_name(subject, "agents", answers),
        [Column("Way", "text"), Column("People"), Column("People before")],
        [[way.shown, people[way], before.get(way)] for way in used],
    )
    say, shown = _say(used, answers.assistant), _shown(answers, whole, compare)
    return pieces.card("agents", "People using agents", say, "agents", table, shown, "w4")


def _say(used: Sequence[Way], asked: Asked) -> str:
    if not used:
        return "People by the way they used an agent."
    by_command_line = any(way.name == COMMAND_LINE for way in used)
    return f"How many different people used each at least once.{COMMAND_LINES[asked] if by_command_line else ''}"


def _people(answers: Answers) -> tuple[People, People]:
    """Of the span, and of the span before."""
    ways = WAYS[answers.assistant]
    return people_by_way(answers.cells, ways), people_by_way(answers.cells_before, ways)


def people_by_way(cells: Cells, ways: Sequence[Way] = GITHUBS) -> People:
    """Of the ways that are counted at all; None where they are too few to be shown."""
    counts = {(dimension, cell.name): cell.active_users for dimension in cells for cell in cells[dimension]}
    return {way: counts[way.dimension, way.name] for way in ways if (way.dimension, way.name) in counts}


def of_surface(cells: Cells, name: str) -> int | None:
    """The people of one surface; none where GitHub counts others, and unknown where theirs may be among too few."""
    counts = {cell.name: cell.active_users for cell in cells.get("surface", ())}
    return counts.get(name, 0 if counts and OTHER not in counts else None)


def _shown(answers: Answers, whole: int | None, compare: bool) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "People")]
    if answers.summary.now.active_users is None:
        return [pieces.state("People are unknown", "The rows of some of them are gone. Their sums were kept.")]
    rows = _rows(answers, whole, compare)
    if not rows:
        return [charts.nothing_counted(answers, f"Nobody used an agent {charts.during(answers)}")]
    return [bars.bar_list(rows, "Way", "People", compare and answers.compared)]


def _rows(answers: Answers, whole: int | None, compare: bool) -> list[Row]:
    people, before = _people(answers)
    used = [way for way in people if people[way] != 0]
    counts = [n or 0 for n in [*people.values(), *(before.values() if compare else ())]]
    track = max(whole or 0, *counts, 1)
    return [_row(way, people[way], before.get(way), track) for way in sorted(used, key=lambda way: -(people[way] or 0))]


def _row(way: Way, now: int | None, was: int | None, track: int) -> Row:
    if now is None:
        return Row(way.shown, 0, "", withheld=TOO_FEW)
    said = words.count(was) if was is not None else "new"
    return Row(way.shown, now / track, words.count(now), None if was is None else was / track, said, way.token)
