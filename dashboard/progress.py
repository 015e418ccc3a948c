"""How far a refresh is: a bar on a terminal, a line a day in a log."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from dashboard.refresh import DayDone, Hint

IN_WORDS = {"final": "final", "provisional": "may change", "not_available": "no report", "failed": "failed"}


class Teller:
    """To be called with the events of a refresh, inside a `with`."""

    def __init__(self, out: TextIO):
        self.out = out
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("days"),
            TimeRemainingColumn(),
            console=Console(file=out),
            disable=not out.isatty(),
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Teller:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def __call__(self, event: DayDone | Hint) -> None:
        if isinstance(event, Hint):
            self.bar.console.print(f"{event.org}: {event.text}", markup=False, highlight=False)
        elif self.bar.disable:
            self.out.write(f"{line(event)}\n")
            self.out.flush()
        else:
            self._advance(event)

    def _advance(self, event: DayDone) -> None:
        if event.org not in self.tasks:
            self.tasks[event.org] = self.bar.add_task(event.org, total=event.total)
        self.bar.update(
            self.tasks[event.org], completed=event.done, total=event.total, description=f"{event.org} {event.day}"
        )


def line(event: DayDone) -> str:
    counts = Counter(IN_WORDS.get(state, state) for state in event.states.values())
    said = ", ".join(f"{count} {words}" for words, count in counts.items())
    return f"{event.org} {event.day} {said} ({event.done} of {event.total})"
