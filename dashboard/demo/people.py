"""Synthetic people and their habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dashboard.demo.dice import Dice, Numbers

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
# A name's place is its code in arrays. "" is not attributed.
LANGUAGES = ("unknown", *sorted({language for each in TRADES.values() for language in each}))
IDES = ("", *sorted({editor for each in EDITORS.values() for editor in each}))
ALWAYS, NEVER = 0, 10**7  # as ordinals of days


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
    """Some have a licence and never start to use it; who is keen has used it since before the story opens.

    Who `stops` doesn't use it any more from that day on, and keeps the licence.
    """

    trade: str
    starts: bool
    keen: bool = False
    stops: date | None = None


@dataclass(frozen=True, eq=False)
class Crowd:
    """Everybody's habits, an array each, in the order of `ids`.

    `languages` and `away` have a column for each language and each holiday; where there are fewer, a language is -1.
    `starts` and `stops` are ordinals of days, NEVER for a licensed person who never does.
    """

    ids: Numbers
    languages: Numbers
    editor: Numbers
    diligence: Numbers
    intensity: Numbers
    acceptance: Numbers
    chat: Numbers
    agent: Numbers
    cli_from: Numbers
    uses_app: Numbers
    reviews: Numbers
    works_weekends: Numbers
    away: Numbers
    starts: Numbers
    stops: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    def works_on(self, day: date, dice: Dice) -> Numbers:
        ordinal = day.toordinal()
        free = (self.away[:, :, 0] <= ordinal) & (ordinal <= self.away[:, :, 1])
        quiet = 0.08 if (day.month, day.day) in HOLIDAYS else 0.92 if day.weekday() == 4 else 1.0
        likely = self.works_weekends if day.weekday() >= 5 else self.diligence * quiet
        return (dice.chance() < likely) & (self.starts <= ordinal) & (ordinal < self.stops) & ~free.any(axis=1)


def crowd_of(jobs: Mapping[int, Job], licensed_since: Mapping[int, int], story: Story, seed: int) -> Crowd:
    """`licensed_since` has the ordinal of the first licence's day by person id; ALWAYS where it has no beginning."""
    ids = sorted(jobs)
    keen = np.array([jobs[person].keen for person in ids])
    trades = np.array([list(TRADES).index(jobs[person].trade) for person in ids])
    dice = Dice(len(ids), seed)
    return Crowd(
        ids=np.array(ids),
        languages=languages_of(trades, dice),
        editor=codes(EDITORS, IDES)[trades, dice.number(0, 3)],
        diligence=np.clip(dice.bell(0.68, 0.22), np.where(keen, 0.6, 0.12), 0.97),
        intensity=np.exp(dice.bell(0.0, 0.55)),
        acceptance=np.clip(dice.bell(0.31, 0.07), 0.12, 0.55),
        chat=dice.chance() * 1.6,
        agent=dice.chance() ** 1.5 * 2.6,
        cli_from=dice.one_of((0.15, 0.4, 0.55, 0.7, 0.85, 2.0, 2.0, 2.0)),
        uses_app=dice.chance() < 0.06,
        reviews=dice.one_of((0.0, 0.0, 0.08, 0.25)),
        works_weekends=dice.one_of((0.0, 0.02, 0.05, 0.2)),
        away=holidays(len(ids), story, seed),
        starts=beginnings(ids, jobs, licensed_since, story, dice),
        stops=np.array([stop.toordinal() if (stop := jobs[person].stops) else NEVER for person in ids]),
    )


def codes(names: Mapping[str, tuple[str, ...]], known: tuple[str, ...]) -> Numbers:
    """The names of each trade as codes, a row a trade."""
    return np.array([[known.index(name) for name in each] for each in names.values()])


def languages_of(trades: Numbers, dice: Dice) -> Numbers:
    """One to three of the trade's, the main one first, and one of another trade's on the side."""
    own = codes(TRADES, LANGUAGES)[trades]
    known = dice.number(1, 3)
    side = dice.number(1, len(LANGUAGES) - 1)
    while (clash := (own == side[:, None]).any(axis=1)).any():
        side = np.where(clash, side % (len(LANGUAGES) - 1) + 1, side)
    place = np.arange(4)
    return np.where(place < known[:, None], own, np.where(place == known[:, None], side[:, None], -1))


def holidays(people: int, story: Story, seed: int) -> Numbers:
    """First and last day off in each half year since the story opened, as ordinals: people × halves × 2."""
    found = []
    for half in range((story.today - story.opened).days // 182 + 1):
        dice = Dice(people, seed, 1, half)
        first = story.opened.toordinal() + half * 182 + dice.number(0, 159)
        found.append(np.stack([first, first + dice.one_of((4, 9, 9, 13, 20))], axis=1))
    return np.stack(found, axis=1)


def beginnings(
    ids: list[int], jobs: Mapping[int, Job], licensed_since: Mapping[int, int], story: Story, dice: Dice
) -> Numbers:
    """A week or so after the first licence; some of those who have always had one still begin late."""
    since = np.array([licensed_since.get(person, NEVER) for person in ids])
    keen, starts = (np.array([getattr(jobs[person], name) for person in ids]) for name in ("keen", "starts"))
    length = (story.today - story.opened).days
    late = story.opened.toordinal() + (dice.chance() * 0.8 * length).astype(np.int64)
    old_hand = np.where(dice.chance() < 0.15, late, ALWAYS)
    begun = np.where(keen, ALWAYS, np.where(since > ALWAYS, since + dice.number(0, 11), old_hand))
    return np.where(starts & (since < NEVER), begun, NEVER)
