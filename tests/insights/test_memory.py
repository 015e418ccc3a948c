"""What is remembered, for how long, and how much of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.insights.memory import Memory


@pytest.fixture
def asked():
    return []


@pytest.fixture
def recall(asked):
    memory = Memory(most=10)

    def ask(question: str, rows: int = 1, version: str = "one") -> list[str]:
        def answer() -> list[str]:
            asked.append(question)
            return [question] * rows

        return memory.recall(version, question, answer)

    return ask


def test_a_question_is_asked_once(recall, asked):
    assert recall("a") == recall("a") == ["a"]
    assert asked == ["a"]


def test_another_version_forgets_everything(recall, asked):
    recall("a", rows=9)
    recall("a", rows=9, version="two")
    recall("b", version="two")
    recall("a", version="two")
    assert asked == ["a", "a", "b"]


def test_the_answers_not_asked_for_longest_go_when_there_are_too_many_rows(recall, asked):
    recall("a", rows=4)
    recall("b", rows=4)
    recall("a")
    recall("c", rows=4)
    recall("a")
    recall("b", rows=4)
    assert asked == ["a", "b", "c", "b"]


def test_an_answer_of_more_rows_than_may_be_kept_is_given_and_not_kept(recall, asked):
    assert len(recall("a", rows=11)) == 11
    recall("b")
    recall("a", rows=11)
    assert asked == ["a", "b", "a"]


@pytest.fixture
def slow():
    """Two threads that ask a memory the same question; gives what each was told, once the first is `let` go on."""
    memory, asking, let, asks = Memory(), threading.Event(), threading.Event(), []

    def both(answer):
        def ask():
            asks.append(1)
            asking.set()
            assert let.wait(10)
            return answer()

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(memory.recall, "one", "a", ask)
            assert asking.wait(10)
            second = pool.submit(memory.recall, "one", "a", ask)
            let.set()
            return [first.exception() or first.result(), second.exception() or second.result()], len(asks), memory

    return both


def test_whoever_asks_what_is_being_asked_waits_for_its_answer(slow):
    told, asks, _ = slow(lambda: ["a"])
    assert (told, asks) == ([["a"], ["a"]], 1)


def test_a_question_that_failed_is_asked_again(slow):
    def fail():
        raise LookupError("away")

    told, _, memory = slow(fail)
    assert [str(problem) for problem in told] == ["away", "away"]
    assert memory.recall("one", "a", lambda: ["a"]) == ["a"]
