"""What every question needs: a version of the history, which is asked once, the floors, and of which assistant it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import datetime
from typing import Any, Protocol, Self

from dashboard.core.assistants import SOURCE_OF, Asked
from dashboard.core.days import Span
from dashboard.core.numbers import Coverage, Freshness
from dashboard.core.seat_prices import USUAL_TERMS, Terms
from dashboard.core.subjects import NamesFor
from dashboard.insights.days import States, needed, states_of
from dashboard.insights.memory import Answer, Memory
from dashboard.insights.questions import reach

_beside = ThreadPoolExecutor(1, "ahead")


class History(Protocol):
    """The part of the history's replica that is asked here."""

    @property
    def version(self) -> str | None: ...
    @property
    def behind_since(self) -> datetime | None: ...
    def ask(self, sql: str, **parameters: Any) -> list[dict[str, Any]]: ...


class Recalled:
    """Asks one version of the history, and remembers what it said of one assistant, or of all together."""

    def __init__(
        self,
        history: History,
        min_team_size: int,
        min_cell_size: int = 1,
        show_names_to: NamesFor = "admins",
        terms: Terms = USUAL_TERMS,
    ):
        self.history = history
        self.min_team_size = min_team_size
        self.min_cell_size = min_cell_size
        self.show_names_to: NamesFor = show_names_to
        self.terms = terms
        self.assistant: Asked = "copilot"
        self._memory = Memory()

    def behind_since(self) -> datetime | None:
        """Since when the answers may be older than the history, which can't be read; None while it can."""
        return self.history.behind_since

    def of(self, asked: Asked) -> Self:
        """The same questions about another assistant, or about all together, whoever used several counted once."""
        other = copy(self)
        other.assistant = asked
        return other

    def ahead(self, *questions: Callable[[], object]) -> None:
        """Has these asked beside whoever goes on to ask them here, and waits then for the answer that is on its way."""
        for question in questions:
            _beside.submit(question)

    def coverage(self, orgs: Sequence[str]) -> list[Coverage]:
        return [Coverage(**row) for row in self.history.ask(reach.COVERAGE, orgs=list(orgs))]

    def _freshness(self, org: str, reports: Sequence[str], with_teams: bool = False) -> Freshness:
        def ask() -> Freshness:
            kept = {"source": self._source, "reports": needed(self.assistant, reports), "with_teams": with_teams}
            row = self.history.ask(reach.FRESHNESS, org=org, **kept)[0]
            return Freshness(row["first"], row["last"], row["read_at"])

        return self._recall(("freshness", org, tuple(reports), with_teams), ask)

    def _states(self, org: str, span: Span) -> States:
        return self._recall(("states", org, span), lambda: states_of(self.history.ask, org, span, self.assistant))

    @property
    def _source(self) -> str:
        return SOURCE_OF[self.assistant]

    def _of_span(self, about: tuple, span: Span, ask: Callable[[], tuple[Answer, Answer]]) -> Answer:
        """Its part of what is asked of a span and the span before it at once; it may have been the one before."""
        later = self._memory.known(self.history.version, (self.assistant, (*about, span.after())))
        return later[1] if later else ask()[0]

    def _recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        return self._memory.recall(self.history.version, (self.assistant, question), ask)
