"""Chance for many people at once. Everybody has a draw of every throw, so that nobody's fate shifts another's."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np

Numbers = np.ndarray  # one a person


def draws(seed: int, *numbers: int) -> Random:
    """For what is settled one by one."""
    mixed = seed
    for number in numbers:
        mixed = (mixed * 1_000_003 + number) & 0xFFFFFFFFFFFF
    return Random(mixed)  # noqa: S311


class Dice:
    """The same numbers throw the same."""

    def __init__(self, people: int, *numbers: int):
        self.people = people
        self._source = np.random.default_rng(numbers)

    def chance(self) -> Numbers:
        """From 0 to 1."""
        return self._source.random(self.people)

    def bell(self, middle: float = 0.0, width: float = 1.0) -> Numbers:
        return self._source.normal(middle, width, self.people)

    def number(self, least: int, most: int) -> Numbers:
        """Whole, both ends included."""
        return self._source.integers(least, most + 1, self.people)

    def about(self, mean: Numbers) -> Numbers:
        """Whole numbers near `mean`, never below zero."""
        near = mean + self.bell() * (np.sqrt(np.maximum(mean, 0)) + 0.2)
        return np.where(mean > 0, np.maximum(np.rint(near), 0), 0).astype(np.int64)

    def one_of(self, choices: Sequence[Any]) -> Numbers:
        return np.asarray(choices)[self.number(0, len(choices) - 1)]

    def weighted(self, weights: Sequence[float]) -> Numbers:
        """The place of a weight, as likely as it weighs."""
        edges = np.cumsum(weights)
        return np.searchsorted(edges, self.chance() * edges[-1], side="right")
