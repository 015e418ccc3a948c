"""What the deployment says of days: its working week, its holidays, and notes like "training day"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """`names` says what the holidays of `working` are called."""

    working: WorkingDays = USUAL_WEEK
    notes: Sequence[Note] = ()
    names: Mapping[date, str] = field(default_factory=dict)

    def notes_of(self, subject: Subject, span: Span) -> list[Note]:
        """Those of the span that concern it, in order of their days."""
        own = f"{subject.org}/{subject.slug}".lower() if isinstance(subject, Team) else ""
        found = (note for note in self.notes if note.team in ("", own) and span.first <= note.day <= span.last)
        return sorted(found, key=lambda note: note.day)

    def holidays_of(self, span: Span) -> dict[date, str]:
        """Those on which people would have worked otherwise, with their names."""
        days = replace(span, only=replace(self.working, holidays=frozenset()))
        return {day: self.names[day] for day in days if day in self.names}


NOTHING_SAID = Almanac()
