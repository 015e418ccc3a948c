"""Lines added and deleted: what agents wrote, and what people took from Copilot, as parts of a sum over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.core.numbers import DayCell
from layouts import breaks, charts, figures, names, pieces, stacks, ticks, words
from layouts.answers import Answers
from layouts.chat import is_chat
from layouts.stacks import Part
from layouts.tables import Column, Table

BY_AGENTS = frozenset({"copilot_cli", "agent_edit", "copilot_app"})
COUNTED: breaks.Counted = "lines"
LEAST_SHARE = 0.05  # of the plot's height, below its zero


@dataclass(frozen=True)
class Written:
    """Lines that came into files in one way: `added` ones stand above zero, `deleted` ones below."""

    shown: str
    added: Part
    deleted: Part


def card(subject: str, answers: Answers) -> Component:
    cells = [*answers.by_feature, *_unnamed(answers)]
    known = all(cell.loc_deleted is not None for cell in cells)
    ways = [way for way in _ways(cells, known) if way.added.values or way.deleted.values]
    say, title = _say(cells), "Lines added and deleted" if known else "Lines added"
    return pieces.card("lines", title, say, "lines", _table(subject, answers, ways), _shown(answers, ways), "w8")


def _unnamed(answers: Answers) -> list[DayCell]:
    """What Augment's totals have beyond its features: the lines of instructions."""
    if answers.assistant == "copilot" or not answers.by_feature:
        return []
    named = stacks.added(stacks.by_name(answers.by_feature, "loc_added").values())
    rest = {point.day: (point.counters.loc_added or 0) - named.get(point.day, 0) for point in answers.points}
    return [DayCell(day, names.OTHER, 0, 0, 0, 0, lines, None) for day, lines in rest.items() if lines > 0]


def _ways(cells: Sequence[DayCell], deletions_known: bool) -> list[Written]:
    """In the order of features. What chat offers in whatever mode has one step in common: a person applies it."""
    if not deletions_known:
        cells = [cell._replace(loc_deleted=0) for cell in cells]  # none of them is drawn
    return [
        _written("Completions accepted", "--f-completion", [c for c in cells if c.name == names.COMPLETION]),
        _written("Answers applied", "--data-2", [c for c in cells if is_chat(c.name)]),
        *(
            _written(names.feature(name).shown, names.feature(name).token, [c for c in cells if c.name == name])
            for name in sorted(BY_AGENTS, key=names.by_order)
        ),
        _written(names.OTHER, "--f-other", [c for c in cells if not _is_known(c.name)]),
    ]


def _is_known(feature: str) -> bool:
    return feature == names.COMPLETION or is_chat(feature) or feature in BY_AGENTS


def _written(shown: str, token: str, cells: Sequence[DayCell]) -> Written:
    added, deleted = (stacks.added(stacks.by_name(cells, which).values()) for which in ("loc_added", "loc_deleted"))
    return Written(shown, Part(shown, token, added), Part(shown, token, deleted))


def _say(cells: Sequence[DayCell]) -> str:
    added = sum(cell.loc_added for cell in cells)
    by_agents = sum(cell.loc_added for cell in cells if cell.name in BY_AGENTS)
    by_people = sum(cell.loc_added for cell in cells if cell.name == names.COMPLETION or is_chat(cell.name))
    if not by_agents and not by_people:  # nothing was written, or all of it is folded for being of too few
        return "Lines agents wrote into files, and lines people took from completions and answers."
    return (
        f"Of {words.count(added)} lines added, agents wrote {words.per_cent(by_agents / added)} and people took "
        f"{words.per_cent(by_people / added)} from completions and answers. {_deletions(cells)}What people typed is not "
        "counted."
    )


def _deletions(cells: Sequence[DayCell]) -> str:
    """Nothing where they aren't known of all."""
    known = [cell.loc_deleted for cell in cells if cell.loc_deleted is not None]
    return f"{words.count(sum(known))} were deleted. " if len(known) == len(cells) else ""


def _table(subject: str, answers: Answers, ways: Sequence[Written]) -> Table:
    parts = [
        *(Part(f"{way.shown}, added", "", way.added.values) for way in ways if way.added.values),
        *(Part(f"{way.shown}, deleted", "", way.deleted.values) for way in ways if way.deleted.values),
    ]
    columns = [charts.point_column(answers), *(Column(part.shown) for part in parts), Column("State", "text")]
    return Table(
        charts.file_name(subject, "lines", answers), columns, stacks.table(subject, "lines", answers, parts).rows
    )


def _shown(answers: Answers, ways: Sequence[Written]) -> list[Component]:
    if not answers.known:
        return [charts.no_report(answers, "Lines")]
    if not ways:
        return [charts.nothing_counted(answers, f"{answers.called} wrote no line {charts.during(answers)}")]
    return _figure(answers, ways)


def _figure(answers: Answers, ways: Sequence[Written]) -> list[Component]:
    above, below = [way.added for way in ways if way.added.values], [way.deleted for way in ways if way.deleted.values]
    top, depth = figures.headroom(_heights(answers, above)), max(_heights(answers, below), default=0)
    traces = [*stacks.traces(answers, above), *(_deleted(answers, part) for part in below)]
    figure = figures.figure(traces, answers.axis, COUNTED, top, yaxis=_y_axis(top, depth), barmode="relative")
    entries = stacks.keys(above)
    said = (
        f"Lines added {charts.a_point(answers)}: {words.listed([f'{entry.text} {entry.total}' for entry in entries])}."
        f" Deleted: {words.short(sum(part.total for part in below))}."
    )
    notes = charts.break_notes(answers, COUNTED)
    unit = f"{charts.a_point(answers)}, deleted below zero" if below else charts.a_point(answers)
    return charts.drawn("lines", unit, entries, figure, said, notes)


def _heights(answers: Answers, parts: Sequence[Part]) -> list[int]:
    return [sum(part.values.get(point.day, 0) for part in parts) for point in answers.points]


def _deleted(answers: Answers, part: Part) -> figures.Trace:
    axis = answers.axis
    values = part.along(axis.points)
    told = [
        f"{value:,}{figures.words_of(point)}" if value is not None else ""
        for point, value in zip(axis.points, values, strict=True)
    ]
    down = [None if value is None else -value for value in values]
    trace = figures.bars(part.shown, axis, down, f"var({part.token})", customdata=told)
    return trace | {"hovertemplate": "%{fullData.name}, deleted: %{customdata}<extra></extra>"}


def _y_axis(top: float, depth: int) -> figures.Figure:
    """One scale above and below zero, with the same round ticks."""
    high = max(top, depth * LEAST_SHARE)
    values = ticks.of_values(max(high, depth))
    step = values[1] if len(values) > 1 else 1
    down = list(range(-step, -depth - 1, -step))[::-1]
    up = [tick for tick in values if tick <= high]
    return figures.TEMPLATE["yaxis"] | {
        "range": [-depth * 1.08, high],
        "tickvals": [*down, *up],
        "ticktext": [*(f"−{words.tick(-tick, top)}" for tick in down), *(words.tick(tick, top) for tick in up)],
        "zeroline": True,
        "zerolinecolor": "var(--line-strong)",
        "zerolinewidth": 1,
    }
