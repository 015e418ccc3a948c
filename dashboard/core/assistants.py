"""Several assistants side by side: what each was used for, and how many people used any of them, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard.core.numbers import Counters, Day

AssistantName = Literal["copilot", "augment"]
Asked = Literal["copilot", "augment", "all"]  # of which assistant: one, or both together
ASKED: tuple[Asked, ...] = ("copilot", "augment", "all")
ALL: Literal["all"] = "all"
# Where the history has each of them; what is computed of both together is told as one more source.
SOURCES: dict[AssistantName, str] = {"copilot": "github", "augment": "augment"}
SOURCE_OF: dict[Asked, str] = {"copilot": "github", "augment": "augment", "all": ALL}


@dataclass(frozen=True)
class Use:
    """One assistant over the days of a span that count, and of which its report is known. Unknown is what it doesn't count.

    All numbers but `days_counted` are None in a row about too few people to show.
    """

    assistant: AssistantName
    days: Sequence[Day]
    days_counted: int
    active_users: int | None = None
    counters: Counters = field(default_factory=Counters)


@dataclass(frozen=True)
class Assistants:
    """`people` used any of them, `several` of these more than one. Both are None where they aren't known, or would say
    something of too few people."""

    uses: Sequence[Use]
    people: int | None = None
    several: int | None = None


@dataclass(frozen=True)
class Groups:
    """People by what they used: one assistant alone, or both."""

    copilot: int = 0
    augment: int = 0
    both: int = 0

    def of(self, assistant: AssistantName) -> int:
        return self.both + (self.copilot if assistant == "copilot" else self.augment)


def side_by_side(uses: Sequence[Use], groups: Groups | None, floor: int) -> Assistants:
    """`groups` is None where people can't be told any more. No group of fewer than `floor` can be worked out of it."""
    if groups is None:
        return Assistants([use if floor <= 1 else withheld(use) for use in uses])
    counted = [replace(use, active_users=groups.of(use.assistant)) for use in uses]
    sizes = (groups.copilot, groups.augment, groups.both)
    if any(0 < size < floor for size in sizes):
        return Assistants([withheld(use) if 0 < groups.of(use.assistant) < floor else use for use in counted])
    return Assistants(counted, sum(sizes), groups.both)


def is_shown(asked: Asked, groups: Groups | None, floor: int) -> bool:
    """Whether numbers of that assistant, or of both together, say nothing of fewer than `floor` people: those of both less
    those of one would be of the people who used the other alone. `groups` are as in `side_by_side`."""
    if floor <= 1 or asked == "copilot":
        return True
    if groups is None:
        return False
    sizes = (groups.copilot, groups.augment, groups.both) if asked == ALL else (groups.of(asked),)
    return not any(0 < size < floor for size in sizes)


def withheld(use: Use) -> Use:
    days = [Day(day.day, "suppressed" if day.known else day.state) for day in use.days]
    return Use(use.assistant, days, use.days_counted)
