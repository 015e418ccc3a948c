"""Answers kept for as long as the history they come from is the newest."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Memory:
    """The latest answers of one version of the history, of `most` rows together. Nothing depends on who asked."""

    def __init__(self, most: int = 50_000):
        self.most = most
        self._version: str | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()

    def recall(self, version: str | None, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What is remembered of `question`, or what `ask` says now."""
        with self._lock:
            if version != self._version:
                self._forget_all(version)
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = ask()
        with self._lock:
            if version == self._version and question not in self._answers:
                self._keep(question, answer)
        return answer

    def known(self, version: str | None, question: Hashable) -> Any:
        """What is remembered of `question`, or None."""
        with self._lock:
            return self._answers.get(question) if version == self._version else None

    def _forget_all(self, version: str | None) -> None:
        self._version, self._rows = version, 0
        self._answers.clear()

    def _keep(self, question: Hashable, answer: Any) -> None:
        self._answers[question] = answer
        self._rows += rows(answer)
        while self._rows > self.most:
            _, oldest = self._answers.popitem(last=False)
            self._rows -= rows(oldest)


def rows(answer: Any) -> int:
    """Also of what is asked of two spans at once."""
    if isinstance(answer, tuple):
        return sum(rows(part) for part in answer)
    return max(1, len(answer)) if isinstance(answer, Sized) else 1
