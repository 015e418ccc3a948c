"""Two and eight refreshers at once on one store: killed, put to sleep and woken, while GitHub corrects its days."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable

import pytest

from tests.torture.trial import Trial

SEED = 20261121
INDEX_OF_A_DAY = 2  # the number of its swap; the first is of the names of the teams
WAITING = (0.1, 0.6)  # seconds


def disturb(trial: Trial, writers: int, kills: int, sleeping: float = 0.3) -> None:
    """Kills one after the other; `sleeping` is the share of them that is only paused, until the one after is killed."""
    dice = random.Random(SEED)
    upto = trial.counts["kills"] + kills
    with trial.watched(), trial.crowd(writers) as at_work:
        while trial.counts["kills"] < upto:
            trial.github.correct()
            time.sleep(dice.uniform(*WAITING))
            one = dice.randrange(writers)
            if dice.random() < sleeping:
                at_work[one].send(signal.SIGSTOP)
                trial.counts["pauses"] += 1
                one = (one + 1) % writers
                time.sleep(dice.uniform(*WAITING))
                trial.github.correct()
            trial.kill_one_of(at_work, one)
            for process in at_work:
                process.send(signal.SIGCONT)
    trial.complete()


def test_d8_two_refreshers_at_once_lose_nothing_and_write_nothing_twice(trial):
    disturb(trial, 2, 3)


@pytest.mark.parametrize(
    ("store", "skew"), [("folder", -600), pytest.param("s3", 600, marks=pytest.mark.slow)], indirect=["store"]
)
def test_d11_one_that_slept_through_the_others_writes_does_not_bring_the_old_back(trial, skew):
    """Its clock is ten minutes wrong, and decides nothing: whoever was overtaken loses at the index."""
    trial.refresh_whole()
    trial.github.correct()
    asleep = trial.refresh(asleep_before=INDEX_OF_A_DAY, skew=skew)
    wait_until(asleep.is_asleep)
    trial.github.correct()
    others = trial.refresh()
    assert others.wait(), "nobody waits for one that sleeps"
    trial.check(others)
    asleep.send(signal.SIGCONT)
    assert asleep.wait()
    trial.check(asleep)
    trial.complete()


def wait_until(check: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not check():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("writers", [2, 8])
def test_torture_of_a_crowd(trial, writers):
    disturb(trial, writers, 25)
