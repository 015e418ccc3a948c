"""Synthetic people and their habits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

HOLIDAYS = {(1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)}
# What people of a trade write, the main language first.
TRADES = {
    "backend": ("kotlin", "sql", "yaml", "markdown"),
    "services": ("java", "sql", "yaml", "shellscript"),
    "web": ("typescript", "css", "html", "markdown"),
    "data": ("python", "sql", "yaml", "jupyter"),
    "operations": ("go", "shellscript", "yaml", "hcl"),
    "apps": ("swift", "kotlin", "json", "markdown"),
}
EDITORS = {
    "backend": ("intellij", "intellij", "intellij", "vscode"),
    "services": ("intellij", "intellij", "eclipse", "vscode"),
    "web": ("vscode", "vscode", "vscode", "intellij"),
    "data": ("vscode", "vscode", "intellij", "neovim"),
    "operations": ("vscode", "vscode", "neovim", "zed"),
    "apps": ("xcode", "vscode", "intellij", "vscode"),
}


@dataclass(frozen=True)
class Story:
    """The time that trends run over. It begins with a month, so that tomorrow tells the same about last week."""

    first: date
    opened: date
    today: date

    @classmethod
    def of(cls, first: date, today: date) -> Story:
        return cls(first, first.replace(day=1), today)

    def progress(self, day: date) -> float:
        """0 when the story opens, 1 a year (or the story's length, if that is more) later."""
        length = max(365, (self.today - self.first).days)
        opened = self.opened - timedelta(days=max(0, 365 - (self.today - self.first).days))
        return min(1.0, max(0.0, (day - opened).days / length))

    def at(self, share: float) -> date:
        return self.opened + (self.today - self.opened) * share


@dataclass(frozen=True)
class Job:
    """Some have a licence and never start to use it; who is keen has used it since before the story opens."""

    trade: str
    starts: bool
    keen: bool = False


@dataclass(frozen=True)
class Habits:
    """`starts` is None for a licensed person who never does."""

    person_id: int
    languages: tuple[str, ...]
    editor: str
    diligence: float
    intensity: float
    acceptance: float
    chat: float
    agent: float
    cli_from: float
    uses_app: bool
    reviews: float
    works_weekends: float
    away: tuple[tuple[date, date], ...]
    starts: date | None


def draws(seed: int, *numbers: int) -> Random:
    mixed = seed
    for number in numbers:
        mixed = (mixed * 1_000_003 + number) & 0xFFFFFFFFFFFF
    return Random(mixed)  # noqa: S311


def habits_of(person_id: int, job: Job, starts: date | None, story: Story, seed: int) -> Habits:
    draw = draws(seed, person_id)
    languages = TRADES[job.trade]
    side = draw.choice(sorted({language for each in TRADES.values() for language in each} - set(languages)))
    return Habits(
        person_id=person_id,
        languages=(*languages[: draw.randint(1, 3)], side),
        editor=draw.choice(EDITORS[job.trade]),
        diligence=min(0.97, max(0.6 if job.keen else 0.12, draw.gauss(0.68, 0.22))),
        intensity=exp(draw.gauss(0.0, 0.55)),
        acceptance=min(0.55, max(0.12, draw.gauss(0.31, 0.07))),
        chat=draw.random() * 1.6,
        agent=draw.random() ** 1.5 * 2.6,
        cli_from=draw.choice((0.15, 0.4, 0.55, 0.7, 0.85, 2.0, 2.0, 2.0)),
        uses_app=draw.random() < 0.06,
        reviews=draw.choice((0.0, 0.0, 0.08, 0.25)),
        works_weekends=draw.choice((0.0, 0.02, 0.05, 0.2)),
        away=tuple(holidays_of(draw, story)),
        starts=starts,
    )


def holidays_of(draw: Random, story: Story) -> list[tuple[date, date]]:
    """Some weeks off in each half year since the story opened."""
    off = []
    for half in range((story.today - story.opened).days // 182 + 1):
        first = story.opened + timedelta(days=half * 182 + draw.randrange(160))
        off.append((first, first + timedelta(days=draw.choice((4, 9, 9, 13, 20)))))
    return off


def works_on(habits: Habits, day: date, draw: Random) -> bool:
    if habits.starts is None or day < habits.starts or any(first <= day <= last for first, last in habits.away):
        return False
    if day.weekday() >= 5:
        return draw.random() < habits.works_weekends
    quiet = 0.08 if (day.month, day.day) in HOLIDAYS else 1.0
    return draw.random() < habits.diligence * quiet * (0.92 if day.weekday() == 4 else 1.0)
