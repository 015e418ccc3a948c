"""What was used in one language, over the counted days of a span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.core.subjects import Subject, Team
from dashboard.core.within_language import WithinLanguage
from dashboard.insights.answers import Ask, Cells, cells
from dashboard.insights.breakdown import breakdowns
from dashboard.insights.days import Days, as_days, nothing
from dashboard.insights.questions import language as questions


class LanguageNumbers:
    """Asks for people only where there is a floor of cells: they decide what is folded, and aren't shown."""

    def __init__(self, ask: Ask, subject: Subject, language: str, with_people: bool, source: str):
        self.ask = ask
        self.with_people = with_people
        self.language = language
        of_team = isinstance(subject, Team)
        self.sums = questions.TEAM_SUMS if of_team else questions.ORG_SUMS
        self.people = questions.TEAM_PEOPLE if of_team else questions.ORG_PEOPLE
        self.where: dict[str, Any] = {"org": subject.org, "source": source} | (
            {"team": subject.id} if isinstance(subject, Team) else {}
        )

    def cells(self, now: Days, before: Days, folded: Sequence[str] = ()) -> tuple[Cells, Cells]:
        over = {**as_days(now, before), "folded": list(folded), "language": self.language, **self.where}
        sums = self.ask(self.sums, **over)
        del over["since"]
        return cells("now", sums, self.ask(self.people, **over) if self.with_people else None), {}


def within_language(
    ask: Ask, subject: Subject, days: Days, language: str, floor: int, people_known: bool, source: str
) -> WithinLanguage:
    """`days` has a counted day. Where people can't be told any more, a floor withholds everything."""
    numbers = LanguageNumbers(ask, subject, language, floor > 1 and people_known, source)
    shown, _ = breakdowns(numbers, days, nothing(days.span), floor)
    return WithinLanguage(language, shown["feature"].cells, shown["model"].cells)
