"""Answers kept for as long as the history they come from is the newest."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Memory:
    """The latest `most` answers of one version of the history. Nothing in it depends on who asked."""

    def __init__(self, most: int = 500):
        self.most = most
        self._version: str | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, version: str | None, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What is remembered of `question`, or what `ask` says now."""
        with self._lock:
            if version != self._version:
                self._version = version
                self._answers.clear()
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = ask()
        with self._lock:
            if version == self._version:
                self._answers[question] = answer
                while len(self._answers) > self.most:
                    self._answers.popitem(last=False)
        return answer
