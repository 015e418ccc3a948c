"""Answers kept for as long as the history they come from is the newest, and asked for once at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from concurrent.futures import Future
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Memory:
    """The latest answers of one version of the history, of `most` rows together: 1 to 2 kB each. They are the same for all."""

    def __init__(self, most: int = 12_000):
        self.most = most
        self._version: str | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._rows = 0
        self._asked: dict[Hashable, Future[Any]] = {}  # at this moment
        self._lock = threading.Lock()

    def recall(self, version: str | None, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What is remembered of `question`, or what `ask` says now. Whoever asks it meanwhile waits for that."""
        with self._lock:
            if version != self._version:
                self._forget_all(version)
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
            asked = self._asked.get((version, question))
            if not asked:
                mine = self._asked[version, question] = Future()
        return asked.result() if asked else self._answer(version, question, ask, mine)

    def known(self, version: str | None, question: Hashable) -> Any:
        """What is remembered of `question`, or None."""
        with self._lock:
            return self._answers.get(question) if version == self._version else None

    def _answer(
        self, version: str | None, question: Hashable, ask: Callable[[], Answer], asked: Future[Answer]
    ) -> Answer:
        try:
            answer = ask()
        except BaseException as problem:
            asked.set_exception(problem)
            raise
        else:
            asked.set_result(answer)
            with self._lock:
                if version == self._version:
                    self._keep(question, answer)
            return answer
        finally:
            with self._lock:
                del self._asked[version, question]

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
