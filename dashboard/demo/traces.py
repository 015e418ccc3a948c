"""What people did on a day, all of them at once. Every day is thrown with its own dice, so it can be made alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from dashboard.core.row_parts import COUNTERS
from dashboard.core.rows import USED
from dashboard.demo.dice import Dice, Numbers
from dashboard.demo.people import IDES, LANGUAGES, Crowd, Story

# How willingly completions in a language are accepted, over or under the person's own rate.
TASTE = {"sql": -0.05, "yaml": -0.08, "markdown": -0.12, "kotlin": 0.03, "typescript": 0.02, "shellscript": -0.01}
TASTES = np.array([TASTE.get(language, 0.0) for language in LANGUAGES])
COMPLETIONS = (15, 5, 2.5, 1.2)  # shown on a usual day, from the main language on
NEW_MODEL, NEW_MODEL_AT = "claude-opus-4.7", 0.55
# A name's place is its code in arrays. "" is not attributed.
MODELS = ("", "claude-sonnet-4.6", "gpt-5.3", "gpt-5.4", "gpt-5-mini", "gemini-3-pro", "unknown", NEW_MODEL)
FEATURES = (
    "code_completion",
    "chat_panel_ask_mode",
    "chat_panel_agent_mode",
    "chat_panel_plan_mode",
    "chat_panel_edit_mode",
    "chat_panel_custom_mode",
    "chat_inline",
    "agent_edit",
    "copilot_cli",
    "copilot_app",
)
CHAT = ("chat_panel_ask_mode", "chat_panel_edit_mode", "chat_panel_plan_mode", "chat_inline")
APP_AT, CUSTOMISATIONS_AT, EDIT_MODE_ENDS = 0.68, 0.82, 0.6


class Counters(NamedTuple):
    """In the order of `dashboard.core.rows.COUNTERS`, for each person, or one for all."""

    interactions: Numbers | int = 0
    generations: Numbers | int = 0
    acceptances: Numbers | int = 0
    suggested: Numbers | int = 0
    suggested_deletions: Numbers | int = 0
    added: Numbers | int = 0
    deleted: Numbers | int = 0


class Work(NamedTuple):
    """What each person did with one feature, in one language; without any counter it is nothing."""

    feature: str
    language: Numbers
    model: Numbers | int
    ide: Numbers | int
    counters: Counters


@dataclass(frozen=True, eq=False)
class Cells:
    """The finest grain there is, by person: all of a report's breakdowns are sums of cells.

    `people` are places in the crowd, the others codes; `counters` has a column for each.
    """

    people: Numbers
    feature: Numbers
    language: Numbers
    model: Numbers
    ide: Numbers
    counters: Numbers

    def __len__(self) -> int:
        return len(self.people)

    def of(self, chosen: Numbers) -> Cells:
        """Those at places, or under a mask."""
        return Cells(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Trace:
    """All that is known of everybody on one day, an array each. Credits without cells: a row, but no activity."""

    rows: Numbers
    cells: Cells
    used: dict[str, Numbers]
    sessions: Numbers
    credits: Numbers
    phase: Numbers
    customised: Numbers
    active: Numbers


def trace_of(crowd: Crowd, licensed: Numbers, day: date, story: Story, seed: int) -> Trace:
    dice = Dice(len(crowd), seed, day.toordinal())
    trend = story.progress(day)
    works = crowd.works_on(day, dice) & licensed
    cells = cells_of(crowd, works & (dice.chance() > 0.03), trend, dice)  # now and then one only opened a panel
    used = used_by(crowd, works, cells, trend, dice)
    active = np.logical_or.reduce([*used.values(), places(cells.people, len(crowd))])
    background, zeros = idle(crowd, licensed & ~works, day, dice)
    prompts = np.bincount(cells.people, cells.counters[:, 0], len(crowd))
    credits = np.where(background, 0.05 + dice.chance(), prompts * (0.6 + dice.chance()))
    return Trace(
        rows=works | background | zeros,
        cells=cells,
        used=used,
        sessions=np.where(active, dice.number(1, 4), 0),
        credits=np.round(credits, 2),
        phase=np.where(day.toordinal() >= crowd.starts, 1 + (crowd.cli_from < trend) + (crowd.reviews > 0.1), 0),
        customised=used["used_cli"] & (trend > CUSTOMISATIONS_AT),
        active=active,
    )


def places(found: Numbers, people: int) -> Numbers:
    """As a mask."""
    mask = np.zeros(people, dtype=bool)
    mask[found] = True
    return mask


def idle(crowd: Crowd, idlers: Numbers, day: date, dice: Dice) -> tuple[Numbers, Numbers]:
    """Some people have a row although they did nothing: background credits, or nothing but zeros."""
    chance = dice.chance()
    begun = idlers & (day.toordinal() >= crowd.starts)
    return begun & (chance < 0.05), begun & (chance >= 0.05) & (chance < 0.08)


def used_by(crowd: Crowd, works: Numbers, cells: Cells, trend: float, dice: Dice) -> dict[str, Numbers]:
    """Who used what, by GitHub's name of the flag."""
    reviews, cloud = dice.chance(), dice.chance() < 0.02 + 0.06 * trend * crowd.reviews
    window = dice.chance() < 0.08 * crowd.agent * (trend > CUSTOMISATIONS_AT)
    in_vscode = works & (crowd.editor == IDES.index("vscode"))
    found = {
        "used_chat": users_of(cells, CHAT, len(crowd)),
        "used_agent": users_of(cells, ("chat_panel_agent_mode",), len(crowd)),
        "used_cli": users_of(cells, ("copilot_cli",), len(crowd)),
        "used_copilot_app": users_of(cells, ("copilot_app",), len(crowd)),
        "used_copilot_code_review_active": works & (reviews < crowd.reviews),
        "used_copilot_code_review_passive": works & (reviews >= crowd.reviews) & (reviews < crowd.reviews + 0.05),
        "used_vscode_agent": window & in_vscode,
        "used_copilot_coding_agent": works & cloud,
        "used_copilot_cloud_agent": works & cloud,
    }
    return {word: found[word] for word in USED}


def users_of(cells: Cells, features: tuple[str, ...], people: int) -> Numbers:
    wanted = np.isin(cells.feature, [FEATURES.index(feature) for feature in features])
    return places(cells.people[wanted], people)


def cells_of(crowd: Crowd, busy_people: Numbers, trend: float, dice: Dice) -> Cells:
    busy = crowd.intensity * (0.5 + dice.chance()) * (0.8 + 0.4 * trend)
    works = [
        *completions(crowd, busy, dice),
        *prompts(crowd, busy, trend, dice),
        agent_edits(crowd, busy, trend, dice),
        *outside_the_editor(crowd, busy, trend, dice),
    ]
    shape = (len(COUNTERS), len(crowd))
    counters = np.stack([np.stack(np.broadcast_arrays(*work.counters, np.zeros(shape[1]))[:-1]) for work in works])
    people, chosen = np.nonzero(counters.any(axis=1).T & busy_people[:, None])

    def code(values: list[Numbers | int]) -> Numbers:
        return np.stack([np.broadcast_to(value, len(crowd)) for value in values])[chosen, people]

    return Cells(
        people=people,
        feature=np.array([FEATURES.index(work.feature) for work in works])[chosen],
        language=code([work.language for work in works]),
        model=code([work.model for work in works]),
        ide=code([work.ide for work in works]),
        counters=counters[chosen, :, people].astype(np.int64),
    )


def completions(crowd: Crowd, busy: Numbers, dice: Dice) -> Iterator[Work]:
    for place, usual in enumerate(COMPLETIONS):
        language = crowd.languages[:, place]
        shown = np.where(language >= 0, dice.about(busy * usual), 0)
        rate = np.clip(crowd.acceptance + TASTES[language] + dice.bell(0, 0.04), 0.03, 0.7)
        accepted = np.minimum(shown, np.rint(shown * rate + dice.chance() * 0.5))
        counters = Counters(0, shown, accepted, np.rint(shown * 1.8), 0, np.rint(accepted * 1.7), 0)
        yield Work("code_completion", language, 0, crowd.editor, counters)


def prompts(crowd: Crowd, busy: Numbers, trend: float, dice: Dice) -> Iterator[Work]:
    """Chat in the editor. Asking stays, agents grow, the edit mode goes."""
    means = {
        "chat_panel_ask_mode": 3.4 * crowd.chat,
        "chat_panel_agent_mode": crowd.agent * (0.7 + 3.0 * trend),
        "chat_panel_plan_mode": 0.9 * crowd.agent * trend * (trend > 0.3),
        "chat_panel_edit_mode": 2.0 * crowd.chat * max(0.0, EDIT_MODE_ENDS - trend),
        "chat_panel_custom_mode": 0.25 * crowd.agent * (trend > 0.5),
        "chat_inline": 0.9 * crowd.chat,
    }
    for feature, mean in means.items():
        yield prompted(crowd, feature, dice.about(busy * mean), trend, dice)


def prompted(crowd: Crowd, feature: str, asked: Numbers, trend: float, dice: Dice) -> Work:
    blocks = dice.about(asked * 0.8)
    by_hand = np.minimum(blocks, dice.about(blocks * crowd.acceptance))
    taken = by_hand if feature != "chat_panel_agent_mode" else np.zeros_like(blocks)
    named = dice.number(0, 2)  # 2 stands for "unknown", whose code is 0
    spoken = np.where(named == 2, 0, np.where(named == 1, crowd.languages[:, 1], crowd.languages[:, 0]))
    language = crowd.languages[:, 0] if feature == "chat_inline" else spoken
    counters = Counters(asked, blocks, taken, blocks * dice.number(4, 9), 0, taken * dice.number(3, 8), 0)
    return Work(feature, language, models(crowd, trend, dice), crowd.editor, counters)


def agent_edits(crowd: Crowd, busy: Numbers, trend: float, dice: Dice) -> Work:
    """What agents write to files: no prompts, no acceptances, and now and then no editor to book it on."""
    edits = dice.about(busy * crowd.agent * (1.0 + 5.0 * trend))
    language = np.where(dice.chance() < 0.5, crowd.languages[:, 0], crowd.languages[:, 1])
    editor = np.where(dice.chance() < 0.12, 0, crowd.editor)
    counters = Counters(0, edits, 0, 0, 0, edits * dice.number(4, 14), edits * dice.number(1, 4))
    return Work("agent_edit", language, models(crowd, trend, dice), editor, counters)


def outside_the_editor(crowd: Crowd, busy: Numbers, trend: float, dice: Dice) -> Iterator[Work]:
    means = {
        "copilot_cli": np.where(trend > crowd.cli_from, 1.5 + 7.0 * (trend - crowd.cli_from), 0.0),
        "copilot_app": 1.5 * crowd.uses_app * (trend > APP_AT),
    }
    for feature, mean in means.items():
        asked = dice.about(busy * mean)
        written = dice.about(asked * 1.4)
        lines = written * dice.number(3, 12), written * dice.number(0, 4)
        counters = Counters(asked, written, written, 0, 0, *lines)
        yield Work(feature, crowd.languages[:, 0], models(crowd, trend, dice), 0, counters)


def models(crowd: Crowd, trend: float, dice: Dice) -> Numbers:
    """The older models fade; the new one comes in the middle of the story, first to those who like agents."""
    newest = min(0.5, 1.6 * (trend - NEW_MODEL_AT)) * np.minimum(1.0, 0.3 + crowd.agent)
    older = 1 + dice.weighted((40, 28 * (1.2 - trend), 26 * trend, 14, 9, 3))
    return np.where(dice.chance() < newest, MODELS.index(NEW_MODEL), older)
