"""All teams side by side, against what each team's own page says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.core.cells import without_command_line
from dashboard.core.days import Span
from dashboard.core.numbers import Totals
from dashboard.history.objects import open_objects
from dashboard.history.replica import Replica
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 30)  # its week is in two months


def used(*logins: str) -> list[dict]:
    completion = {"feature": "code_completion", **counts(generations=10, acceptances=4)}
    return [usage(login, interactions=1, totals_by_feature=[completion]) for login in logins]


def team(number: int, *logins: str) -> list[dict]:
    return [membership(login, number) for login in logins]


@pytest.fixture(scope="module")
def insights(tmp_path_factory):
    red, blue, tiny = people(1, 6), people(4, 9), people(10, 12)
    days = [
        day_of("acme", MONDAY, used(*red), team(42, *red) + team(43, *blue) + team(44, *tiny)),
        day_of("acme", MONDAY + timedelta(days=1), used(*red[:2]), team(42, *red) + team(43, *blue[:4])),
        day_of("acme", MONDAY + timedelta(days=2), None, team(42, *red) + team(43, *blue)),
        day_of("acme", MONDAY + timedelta(days=3), used(*blue), team(42, *red[:5]) + team(43, *blue)),
    ]
    dated = [("acme", MONDAY + timedelta(days=number), found) for number, found in enumerate(days)]
    return Insights(history_of(tmp_path_factory.mktemp("overview"), dated), min_team_size=5)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 3), (1, 2), (-7, 9), (2, 2), (20, 27)])
def test_every_row_says_what_the_teams_own_page_says(insights, first, last):
    span = Span(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    overview = insights.teams_overview("acme", span)
    assert [row.team for row in overview] == insights.teams("acme")
    for row in overview:
        if row.team.qualifies:
            assert row.now == without_command_line(insights.summary(row.team, span).now)
            assert row.active_by_day == [day.active_users for day in insights.daily(row.team, span)]


def test_a_team_that_does_not_qualify_has_no_figures(insights):
    span = Span(MONDAY, MONDAY)
    (tiny,) = [row for row in insights.teams_overview("acme", span) if not row.team.qualifies]
    assert (tiny.team.slug, tiny.now, tiny.active_by_day) == ("team-44", Totals(span, 0), [None])


def test_days_below_the_floor_or_without_a_report_are_unknown(insights):
    span = Span(MONDAY, MONDAY + timedelta(days=3))
    active = {row.team.slug: row.active_by_day for row in insights.teams_overview("acme", span)}
    assert active["team-42"] == [6, 2, None, 2]
    assert active["team-43"] == [3, None, None, 6]


def test_the_overview_of_a_whole_company_agrees_with_every_page(deployed):
    asked = Insights(Replica(open_objects(deployed.history_url), Path(deployed.replica_dir)), 5)
    last = asked.freshness(asked.teams("acme")[0]).last
    span = Span(last - timedelta(days=34), last)
    rows = [row for row in asked.teams_overview("acme", span) if row.team.qualifies]
    assert len(rows) > 5
    assert any(row.now.adoption for row in rows)
    assert [row.now for row in rows] == [without_command_line(asked.summary(row.team, span).now) for row in rows]
