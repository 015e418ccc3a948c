"""Keeping answers up to date with the store, in a thread of this process."""

from __future__ import annotations

import atexit
import logging
import random
import threading
import time
from collections.abc import Callable

from dashboard.errors import DashboardError

GLANCE = 1.0  # seconds between looks at what others on this host have done

log = logging.getLogger(__name__)


class Following:
    """`update` follows the store by one step, every `pause()` seconds; in between, `glance`."""

    def __init__(
        self, update: Callable[[], object], pause: Callable[[], float], glance: Callable[[], object] = lambda: None
    ):
        self._update = update
        self._pause = pause
        self._glance = glance
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self.looked = False  # whether the store was asked since the start
        self.lost = False  # whether the last try to follow it failed

    def start(self) -> None:
        """A second call does nothing."""
        if self._thread and self._thread.is_alive():
            return
        atexit.register(self.stop)
        self._thread = threading.Thread(target=self._go_on, name="following", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _go_on(self) -> None:
        try:
            while not self._stopped.is_set():
                self._follow_once()
                next_look = time.monotonic() + random.uniform(1.0, 1.2) * self._pause()  # noqa: S311 - no secret
                while time.monotonic() < next_look and not self._stopped.wait(GLANCE):
                    self._glance()
        finally:
            self.lost = not self._stopped.is_set()  # a fault of ours ended the thread: nobody follows any more

    def _follow_once(self) -> None:
        try:
            self._update()
            self.lost = False
        except DashboardError as error:
            self.lost = True
            log.warning("the answers stay as they were: %s", error)
        self.looked = True
