"""What people did on a day. Every day of a person comes from its own seed, so it can be made alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt
from random import Random
from typing import NamedTuple

from dashboard.demo.people import Habits, Story, draws, works_on

# How willingly completions in a language are accepted, over or under the person's own rate.
TASTE = {"sql": -0.05, "yaml": -0.08, "markdown": -0.12, "kotlin": 0.03, "typescript": 0.02, "shellscript": -0.01}
NEW_MODEL, NEW_MODEL_AT = "claude-opus-4.7", 0.55
MODELS = ("claude-sonnet-4.6", "gpt-5.3", "gpt-5.4", "gpt-5-mini", "gemini-3-pro", "unknown")
APP_AT, CUSTOMISATIONS_AT, EDIT_MODE_ENDS = 0.68, 0.82, 0.6


class Counters(NamedTuple):
    """In the order of `dashboard.core.rows.COUNTERS`."""

    interactions: int = 0
    generations: int = 0
    acceptances: int = 0
    suggested: int = 0
    suggested_deletions: int = 0
    added: int = 0
    deleted: int = 0


class Cell(NamedTuple):
    """The finest grain there is: all of a report's breakdowns are sums of cells. "" is not attributed."""

    feature: str
    language: str
    model: str
    ide: str
    counters: Counters


@dataclass(frozen=True)
class Trace:
    """All that is known of one person on one day. Credits without cells: a row, but no activity."""

    person_id: int
    cells: tuple[Cell, ...] = ()
    used: frozenset[str] = frozenset()
    sessions: int = 0
    credits: float = 0.0
    phase: int = 0
    customised: bool = False

    @property
    def active(self) -> bool:
        return bool(self.cells or self.used)


def about(draw: Random, mean: float) -> int:
    """A whole number near `mean`, never below zero."""
    return max(0, round(draw.gauss(mean, sqrt(mean) + 0.2))) if mean > 0 else 0


def trace_of(habits: Habits, day: date, story: Story, seed: int) -> Trace | None:
    """None: no row at all that day."""
    draw = draws(seed, habits.person_id, day.toordinal())
    if not works_on(habits, day, draw):
        return idle_trace(habits, day, draw)
    trend = story.progress(day)
    cells = tuple(cells_of(habits, trend, draw))
    used = frozenset(used_by(cells, habits, trend, draw))
    if not cells and not used:
        return Trace(habits.person_id)
    prompts = sum(cell.counters.interactions for cell in cells)
    return Trace(
        person_id=habits.person_id,
        cells=cells,
        used=used,
        sessions=1 + draw.randrange(4),
        credits=round(prompts * (0.6 + draw.random()), 2),
        phase=phase_of(habits, trend),
        customised=trend > CUSTOMISATIONS_AT and "used_cli" in used,
    )


def idle_trace(habits: Habits, day: date, draw: Random) -> Trace | None:
    """Some people have a row although they did nothing: background credits, or nothing but zeros."""
    if habits.starts is None or day < habits.starts:
        return None
    chance = draw.random()
    if chance < 0.05:
        return Trace(habits.person_id, credits=round(0.05 + draw.random(), 2))
    return Trace(habits.person_id) if chance < 0.08 else None


def phase_of(habits: Habits, trend: float) -> int:
    return 1 + (habits.cli_from < trend) + (habits.reviews > 0.1)


def used_by(cells: tuple[Cell, ...], habits: Habits, trend: float, draw: Random) -> list[str]:
    features = {cell.feature for cell in cells}
    used = []
    if features & {"chat_panel_ask_mode", "chat_panel_edit_mode", "chat_panel_plan_mode", "chat_inline"}:
        used.append("used_chat")
    used += [
        f"used_{word}"
        for feature, word in (
            ("chat_panel_agent_mode", "agent"),
            ("copilot_cli", "cli"),
            ("copilot_app", "copilot_app"),
        )
        if feature in features
    ]
    if draw.random() < habits.reviews:
        used.append("used_copilot_code_review_active")
    elif draw.random() < 0.05:
        used.append("used_copilot_code_review_passive")
    if trend > CUSTOMISATIONS_AT and habits.editor == "vscode" and draw.random() < 0.08 * habits.agent:
        used.append("used_vscode_agent")
    if draw.random() < 0.02 + 0.06 * trend * habits.reviews:
        used += ["used_copilot_coding_agent", "used_copilot_cloud_agent"]
    return used


def cells_of(habits: Habits, trend: float, draw: Random) -> Iterator[Cell]:
    """Nothing at all on one day in thirty: somebody only opened a panel."""
    if draw.random() < 0.03:
        return
    busy = habits.intensity * (0.5 + draw.random()) * (0.8 + 0.4 * trend)
    yield from completions(habits, busy, draw)
    yield from prompts(habits, busy, trend, draw)
    yield from agent_edits(habits, busy, trend, draw)
    yield from outside_the_editor(habits, busy, trend, draw)


def completions(habits: Habits, busy: float, draw: Random) -> Iterator[Cell]:
    for language, share in zip(habits.languages, (15, 5, 2.5, 1.2, 0.8), strict=False):
        shown = about(draw, busy * share)
        rate = min(0.7, max(0.03, habits.acceptance + TASTE.get(language, 0.0) + draw.gauss(0, 0.04)))
        accepted = min(shown, round(shown * rate + draw.random() * 0.5))
        if shown:
            counters = Counters(0, shown, accepted, round(shown * 1.8), 0, round(accepted * 1.7), 0)
            yield Cell("code_completion", language, "", habits.editor, counters)


def prompts(habits: Habits, busy: float, trend: float, draw: Random) -> Iterator[Cell]:
    """Chat in the editor. Asking stays, agents grow, the edit mode goes."""
    means = {
        "chat_panel_ask_mode": 3.4 * habits.chat,
        "chat_panel_agent_mode": habits.agent * (0.7 + 3.0 * trend),
        "chat_panel_plan_mode": 0.9 * habits.agent * trend if trend > 0.3 else 0.0,
        "chat_panel_edit_mode": 2.0 * habits.chat * max(0.0, EDIT_MODE_ENDS - trend),
        "chat_panel_custom_mode": 0.25 * habits.agent if trend > 0.5 else 0.0,
        "chat_inline": 0.9 * habits.chat,
    }
    for feature, mean in means.items():
        asked = about(draw, busy * mean)
        if asked:
            yield prompt_cell(habits, feature, asked, trend, draw)


def prompt_cell(habits: Habits, feature: str, asked: int, trend: float, draw: Random) -> Cell:
    blocks = about(draw, asked * 0.8)
    taken = 0 if feature == "chat_panel_agent_mode" else min(blocks, about(draw, blocks * habits.acceptance))
    language = habits.languages[0] if feature == "chat_inline" else draw.choice(("unknown", *habits.languages[:2]))
    counters = Counters(asked, blocks, taken, blocks * draw.randint(4, 9), 0, taken * draw.randint(3, 8), 0)
    return Cell(feature, language, model(habits, trend, draw), habits.editor, counters)


def agent_edits(habits: Habits, busy: float, trend: float, draw: Random) -> Iterator[Cell]:
    """What agents write to files: no prompts, no acceptances, and now and then no editor to book it on."""
    edits = about(draw, busy * habits.agent * (1.0 + 5.0 * trend))
    if not edits:
        return
    editor = "" if draw.random() < 0.12 else habits.editor
    counters = Counters(0, edits, 0, 0, 0, edits * draw.randint(4, 14), edits * draw.randint(1, 4))
    yield Cell("agent_edit", draw.choice(habits.languages[:2]), model(habits, trend, draw), editor, counters)


def outside_the_editor(habits: Habits, busy: float, trend: float, draw: Random) -> Iterator[Cell]:
    means = {
        "copilot_cli": 1.5 + 7.0 * (trend - habits.cli_from) if trend > habits.cli_from else 0.0,
        "copilot_app": 1.5 if habits.uses_app and trend > APP_AT else 0.0,
    }
    for feature, mean in means.items():
        asked = about(draw, busy * mean)
        if asked:
            written = about(draw, asked * 1.4)
            counters = Counters(
                asked, written, written, 0, 0, written * draw.randint(3, 12), written * draw.randint(0, 4)
            )
            yield Cell(feature, habits.languages[0], model(habits, trend, draw), "", counters)


def model(habits: Habits, trend: float, draw: Random) -> str:
    """The older models fade; the new one comes in the middle of the story, first to those who like agents."""
    newest = min(0.5, 1.6 * (trend - NEW_MODEL_AT)) * min(1.0, 0.3 + habits.agent)
    if draw.random() < newest:
        return NEW_MODEL
    return draw.choices(MODELS, (40, 28 * (1.2 - trend), 26 * trend, 14, 9, 3))[0]
