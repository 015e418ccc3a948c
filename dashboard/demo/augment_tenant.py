"""Augment Code at the demo's company: some teams try it out, and a few people who have no GitHub account there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.demo.dice import Dice, Numbers
from dashboard.demo.people import TRADES, Story
from dashboard.demo.things import Person

if TYPE_CHECKING:
    from dashboard.demo.chronicle import Chronicle
    from dashboard.demo.world import World

PILOT_TEAMS, MOST_IN_PILOT, BEGAN_AT = ("red", "payments-platform", "data-platform"), 80, 0.35
STRANGERS = ("guest-1@contractors.example", "guest-2@contractors.example", "guest-3@contractors.example")
SERVICE = "ci-reviewer"
EDITORS = ("VSCode", "VSCode", "JetBrains")
METRICS = (
    "total_modified_lines_of_code",
    "total_messages",
    "total_tool_calls",
    "completions_count",
    "completions_accepted",
    "completions_lines_of_code",
    "chat_messages",
    "remote_agent_messages",
    "remote_agent_lines_of_code",
    "ide_agent_messages",
    "ide_agent_lines_of_code",
    "cli_agent_interactive_messages",
    "cli_agent_interactive_lines_of_code",
    "cli_agent_non_interactive_messages",
    "cli_agent_non_interactive_lines_of_code",
)
Metrics = dict[str, int]


@dataclass(frozen=True)
class User:
    """Of Augment's: `name` is an e-mail address, or of a service account its name. `trade` says what they write."""

    name: str
    trade: str = "backend"
    person: Person | None = None

    @property
    def is_service(self) -> bool:
        return "@" not in self.name


@dataclass(frozen=True)
class Work:
    """What somebody did in one editor and one language on a day; the API doesn't tell of `instruction_lines`."""

    user: User
    editor: str
    language: str
    metrics: Mapping[str, int]
    instruction_lines: int = 0


def metrics(**given: int) -> Metrics:
    """All of them, with the totals that follow from the rest."""
    found = {name: given.get(name, 0) for name in METRICS}
    messages = [name for name in METRICS if name.endswith("_messages") and name != "total_messages"]
    lines = [name for name in METRICS if name.endswith("_lines_of_code") and not name.startswith("total")]
    totals = {
        "total_messages": sum(found[name] for name in messages),
        "total_modified_lines_of_code": sum(found[name] for name in lines),
    }
    return found | totals | given


@dataclass(eq=False)
class Tenant:
    """`users` and `began` make its days, unless one is `given`. All can be changed while the stand-in runs.

    `a_minute` and `burst` are the API's limit; 0 is none.
    """

    users: list[User] = field(default_factory=list)
    token: str = "demo-augment-token"  # noqa: S105
    session: str = "demo-augment-session"
    allowed: bool = True
    a_minute: int = 10
    burst: int = 20
    given: dict[date, list[Work]] = field(default_factory=dict)
    pilot: Pilot | None = None

    def day(self, day: date) -> list[Work]:
        if day in self.given:
            return self.given[day]
        return self.pilot.day(day) if self.pilot else []

    def days(self, first: date, last: date) -> Iterable[tuple[date, list[Work]]]:
        """Those on which anybody did anything."""
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return ((day, works) for day in every if (works := self.day(day)))

    def put(self, day: date, name: str, editor: str = "VSCode", language: str = "python", **given: int) -> None:
        """Something that somebody did; nothing else is known of that day."""
        instructions = given.pop("instruction_lines", 0)
        self.given.setdefault(day, []).append(Work(User(name), editor, language, metrics(**given), instructions))

    def identities(self) -> str:
        """identities.csv: everybody who has a GitHub account but the last one, by number or by login."""
        known = [user for user in self.users if user.person][:-1]
        lines = [
            f"{user.name},{user.person.id if n % 2 else ''},{'' if n % 2 else user.person.login}"
            for n, user in enumerate(known)
            if user.person
        ]
        return "\n".join(["email,github_id,github_login", *lines, ""])


class Pilot:
    """Who is at work is so for both assistants: the same holidays, the same days off."""

    def __init__(self, users: Sequence[User], story: Story, seed: int, chronicle: Chronicle):
        self.users, self.story, self.seed, self.chronicle = users, story, seed, chronicle
        self.began, self.newest = story.at(BEGAN_AT), story.today
        self.day = lru_cache(maxsize=400)(self._day)

    def _day(self, day: date) -> list[Work]:
        if not self.began <= day <= self.newest:
            return []
        dice = Dice(len(self.users), self.seed, 3, day.toordinal())
        counts = self._counts(day, dice)
        return [work for place, user in enumerate(self.users) for work in works_of(user, place, counts)]

    def _at_work(self, day: date, dice: Dice) -> Numbers:
        crowd = self.chronicle.crowd
        works = dict(
            zip(crowd.ids.tolist(), crowd.works_on(day, Dice(len(crowd), self.seed, day.toordinal())), strict=True)
        )
        own = dice.chance() < (0.7 if day.weekday() < 5 else 0.0)
        present = [works.get(user.person.id, False) if user.person else own[n] for n, user in enumerate(self.users)]
        return np.array(present, dtype=bool) & (dice.chance() < 0.8)

    def _counts(self, day: date, dice: Dice) -> Mapping[str, Numbers]:
        trend = 0.4 + 0.6 * (day - self.began) / max(timedelta(days=1), self.newest - self.began)
        busy = self._at_work(day, dice) * trend
        shown = dice.about(busy * 18)
        return {
            "at_work": busy > 0,
            "shown": shown,
            "accepted": np.minimum(shown, dice.about(shown * 0.35)),
            "chat": dice.about(busy * 4),
            "agent": dice.about(busy * 7),
            "remote": dice.about(busy * 0.2),
            "interactive": dice.about(busy * 1.5) * (dice.chance() < 0.4),
            "automated": dice.about(busy * 3),
            "lines": dice.number(6, 30),
            "instructions": dice.about(busy * 2),
            "editor": dice.number(0, len(EDITORS) - 1),
            "second": dice.chance() < 0.4,
        }


def works_of(user: User, place: int, counts: Mapping[str, Numbers]) -> Iterable[Work]:
    of: dict[str, Any] = {name: values[place].item() for name, values in counts.items()}
    if not of["at_work"]:
        return
    if user.is_service:
        lines = of["automated"] * of["lines"]
        given = metrics(
            cli_agent_non_interactive_messages=of["automated"],
            cli_agent_non_interactive_lines_of_code=lines,
            total_tool_calls=4 * of["automated"],
        )
        yield Work(user, "CLI", "Unknown", given)
        return
    yield from in_editor(user, of)
    if of["interactive"]:
        given = metrics(
            cli_agent_interactive_messages=of["interactive"],
            cli_agent_interactive_lines_of_code=of["interactive"] * of["lines"],
            total_tool_calls=3 * of["interactive"],
        )
        yield Work(user, "CLI", "Unknown", given)


def in_editor(user: User, of: Mapping[str, Any]) -> Iterable[Work]:
    """In the main language, and now and then some completions in another one."""
    main, side = TRADES[user.trade][:2]
    editor, second = EDITORS[of["editor"]], of["shown"] // 4 if of["second"] else 0
    accepted = min(of["accepted"], of["shown"] - second)
    instructions = of["instructions"]
    given = metrics(
        completions_count=of["shown"] - second,
        completions_accepted=accepted,
        completions_lines_of_code=2 * accepted,
        chat_messages=of["chat"],
        ide_agent_messages=of["agent"],
        ide_agent_lines_of_code=of["agent"] * of["lines"],
        remote_agent_messages=of["remote"],
        remote_agent_lines_of_code=of["remote"] * of["lines"],
        total_tool_calls=3 * (of["agent"] + of["remote"]),
    )
    given["total_modified_lines_of_code"] += instructions
    yield Work(user, editor, main.capitalize(), given, instructions)
    if second:
        yield Work(user, editor, side.capitalize(), metrics(completions_count=second))


def pilot_of(world: World, story: Story, seed: int, chronicle: Chronicle) -> Tenant:
    """The teams that try it, dana, three people from outside, and a service account."""
    acme = world.organisations["acme"]
    teams = [team for slug in PILOT_TEAMS if (team := world.team(acme, slug))]
    members = [m.person for team in teams for m in world.memberships if m.team is team and m.state == "active"]
    dana = world.person("dana")
    people = list(dict.fromkeys([*([dana] if dana else []), *members]))[:MOST_IN_PILOT]
    users = [
        *(User(f"{p.login}@acme.example", chronicle.jobs[p.id].trade, p) for p in people),
        *map(User, (*STRANGERS, SERVICE)),
    ]
    return Tenant(users, pilot=Pilot(users, story, seed, chronicle))
