"""A team's or an organisation's assistants side by side. A team's days count by GitHub's memberships, whichever was used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.core.assistants import SOURCES, AssistantName, Assistants, Groups, Use, side_by_side
from dashboard.core.days import Span
from dashboard.core.numbers import KNOWN, Counters, Day, State
from dashboard.core.rows import USERS_REPORT
from dashboard.core.states import counted
from dashboard.core.subjects import Subject, Team
from dashboard.insights.answers import METERED, Ask, Row, counters
from dashboard.insights.days import Days, as_months, summed
from dashboard.insights.questions import assistants as questions

OTHER: AssistantName = "augment"
TOLD = ("interactions", "generations", "acceptances", "loc_suggested", "loc_added", "loc_deleted")
UNMETERED = dict.fromkeys(METERED)  # a command line of GitHub's, and its credits


def assistants(ask: Ask, subject: Subject, copilot: Days, copilot_people_known: bool, floor: int) -> Assistants | None:
    """`copilot` are its days of the span; None where no day of the span has a report of another assistant."""
    where = place(subject)
    states = states_of(ask, where, copilot.span)
    if not set(states.values()) & {*KNOWN, "expired"}:
        return None
    rows = rows_of(ask, subject, where, copilot.span)
    shown = {day.day: day for day in copilot.shown} if isinstance(subject, Team) else {}
    days = [other_day(day, states.get(day), rows.get(day), shown.get(day)) for day in copilot.span]
    uses = [
        Use("copilot", copilot.shown, len(copilot.counted), counters=summed(copilot.rows[d] for d in copilot.counted)),
        Use(OTHER, days, len(counted(days)), counters=told([rows[day.day] for day in counted(days)])),
    ]
    with_people = copilot_people_known and not any(states[day.day] == "expired" for day in counted(days))
    groups = groups_of(ask, subject, where, copilot, days) if with_people else None
    return side_by_side(uses, groups, floor)


def place(subject: Subject) -> dict[str, Any]:
    return {"org": subject.org, "source": SOURCES[OTHER]}


def states_of(ask: Ask, where: Mapping[str, Any], span: Span) -> Mapping[date, State]:
    rows = ask(questions.STATES, first=span.first, last=span.last, report=USERS_REPORT, **where)
    return {row["day"]: row["state"] for row in rows}


def rows_of(ask: Ask, subject: Subject, where: Mapping[str, Any], span: Span) -> Mapping[date, Row]:
    between = {"first": span.first, "last": span.last}
    if isinstance(subject, Team):
        found = ask(questions.TEAM_DAYS, team=subject.id, **between, **where)
    else:
        found = ask(questions.ORG_DAYS, **between, **where)
    return {row["day"]: {**row, **UNMETERED} for row in found}


def told(rows: Sequence[Row]) -> Counters:
    """Sums. What isn't counted on a day on which people used it is unknown over the span, even beside idle days, which are 0."""
    used = [row for row in rows if row["active_users"]]
    unknown = {name for row in used for name in TOLD if row[name] is None}
    return summed({**row, **dict.fromkeys(unknown)} for row in rows)


def other_day(day: date, state: State | None, row: Row | None, copilot: Day | None) -> Day:
    """A team's day is known where its memberships are; sums outlive the rows of people."""
    if copilot and not copilot.known:
        return Day(day, copilot.state)
    if row is None or row["active_users"] is None:
        return Day(day, "not_available" if state in (None, *KNOWN) else state)
    known: State = "final" if state == "expired" else state or "not_available"
    licensed = copilot.licensed_members if copilot else None
    found = Day(day, known, row["active_users"], licensed, counters(row))
    return found if found.known else Day(day, known)


def groups_of(ask: Ask, subject: Subject, where: Mapping[str, Any], copilot: Days, days: list[Day]) -> Groups:
    sets = as_months(copilot=copilot.counted, other=[day.day for day in counted(days)])
    if not sets["months"]:
        return Groups()
    if isinstance(subject, Team):
        rows = ask(questions.TEAM_GROUPS, team=subject.id, **sets, **where)
    else:
        rows = ask(questions.ORG_GROUPS, **sets, **where)
    people = {(row["copilot"], row["other"]): row["people"] for row in rows}
    return Groups(people.get((1, 0), 0), people.get((0, 1), 0), people.get((1, 1), 0))
