"""What the deployment says of days: its working week, its holidays, and notes like "training day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.days import USUAL_WEEK, Span, WorkingDays
from dashboard.core.subjects import Subject, Team


@dataclass(frozen=True)
class Note:
    """`team` is its org/slug in lower case, empty for a note that concerns everybody."""

    day: date
    text: str
    team: str = ""


@dataclass(frozen=True)
class Almanac:
    working: WorkingDays = USUAL_WEEK
    notes: Sequence[Note] = ()

    def notes_of(self, subject: Subject, span: Span) -> list[Note]:
        """Those of the span that concern it, in order of their days."""
        own = f"{subject.org}/{subject.slug}".lower() if isinstance(subject, Team) else ""
        found = (note for note in self.notes if note.team in ("", own) and span.first <= note.day <= span.last)
        return sorted(found, key=lambda note: note.day)


NOTHING_SAID = Almanac()
