"""What is remembered, for how long, and how much of it."""

from __future__ import annotations

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
