"""Several teams as one group of people, counted a second way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.together import Together
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 30)  # its week is in two months
DAYS = [MONDAY + timedelta(days=n) for n in range(3)]
RED, BLUE, GREEN, TINY = people(1, 14), people(9, 30), people(31, 50), people(61, 63)
MEMBERS = {42: RED, 43: BLUE, 44: GREEN, 45: TINY}
ACTIVE = [people(1, 20), people(12, 45), people(1, 63)]  # the third day has no report of memberships
WHOLE = Span(DAYS[0], DAYS[1])


def use(login: str) -> dict:
    chat = {"feature": "chat_panel_ask_mode", **counts(interactions=2)}
    typed = {"feature": "code_completion", **counts(generations=3, acceptances=1)}
    return usage(login, interactions=2, generations=3, acceptances=1, totals_by_feature=[chat, typed])


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    members = [membership(login, team) for team, logins in MEMBERS.items() for login in logins]
    dated = [
        ("acme", day, day_of("acme", day, [use(login) for login in active], None if day == DAYS[2] else members))
        for day, active in zip(DAYS, ACTIVE, strict=True)
    ]
    return history_of(tmp_path_factory.mktemp("together"), dated)


@pytest.fixture(scope="module")
def insights(history):
    return Insights(history, min_team_size=3)


def teams(insights, *ids):
    return [team for team in insights.teams("acme") if team.id in ids]


def active(ids: tuple[int, ...], days: list[int]) -> int:
    return len({login for day in days for team in ids for login in ACTIVE[day] if login in MEMBERS[team]})


@pytest.mark.parametrize("ids", [(42,), (42, 43), (42, 44), (42, 43, 44)])
def test_people_are_distinct_over_teams_and_days(insights, ids):
    found = insights.used(teams(insights, *ids), "acme", [WHOLE, Span(DAYS[0], DAYS[0]), Span(DAYS[1], DAYS[1])])
    assert found.whole == Together(ids, active(ids, [0, 1]))
    assert list(found.parts) == [Together(ids, active(ids, [0])), Together(ids, active(ids, [1]))]


def test_a_day_without_a_report_of_memberships_is_left_out_and_alone_is_unknown(insights):
    found = insights.used(teams(insights, 42, 43), "acme", [Span(DAYS[0], DAYS[2]), Span(DAYS[2], DAYS[2])])
    assert found.whole == Together((42, 43), active((42, 43), [0, 1]))
    assert list(found.parts) == [Together()]


def test_what_people_did_is_counted_once_however_many_of_the_teams_they_are_in(insights):
    found = insights.used(teams(insights, 42, 43), "acme", [WHOLE]).features
    person_days = sum(len({*RED, *BLUE} & set(ACTIVE[day])) for day in (0, 1))
    assert {(cell.name, cell.interactions, cell.generations) for cell in found} == {
        ("chat_panel_ask_mode", 2 * person_days, 0),
        ("code_completion", 0, 3 * person_days),
    }
    assert {cell.active_users for cell in found} == {active((42, 43), [0, 1])}


def test_it_is_withheld_where_few_are_in_both(history):
    """Six are in both."""
    strict = Insights(history, min_team_size=7)
    assert strict.used(teams(strict, 42, 43), "acme", [WHOLE]).whole == Together((42, 43), None)
    assert strict.used(teams(strict, 42, 43), "acme", [WHOLE]).features is None
    assert strict.used(teams(strict, 42), "acme", [WHOLE]).whole.active_users == active((42,), [0, 1])


def test_it_is_withheld_where_few_are_in_none(history):
    """The three of the small team are all that is left over of the organisation."""
    strict = Insights(history, min_team_size=4)
    assert strict.used(teams(strict, 42, 43, 44), "acme", [WHOLE]).whole.active_users is None
    assert strict.used(teams(strict, 42, 43), "acme", [WHOLE]).whole.active_users == active((42, 43), [0, 1])


def test_features_of_too_few_people_are_one(history):
    cells = (
        Insights(history, min_team_size=3, min_cell_size=100)
        .used(teams(Insights(history, 3), 42), "acme", [WHOLE])
        .features
    )
    assert [(cell.name, cell.generations) for cell in cells] == [("other", None)]
