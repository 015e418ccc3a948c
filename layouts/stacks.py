"""Parts of a sum over time: stacked bars, whose key says each part's total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboard.core.numbers import Day, DayCell
from layouts import breaks, charts, figures, names, words
from layouts.answers import Answers
from layouts.names import OTHER_FEATURE
from layouts.pieces import Key
from layouts.tables import Column, Table

MOST_PARTS = 6
LEAST_PART = 0.02  # of the span; what is smaller is in "Other"

Sums = Mapping[str, Mapping[date, int]]


@dataclass(frozen=True)
class Part:
    """What is counted of it on each day that has any; `token` is its colour."""

    shown: str
    token: str
    values: Mapping[date, int]

    @property
    def total(self) -> int:
        return sum(self.values.values())

    def along(self, points: Sequence[Day]) -> list[int | None]:
        """A part nobody used on a known day is zero."""
        return [self.values.get(point.day, 0) if point.known else None for point in points]


def by_name(cells: Iterable[DayCell], counter: str) -> Sums:
    """Name → day → sum of `counter`, of those that have any."""
    sums: dict[str, dict[date, int]] = defaultdict(dict)
    for cell in cells:
        value = getattr(cell, counter)
        if value:
            sums[cell.name][cell.day] = sums[cell.name].get(cell.day, 0) + value
    return sums


def features(sums: Sums) -> list[Part]:
    """Known features in their order; small, unknown and surplus ones together, last."""
    totals = {name: sum(values.values()) for name, values in sums.items()}
    whole = sum(totals.values())
    large = [name for name in totals if name not in names.FOLDED and totals[name] >= LEAST_PART * whole]
    kept = sorted(sorted(large, key=lambda name: -totals[name])[:MOST_PARTS], key=names.by_order)
    parts = [Part(names.feature(name).shown, names.feature(name).token, sums[name]) for name in kept]
    return [*parts, *other(sums, kept, OTHER_FEATURE.token)]


def other(sums: Sums, kept: Collection[str], token: str) -> list[Part]:
    """All that isn't kept as one part, if there is any."""
    rest = added(values for name, values in sums.items() if name not in kept)
    return [Part(names.OTHER, token, rest)] if rest else []


def added(several: Iterable[Mapping[date, int]]) -> Mapping[date, int]:
    sums: dict[date, int] = defaultdict(int)
    for values in several:
        for day, value in values.items():
            sums[day] += value
    return dict(sums)


def table(subject: str, name: str, answers: Answers, parts: Sequence[Part]) -> Table:
    columns = [charts.point_column(answers), *(Column(part.shown) for part in parts), Column("State", "text")]
    values = [part.along(answers.points) for part in parts]
    rows = [
        [point.day, *(along[place] for along in values), charts.state_of(point)]
        for place, point in enumerate(answers.points)
    ]
    return Table(charts.file_name(subject, name, answers), columns, rows)


def traces(answers: Answers, parts: Sequence[Part]) -> list[figures.Trace]:
    axis = answers.axis
    return [figures.bars(part.shown, axis, part.along(axis.points), f"var({part.token})") for part in parts]


def keys(parts: Sequence[Part]) -> list[Key]:
    return [Key(part.shown, part.token, total=words.short(part.total)) for part in parts]


def drawn(name: str, what: str, answers: Answers, parts: Sequence[Part], counted: breaks.Counted) -> list[Component]:
    """`what` begins the words for those who can't see the bars, as "Interactions a day by feature"."""
    totals = [sum(part.values.get(point.day, 0) for part in parts) for point in answers.points]
    figure = figures.figure(traces(answers, parts), answers.axis, counted, figures.headroom(totals))
    entries = keys(parts)
    said = f"{what}: {words.listed([f'{entry.text} {entry.total}' for entry in entries])}."
    return charts.drawn(name, charts.a_point(answers), entries, figure, said, charts.break_notes(answers, counted))
