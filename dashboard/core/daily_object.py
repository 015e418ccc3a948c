"""A team's day in the shape of GitHub's old metrics API, as far as the reports of today can fill it.

docs/decisions/0008 says which of its fields they can't. GitHub's definitions of the old fields:
https://docs.github.com/en/rest/copilot/copilot-metrics
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.core.cells import OTHER
from dashboard.core.floor import split_cells

People = frozenset[int]
NOBODY: People = frozenset()
# Editors and models of completions are not reported any more: everything stands under one of this name.
ALL = "all"


@dataclass(frozen=True)
class Use:
    """Who used a thing on a day, and who of them engaged with it: prompted, or accepted a completion."""

    people: People = NOBODY
    engaged: People = NOBODY


@dataclass(frozen=True)
class Completions:
    """Of one language."""

    suggestions: int = 0
    acceptances: int = 0
    lines_suggested: int = 0
    lines_accepted: int = 0
    use: Use = field(default_factory=Use)


@dataclass(frozen=True)
class TeamDay:
    """`people_known` is false where rows of people are gone, and only the sums of the day were kept."""

    day: date
    active_users: int | None
    everything: Use
    languages: Mapping[str, Completions]
    chats: int
    chat: Use
    people_known: bool = True


def daily_object(day: TeamDay, floor: int) -> dict[str, Any]:
    """What too few people did (fewer than `floor`, the floor of a cell) is null, like a number that nobody knows."""
    shown = Shown(floor, day.people_known)
    return {
        "date": day.day.isoformat(),
        "total_active_users": day.active_users,
        "total_engaged_users": shown.engaged(day.everything),
        "copilot_ide_code_completions": shown.completions(day.languages),
        "copilot_ide_chat": shown.chat(day.chats, day.chat),
    }


@dataclass(frozen=True)
class Shown:
    """What may be shown: `floor` is the least number of people, 1 is off."""

    floor: int
    people_known: bool

    def enough(self, use: Use) -> bool:
        return self.floor <= 1 or (self.people_known and len(use.people) >= self.floor)

    def engaged(self, use: Use) -> int | None:
        if not self.people_known or 1 < self.floor > len(use.engaged):
            return None
        return len(use.engaged)

    def completions(self, languages: Mapping[str, Completions]) -> dict[str, Any] | None:
        everybody = together(languages.values()).use
        if not self.enough(everybody):
            return None
        engaged = self.engaged(everybody)
        cells = self.folded(languages)
        people: list[dict[str, Any]] = [
            {"name": name, "total_engaged_users": self._engaged(cell)} for name, cell in cells.items()
        ]
        rows = [row | self._sums(cell) for row, cell in zip(people, cells.values(), strict=True)]
        return {"total_engaged_users": engaged, "languages": people, **_under_all(engaged, {"languages": rows}, cells)}

    def chat(self, chats: int, use: Use) -> dict[str, Any] | None:
        if not self.enough(use):
            return None
        engaged = self.engaged(use)
        # The reports of today don't tell insertions and copies from other acceptances.
        sums = {"total_chats": chats, "total_chat_insertion_events": None, "total_chat_copy_events": None}
        return {"total_engaged_users": engaged, **_under_all(engaged, sums, chats or use.people)}

    def folded(self, languages: Mapping[str, Completions]) -> Mapping[str, Completions | None]:
        """Those of too few people as one, which is None if it is still of too few."""
        if self.floor <= 1:
            return languages
        names = list(languages)
        shown, few = split_cells([len(languages[name].use.people) for name in names], self.floor)
        rest = together(languages[names[place]] for place in few)
        kept: dict[str, Completions | None] = {names[place]: languages[names[place]] for place in shown}
        return kept | ({OTHER: rest if self.enough(rest.use) else None} if few else {})

    def _engaged(self, cell: Completions | None) -> int | None:
        return self.engaged(cell.use) if cell else None

    def _sums(self, cell: Completions | None) -> dict[str, int | None]:
        return {
            "total_code_suggestions": cell.suggestions if cell else None,
            "total_code_acceptances": cell.acceptances if cell else None,
            "total_code_lines_suggested": cell.lines_suggested if cell else None,
            "total_code_lines_accepted": cell.lines_accepted if cell else None,
        }


def together(parts: Iterable[Completions]) -> Completions:
    """Sums added, and each person once."""
    whole = Completions()
    for part in parts:
        whole = Completions(
            whole.suggestions + part.suggestions,
            whole.acceptances + part.acceptances,
            whole.lines_suggested + part.lines_suggested,
            whole.lines_accepted + part.lines_accepted,
            Use(whole.use.people | part.use.people, whole.use.engaged | part.use.engaged),
        )
    return whole


def _under_all(engaged: int | None, counted: Mapping[str, Any], anything: Any) -> dict[str, Any]:
    """The one editor and its one model; none where there is nothing to count."""
    model = {"name": ALL, "is_custom_model": False, "custom_model_training_date": None, "total_engaged_users": engaged}
    editor = {"name": ALL, "total_engaged_users": engaged, "models": [model | dict(counted)]}
    return {"editors": [editor] if anything else []}
