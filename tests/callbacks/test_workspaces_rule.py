"""Who sees what of Coder's workspaces: totals for members, names as SHOW_NAMES_TO has it, and teams that are theirs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.core.days import WorkingDays
from dashboard.core.workspaces import AiUse
from layouts import view, workspace_charts
from tests.callbacks.site import Site
from tests.cast import ALICE, CHARLIE, DANA, ERIN
from tests.layouts.fakes import LAST, FakeInsights


def page(who, search="", insights=None, **changes):
    insights = insights or FakeInsights()
    for name, value in changes.items():
        setattr(insights, name, value)
    return json.dumps(Site(who, insights).page(f"/workspaces{search}"))


def test_an_admin_sees_everybody_by_name():
    shown = page(DANA)
    assert "person-001" in shown
    assert "7 people of acme worked 100 hours" in shown


@pytest.mark.parametrize("who", [ALICE, CHARLIE])
def test_a_member_sees_totals_and_nobodys_name(who):
    shown = page(who)
    assert "7 people of acme worked 100 hours" in shown
    assert "person-001" not in shown
    assert "Names are withheld" in shown


def test_everybody_is_told_of_their_own_time_and_nobody_of_anothers():
    own = "You worked 25 hours in workspaces, on 9 days."
    assert own in page(ALICE)
    assert own in page(ALICE, show_names_to="nobody")
    assert "You worked" not in page(CHARLIE)


def test_with_names_for_members_one_sees_ones_own_teams():
    shown = page(ALICE, show_names_to="members")
    assert "Names are withheld" not in shown
    assert "person-001" not in shown


def test_with_names_for_nobody_an_admin_sees_none():
    assert "Names are withheld" in page(DANA, show_names_to="nobody")


def test_teams_are_those_that_the_viewer_may_see():
    asked = []

    class Asked(FakeInsights):
        def workspaces(self, org, span, grouping, teams):
            asked.append([team.slug for team in teams])
            return super().workspaces(org, span, grouping, teams)

    page(ALICE, insights=Asked())
    page(DANA, insights=Asked())
    assert asked[0] == ["red"]
    assert {"red", "blue"} <= set(asked[1])


def test_too_few_people_are_shown_to_admins_alone():
    shown = page(ALICE, min_team_size=8)
    assert "Too few people to show" in shown
    assert "7 people" not in shown
    assert "7 people of acme" in page(DANA, min_team_size=8)


def test_where_only_numbers_a_day_are_known_the_floor_is_for_the_busiest():
    class Numbers(FakeInsights):
        def workspaces(self, *asked):
            return replace(super().workspaces(*asked), people=None, seconds=None)

    insights = Numbers()
    assert "how many people worked in workspaces on a day, and not who" in page(DANA, insights=insights)
    assert "Too few people to show" in page(ALICE, insights=insights, min_team_size=5)
    assert "Too few people to show" not in page(ALICE, insights=insights, min_team_size=4)


def test_ai_use_of_too_few_is_withheld_by_itself():
    class Few(FakeInsights):
        def workspaces(self, *asked):
            return replace(super().workspaces(*asked), ai=AiUse("all", 2, cost_micros=5_000_000))

    shown = page(ALICE, insights=Few())
    assert "7 people of acme" in shown
    assert "Too few people to show" in shown
    assert "claude-opus-5" not in shown
    assert "$5.00" in page(DANA, insights=Few())


def test_without_a_deployment_the_page_says_what_brings_one_and_no_navigation_leads_there():
    shown = page(DANA, last=None)
    assert "No Coder deployment is connected" in shown
    assert '"/workspaces"' not in shown
    assert '"/workspaces"' in page(DANA)


def test_who_is_not_a_member_sees_nothing():
    assert "acme" not in page(ERIN)


@pytest.mark.parametrize("search", ["?org=umbrella", "?org=nowhere"])
def test_an_organisation_one_is_not_in_is_refused(search):
    assert "There is no organisation here" in page(DANA, search)


@pytest.mark.parametrize("search", ["?group=week", "?group=month&days=365", "?working=1"])
def test_every_view_of_it_can_be_drawn(search):
    assert "Active in workspaces" in page(DANA, search)


def test_what_is_hatched_or_open_by_week_is_told_by_week():
    class Moving(FakeInsights):
        def workspaces(self, org, span, grouping, teams):
            found = super().workspaces(org, span, grouping, teams)
            *final, last = found.points
            return replace(found, points=[*final, replace(last, state="provisional")])

    shown = page(DANA, "?group=week", Moving())
    assert "The last week may still change" in shown
    assert "The last month may still change" in page(DANA, "?group=month&days=365", Moving())
    assert "may still change" not in page(DANA, "?group=week")


def test_what_coder_refuses_is_said_on_the_page():
    assert "AI Gateway is a Premium feature." in page(ALICE)


def test_a_teams_page_says_what_its_members_did_there():
    shown = json.dumps(Site(ALICE, FakeInsights()).page("/teams/acme/red"), ensure_ascii=False)
    for told in ("6 members", "25 hours in workspaces", "by 5 members", "$4.50", "Members in workspaces"):
        assert told in shown


def test_charts_shade_the_deployments_own_week():
    sunday_to_thursday = WorkingDays(frozenset({6, 0, 1, 2, 3}))
    asked = view.asked("", LAST, sunday_to_thursday)
    known = FakeInsights().workspaces("acme", asked.span, "day", [])
    assert workspace_charts.axis_of(known, asked).working == sunday_to_thursday
    shown = [
        workspace_charts.people_card("acme", known, found).to_plotly_json() for found in (asked, view.asked("", LAST))
    ]
    assert str(shown[0]) != str(shown[1])
