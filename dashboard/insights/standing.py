"""What GitHub last knew of people in a span: adoption phases and versions. None where people can't be told any more."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.parts import Phase, Phases, Version, shown_phases, shown_versions
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.insights.answers import Ask, Row
from dashboard.insights.days import Days, as_days, as_months, nothing
from dashboard.insights.questions import standing as questions


def team_phases(ask: Ask, team: Team, found: Days, floor: int) -> Phases:
    """Distinct members, each by their newest counted day. `found` has a counted day."""
    sets = as_months(now=found.counted)
    rows = [Phase(**row) for row in ask(questions.TEAM_PHASES, org=team.org, team=team.id, **sets)]
    return Phases(max(found.counted), "span", shown_phases(rows, floor))


def organisation_phases(ask: Ask, organisation: Organisation, found: Days, floor: int) -> Phases | None:
    """As GitHub counted them on the newest day that has any; None if there is none."""
    if not found.counted:
        return None
    over = as_days(found, nothing(found.span))
    del over["since"]
    rows = ask(questions.ORG_PHASES, org=organisation.org, **over)
    newest = [row for row in rows if row["day"] == rows[0]["day"]]
    return _as_counted(newest, floor) if newest else None


def _as_counted(rows: Sequence[Row], floor: int) -> Phases:
    """Everybody in a phase, or, before GitHub counted these, those of them who were active on the day."""
    whole = any(row["people"] is not None for row in rows)
    counted = [Phase(row["name"], row["people"] if whole else row["engaged"]) for row in rows]
    return Phases(rows[0]["day"], "phase" if whole else "day", shown_phases(counted, floor))


def versions(ask: Ask, subject: Subject, found: Days, floor: int) -> list[Version]:
    """`found` has a counted day."""
    sets = as_months(now=found.counted)
    if isinstance(subject, Team):
        rows = ask(questions.TEAM_VERSIONS, org=subject.org, team=subject.id, **sets)
    else:
        rows = ask(questions.ORG_VERSIONS, org=subject.org, **sets)
    return shown_versions([Version(**row) for row in rows], floor)
