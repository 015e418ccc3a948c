"""The page of Coder's workspaces in a real browser: its charts, its list for admins, and totals for members."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

LINES = "#graph-{} .main-svg .scatterlayer .lines path"


def test_an_admin_sees_who_worked_how_long(person):
    person.sign_in("dana")
    person.open("/workspaces")
    person.see("Workspaces")
    person.wait_for_drawing("workspace-people")
    person.wait_for_drawing("ai-over-time")
    for name in ("coder-accounts", "templates-over-time"):
        person.browser.wait_for_element(LINES.format(name))
    person.browser.wait_for_element("#grid-workers .ag-row")
    assert "person-" in person.text("#grid-workers")


def test_a_member_sees_totals_by_week_and_no_list(person):
    person.sign_in("alice")
    person.open("/workspaces?group=week")
    person.wait_for_drawing("workspace-people")
    assert "a week" in person.text("#card-workspace-people")
    assert person.count("#grid-workers") == 0
    assert "Names are withheld" in person.text("#people")


def test_the_navigation_leads_there(person):
    person.sign_in("alice")
    person.open("/org")
    person.click("nav.side a[href='/workspaces']")
    person.see("Workspaces")


def test_a_teams_page_has_what_its_members_did_there(person):
    person.sign_in("alice")
    person.open("/teams/acme/red")
    person.wait_for_drawing("team-workspaces")
    assert "hours in workspaces" in person.text("#card-team-workspaces")
