"""Phases and versions: made-up people whose answers can be counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.parts import OTHERS, Phase, Phases, Version
from dashboard.core.subjects import Organisation
from dashboard.insights import Insights
from tests.builders import day_of, history_of, membership, people, usage

ACME = Organisation("acme")
SATURDAY = date(2026, 10, 31)  # the span goes on in another month
DAYS = [SATURDAY + timedelta(days=number) for number in range(3)]
SPAN = Span(DAYS[0], DAYS[-1])
RED = people(1, 6)


def seen(login: str, phase: str, ide: str = "", version: str | None = None, **fields) -> dict:
    at = {"sampled_at": "2026-11-01T08:00:00Z"}
    entry = {"ide": ide, "last_known_ide_version": {"ide_version": version, **at} if version else None}
    if ide == "vscode":
        entry["last_known_plugin_version"] = {"plugin": "copilot-chat", "plugin_version": "0.52.1", **at}
    lists = {"totals_by_ide": [entry]} if ide else {}
    return usage(login, interactions=1, ai_adoption_phase={"phase": phase, "phase_number": 1}, **lists, **fields)


def total(*phases: tuple[str, int, int | None]) -> dict:
    named = ("phase", "total_engaged_users", "users_in_phase_28d")
    rows = [dict(zip(named, each, strict=True), phase_number=number) for number, each in enumerate(phases, 1)]
    return {"daily_active_users": 5, "totals_by_ai_adoption_phase": rows}


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    red = [membership(login, 42) for login in RED]
    first = [
        seen(RED[0], "Phase 1", "vscode", "1.138.0"),
        seen(RED[1], "Phase 1", "vscode", "1.138.0"),
        seen(RED[2], "Phase 3", "intellij", "2026.2"),
        seen("charlie", "Phase 3", "zed", "1.0"),
    ]
    second = [
        seen(RED[0], "Phase 2", "vscode", "1.139.0"),
        seen(RED[1], "Phase 1", "vscode", None),
        seen(RED[3], "Phase 1", "intellij", "2026.3"),
    ]
    left = [row for row in red if row["user_login"] != RED[4]]
    third = [seen(RED[4], "Phase 2", "vscode", "1.139.0")]
    return history_of(
        tmp_path_factory.mktemp("standing"),
        [
            ("acme", DAYS[0], day_of("acme", DAYS[0], first, red, total(("Phase 1", 2, 9), ("Phase 2", 1, 4)))),
            ("acme", DAYS[1], day_of("acme", DAYS[1], second, red, total(("Phase 1", 2, None), ("Phase 2", 3, None)))),
            ("acme", DAYS[2], day_of("acme", DAYS[2], third, left, {"daily_active_users": 1})),
        ],
    )


def of(history, floor: int = 1) -> Insights:
    return Insights(history, min_team_size=5, min_cell_size=floor)


def red_of(insights: Insights):
    return next(team for team in insights.teams("acme") if team.id == 42)


def test_members_are_in_the_phase_of_their_newest_day_in_the_team(history):
    """One moved on; another was in no phase of this team, having left it that day."""
    insights = of(history)
    phases = insights.phases(red_of(insights), SPAN)
    assert phases == Phases(DAYS[2], "span", [Phase("Phase 1", 2), Phase("Phase 2", 1), Phase("Phase 3", 1)])


def test_the_span_decides_which_day_is_the_newest(history):
    insights = of(history)
    assert insights.phases(red_of(insights), Span(DAYS[0], DAYS[0])).rows == [Phase("Phase 1", 2), Phase("Phase 3", 1)]


def test_an_organisations_phases_are_githubs_newest_and_say_who_is_in(history):
    insights = of(history)
    assert insights.phases(ACME, SPAN) == Phases(DAYS[1], "day", [Phase("Phase 1", 2), Phase("Phase 2", 3)])
    first = insights.phases(ACME, Span(DAYS[0], DAYS[0]))
    assert first == Phases(DAYS[0], "phase", [Phase("Phase 1", 9), Phase("Phase 2", 4)])
    assert insights.phases(ACME, Span(DAYS[2], DAYS[2])) is None


def test_a_version_is_the_newest_that_was_seen_of_each_person_and_editor(history):
    insights = of(history)
    assert insights.versions(red_of(insights), SPAN) == [
        Version("editor", "intellij", "2026.2", 1),
        Version("editor", "intellij", "2026.3", 1),
        Version("editor", "vscode", "1.138.0", 1),
        Version("editor", "vscode", "1.139.0", 1),
        Version("plugin", "copilot-chat", "0.52.1", 2),
    ]


def test_an_organisation_has_everybody_whatever_their_team(history):
    found = {(v.name, v.version): v.people for v in of(history).versions(ACME, SPAN)}
    assert found == {
        ("intellij", "2026.2"): 1,
        ("intellij", "2026.3"): 1,
        ("vscode", "1.138.0"): 1,
        ("vscode", "1.139.0"): 2,
        ("zed", "1.0"): 1,
        ("copilot-chat", "0.52.1"): 3,
    }


def test_a_floor_of_cells_withholds_what_is_too_small(history):
    insights = of(history, floor=3)
    assert insights.phases(red_of(insights), SPAN).rows == [
        Phase("Phase 1", None),
        Phase("Phase 2", None),
        Phase("Phase 3", None),
    ]
    assert insights.versions(ACME, SPAN) == [
        Version("editor", "vscode", OTHERS, 3),
        Version("editor", OTHERS, OTHERS, None),
        Version("plugin", "copilot-chat", "0.52.1", 3),
    ]


def test_without_a_day_that_counts_nothing_is_known(history):
    insights, before = of(history), Span(date(2026, 9, 1), date(2026, 9, 2))
    assert insights.phases(red_of(insights), before) is None
    assert insights.versions(red_of(insights), before) is None
    assert insights.versions(ACME, before) is None
    assert insights.phases(ACME, before) is None
