"""A team's week as a letter: the numbers and words of its page, as HTML that needs nothing else and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.numbers import Cell, Day
from dashboard.core.subjects import Team
from layouts import names, sentences, team, words
from layouts.answers import Answers
from layouts.landing import TEMPLATES
from layouts.pieces import Tile

BAR = 24  # characters of a full bar in plain text
SAID = {"suppressed": "withheld: too few licensed"}
FOOT = (
    "Counts of use say how much Copilot is used, not how well. No team of fewer than {floor} licensed people is shown."
)


@dataclass(frozen=True)
class Number:
    name: str
    value: str
    of: str
    change: str


@dataclass(frozen=True)
class Bar:
    """`part` is 0 to 1 of the longest bar, None where nothing is known; one that is not `final` may still change."""

    name: str
    part: float | None
    said: str
    final: bool = True


@dataclass(frozen=True)
class Letter:
    """`link` is the address of the same days on the team's page."""

    title: str
    week: str
    answer: str
    signs: Sequence[str]
    numbers: Sequence[Number]
    days: Sequence[Bar]
    features: Sequence[Bar]
    foot: str
    link: str

    @property
    def subject(self) -> str:
        """One line, whatever the team is called."""
        return " ".join(f"{self.title}: Copilot in {self.week[:1].lower()}{self.week[1:]}".split())


def letter(subject: Team, answers: Answers, floor: int, link: str) -> Letter:
    return Letter(
        title=subject.name,
        week=_week(answers),
        answer=sentences.answer(answers, "licensed members"),
        signs=[sign.text for sign in sentences.signs(answers, compare=True)],
        numbers=[_number(tile) for tile in team.tiles(answers, compare=True)],
        days=_days(answers.days),
        features=_features(answers.cells["feature"]),
        foot=FOOT.format(floor=floor),
        link=link,
    )


def _week(answers: Answers) -> str:
    """Week 47, 16 Nov – 19 Nov 2026, so far"""
    so_far = ", so far" if len(answers.span) < 7 else ""
    return f"Week {answers.span.first.isocalendar().week}, {words.span(answers.span)}{so_far}"


def _number(tile: Tile) -> Number:
    known, delta = tile.number != words.UNKNOWN, tile.delta
    change = " ".join(filter(None, (delta.sign, delta.amount, delta.rest))) if delta else ""
    return Number(tile.name, tile.number, tile.small if known else "", change)


def _days(days: Sequence[Day]) -> list[Bar]:
    most = max((day.active_users or 0 for day in days), default=0) or 1
    return [_day(day, most) for day in days]


def _day(day: Day, most: int) -> Bar:
    name = f"{words.WEEKDAYS[day.day.weekday()]} {words.short_day(day.day)}"
    if day.active_users is None:
        return Bar(name, None, SAID.get(day.state, "no report"))
    final = day.state == "final"
    said = words.count(day.active_users)
    return Bar(name, day.active_users / most, said if final else f"{said}, may still change", final)


def _features(cells: Sequence[Cell]) -> list[Bar]:
    """In the order of the page, and with its floor: what is too small to show comes without a number."""
    used = sorted((cell for cell in cells if cell.active_users != 0), key=lambda c: -(c.active_users or 0))
    most = max((cell.active_users or 0 for cell in used), default=0) or 1
    return [_feature(cell, most) for cell in used]


def _feature(cell: Cell, most: int) -> Bar:
    name = names.feature(cell.name).shown
    if cell.active_users is None:
        return Bar(name, None, "too few people to show")
    return Bar(name, cell.active_users / most, words.count(cell.active_users))


def as_html(found: Letter) -> str:
    return TEMPLATES.get_template("digest.html").render(letter=found).lstrip()


def as_text(found: Letter) -> str:
    parts = [
        [found.title, found.week],
        [found.answer, *(f"({sign})" for sign in found.signs)],
        [_said(number) for number in found.numbers],
        ["Active users a day", *_drawn(found.days)],
        ["What it is used for: people", *_drawn(found.features)] if found.features else [],
        [found.foot, found.link],
    ]
    return "\n\n".join("\n".join(line for line in part if line) for part in parts if any(part)) + "\n"


def _said(number: Number) -> str:
    change = f"  {number.change}" if number.change else ""
    return f"{number.name + ':':<17} {' '.join(filter(None, (number.value, number.of)))}{change}"


def _drawn(bars: Sequence[Bar]) -> list[str]:
    width = max((len(bar.name) for bar in bars), default=0)
    return [f"{bar.name:<{width}}  {_stroke(bar)}{bar.said}" for bar in bars]


def _stroke(bar: Bar) -> str:
    if not bar.part:
        return ""
    return ("#" if bar.final else "/") * max(1, round(bar.part * BAR)) + " "
