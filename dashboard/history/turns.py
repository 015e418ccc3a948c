"""Taking turns at what several threads share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


class Turns:
    """At most `most` at once; or one alone, when all the others have ended."""

    def __init__(self, most: int):
        self._most = most
        self._places = threading.BoundedSemaphore(most)
        self._alone = threading.Lock()

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        with self._places:
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Whoever comes meanwhile waits; not to be asked for by who has a turn."""
        with self._alone, ExitStack() as taken:
            for _ in range(self._most):
                taken.enter_context(self._places)
            yield
