"""How many of a team's licensed members have ever been active."""

from __future__ import annotations

from dashboard.core.days import Span
from dashboard.core.started import Started
from dashboard.core.subjects import Team
from dashboard.insights.answers import Ask
from dashboard.insights.questions import started as questions


def started(ask: Ask, team: Team, span: Span, floor: int, source: str) -> Started | None:
    """None where no day of the span reaches the floor, or where rows of the licensed of that day are gone."""
    where = {"org": team.org, "team": team.id, "source": source, "first": span.first, "last": span.last, "floor": floor}
    row = ask(questions.STARTED, **where)[0]
    if not row["licensed"] or row["kept"] < row["licensed"]:
        return None
    return Started(row["licensed"], row["active"])
