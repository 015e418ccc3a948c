"""The colours of dashboard/assets/10-tokens.css, held to what they are for: text, graphics, telling features apart."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from layouts import names
from tests.layouts.colour import VISIONS, contrast, distance, lab, seen

STYLES = Path("dashboard/assets")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("--ink", "--ink-2", "--ink-3", "--accent") for ground in ("--canvas", "--surface")),
    *((f"--{kind}-ink", f"--{kind}-bg") for kind in ("info", "warn", "error")),
    *(("--ink", f"--step-{n}") for n in range(1, 5)),
    ("--on-accent", "--accent"),
    ("--ink-2", "--sunken"),
    ("--surface", "--ink"),
]
FEATURES = [feature.token for feature in (names.FEATURES | names.AUGMENTS).values()] + ["--f-other"]
GRAPHICS = [
    *FEATURES,
    "--data",
    "--data-2",
    "--line-strong",
    "--missing",
    "--failed",
    *(f"--c-{n}" for n in range(1, 8)),
]


def tokens(theme: str) -> dict[str, str]:
    text = (STYLES / "10-tokens.css").read_text()
    block = text[text.index(f'[data-bs-theme="{theme}"] {{') :]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9A-Fa-f]{6})", block[: block.index("\n}")]))


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return tokens(request.param)


def test_the_two_themes_name_the_same_colours():
    assert tokens("light").keys() == tokens("dark").keys()


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("token", GRAPHICS)
def test_what_carries_meaning_stands_out_from_its_card(theme, token):
    assert contrast(theme[token], theme["--surface"]) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_features_can_be_told_apart_by_everybody(theme, vision):
    colours = {token: lab(seen(theme[token], vision)) for token in FEATURES}
    apart = {pair: distance(colours[pair[0]], colours[pair[1]]) for pair in combinations(colours, 2)}
    closest = min(apart, key=apart.get)
    assert apart[closest] >= 10, f"{closest}: {apart[closest]:.1f}"


def test_colours_are_written_once():
    """In the first part of the tokens; a few of Bootstrap's own variables repeat them there because it computes with them."""
    ours = (STYLES / "20-pieces.css").read_text()
    assert not re.search(r"(?<!%23)#[0-9A-Fa-f]{3,8}\b(?![^;{]*\{)", re.sub(r'url\("[^"]*"\)', "", ours))
    for script in STYLES.glob("*.js"):
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", script.read_text())
