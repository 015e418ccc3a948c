"""Questions that are asked beside whoever goes on to ask them."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from dashboard.core.days import trailing
from dashboard.errors import Away
from dashboard.insights import Insights

SPAN = trailing(date(2026, 11, 20), 28)


class Slow:
    """A history that is asked in several threads. Nobody is answered before `let`."""

    version, behind_since = "one", None

    def __init__(self):
        self.asked: list[str] = []
        self.asking, self.let = threading.Event(), threading.Event()

    def ask(self, sql: str, **parameters: object) -> list[dict]:
        self.asked.append(threading.current_thread().name)
        self.asking.set()
        assert self.let.wait(10)
        return self.answer()

    def answer(self) -> list[dict]:
        return []


class Gone(Slow):
    def answer(self) -> list[dict]:
        raise Away("gone")


def test_who_asks_what_was_asked_ahead_waits_for_that_answer():
    history = Slow()
    insights = Insights(history, 5)
    insights.ahead(lambda: insights.repositories("acme", SPAN))
    assert history.asking.wait(10)
    threading.Timer(0.05, history.let.set).start()
    assert insights.repositories("acme", SPAN) == []
    assert threading.current_thread().name not in history.asked


def test_what_fails_ahead_fails_for_who_asks_it_and_for_nobody_else():
    history = Gone()
    history.let.set()
    insights = Insights(history, 5)
    insights.ahead(lambda: insights.repositories("acme", SPAN))
    with pytest.raises(Away, match="gone"):
        insights.repositories("acme", SPAN)
