"""What GitHub last knew of people in a span: adoption phases and versions. None where people can't be told any more."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.parts import Phase, Phases, Version, shown_phases, shown_versions
from dashboard.core.subjects import Organisation, Subject, Team
from dashboard.insights.answers import Ask, Row
from dashboard.insights.days import Days, as_days, as_months, nothing
from dashboard.insights.questions import standing as questions


def standing(ask: Ask, subject: Subject, found: Days) -> list[Row]:
    """Distinct people, each by their newest counted day. `found` has a counted day. An organisation's phases aren't
    among it: GitHub counts those."""
    sets = as_months(now=found.counted)
    if isinstance(subject, Team):
        rows = ask(questions.TEAM_STANDING, org=subject.org, team=subject.id, **sets)
    else:
        rows = ask(questions.ORG_VERSIONS, org=subject.org, **sets)
    return sorted(rows, key=lambda row: (row["kind"], row["name"], row["value"]))


def team_phases(standing: Sequence[Row], found: Days, floor: int) -> Phases:
    rows = [Phase(row["value"], row["people"]) for row in standing if row["kind"] == "phase"]
    return Phases(max(found.counted), "span", shown_phases(rows, floor))


def versions(standing: Sequence[Row], floor: int) -> list[Version]:
    known = (row for row in standing if row["kind"] != "phase")
    rows = [Version(row["kind"], row["name"], row["value"], row["people"]) for row in known]
    return shown_versions(rows, floor)


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
