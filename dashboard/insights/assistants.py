"""A team's or an organisation's assistants side by side. A team's days count by GitHub's memberships, whichever was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.core.assistants import AssistantName, Assistants, Groups, Use, side_by_side
from dashboard.core.subjects import Subject, Team
from dashboard.insights.answers import Ask
from dashboard.insights.days import Days, as_months
from dashboard.insights.questions import assistants as questions

NO_REPORT = ("not_available", "failed")


def assistants(
    ask: Ask, subject: Subject, copilot: Days, augment: Days, people_known: bool, floor: int
) -> Assistants | None:
    """Of the days of a span of each; None where no day of the span has a report of another assistant."""
    if all(day.state in NO_REPORT for day in augment.shown):
        return None
    groups = groups_of(ask, subject, copilot.counted, augment.counted) if people_known else None
    return side_by_side([use("copilot", copilot), use("augment", augment)], groups, floor)


def use(assistant: AssistantName, found: Days) -> Use:
    return Use(assistant, found.shown, len(found.counted), counters=found.summed(found.counted))


def groups_of(ask: Ask, subject: Subject, copilot: Sequence[date], augment: Sequence[date]) -> Groups:
    """People by what they used, each assistant on these days of its own."""
    sets = as_months(copilot=copilot, augment=augment)
    if not sets["months"]:
        return Groups()
    if isinstance(subject, Team):
        rows = ask(questions.TEAM_GROUPS, org=subject.org, team=subject.id, **sets)
    else:
        rows = ask(questions.ORG_GROUPS, org=subject.org, **sets)
    people = {(row["copilot"], row["augment"]): row["people"] for row in rows}
    return Groups(people.get((1, 0), 0), people.get((0, 1), 0), people.get((1, 1), 0))
