"""kill -9 of the refresher, at every step of its way and at any moment, while somebody reads."""

from __future__ import annotations

import random
from itertools import count, islice

import pytest

from tests.torture.trial import Trial

SEED = 20261121
GOLDEN = 0.618034


def kill_all_over(trial: Trial, kills: int, in_a_row: int = 3) -> None:
    """So many kills of corrections, at steps spread over their whole way; now and then a run that nobody disturbs."""
    dice, tries = random.Random(SEED), count()
    upto = trial.counts["kills"] + kills
    with trial.watched():
        trial.github.correct()
        steps = trial.refresh_whole().steps
        while trial.counts["kills"] < upto:
            trial.github.correct()
            for number in islice(tries, in_a_row):
                trial.kill_at(spread(number, steps))
            trial.kill_after(dice.uniform(0.05, 0.5))
            trial.complete()


def kill_first_runs(trial: Trial, kills: int) -> None:
    """From nothing on, with each run going on where the one before died."""
    step, upto = 1, trial.counts["kills"] + kills
    with trial.watched():
        while trial.counts["kills"] < upto:
            if trial.kill_at(step).codes:
                break
            step += 7
    trial.complete()


def spread(number: int, steps: int) -> int:
    """Each number's own place among the steps; neighbours are far apart, so that a short run sees all of the way."""
    return 1 + int((number + 1) * GOLDEN % 1 * steps)


def test_d8_killed_at_any_step_no_acknowledged_day_is_lost_and_no_reader_sees_half_of_one(trial):
    kill_first_runs(trial, 2)
    kill_all_over(trial, 3, in_a_row=3)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_torture_of_two_hundred_kills(trial):
    kill_first_runs(trial, 60)
    kill_all_over(trial, 200 - trial.counts["kills"], in_a_row=6)
