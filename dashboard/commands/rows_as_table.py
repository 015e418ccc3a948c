"""Rows as a table to read: aligned, and on a terminal no wider than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from numbers import Number
from typing import Any

from rich.cells import cell_len, set_cell_size

from dashboard.commands.rows_as_text import Row, cell

GAP = "  "
NARROWEST = 8  # to which a column of a table that is too wide is cut
# What moves the cursor, or turns the direction of what follows: names are other people's texts.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def table_lines(names: Sequence[str], rows: Sequence[Row], width: int | None) -> Iterator[str]:
    """As wide as it is without a `width`. Where its columns don't fit, each row is a paragraph."""
    heads = [_seen(name) for name in names]
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    if width is not None:
        if sum(min(each, NARROWEST) for each in widths) + len(GAP) * (len(widths) - 1) > width:
            return _paragraphs(heads, cells, width)
        widths = _cut_to(widths, width)
    to_the_right = [any(isinstance(row[place], Number) for row in rows) for place in range(len(heads))]
    ruled = [heads, ["-" * each for each in widths], *cells]
    return (_line(line, widths, to_the_right) for line in ruled)


def _shown(value: Any) -> str:
    return "NULL" if value is None else _seen(cell(value))


def _seen(text: str) -> str:
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _cut_to(widths: Sequence[int], width: int) -> list[int]:
    """The widest columns give way to the others."""
    room = width - len(GAP) * (len(widths) - 1)
    most = max(widths)
    while sum(min(each, most) for each in widths) > room:
        most -= 1
    return [min(each, most) for each in widths]


def _line(cells: Sequence[str], widths: Sequence[int], to_the_right: Sequence[bool]) -> str:
    columns = zip(cells, widths, to_the_right, strict=True)
    return GAP.join(_filled(text, width, right) for text, width, right in columns).rstrip()


def _filled(text: str, width: int, right: bool) -> str:
    text = _cut(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _paragraphs(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    widest = max(map(cell_len, heads))
    for number, row in enumerate(rows, 1):
        yield f"-- row {number}"
        for head, text in zip(heads, row, strict=True):
            yield f"{_filled(head, widest, False)}{GAP}{_cut(text, max(width - widest - len(GAP), NARROWEST))}"
