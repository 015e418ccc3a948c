"""Grids as the browser gets them, and the pages that are made of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import dash_ag_grid
import pytest
from dash.fingerprint import check_fingerprint

from dashboard.core.days import Span
from dashboard.core.numbers import Freshness
from dashboard.core.overview import AddedUp
from dashboard.core.started import Started
from layouts import grids, members, repos, teams_overview, view
from layouts.grids import Choice, Column, Grid
from layouts.members import Roster
from layouts.teams_overview import Overview
from tests.layouts.fakes import LAST, MEMBERS, MONTH, PROVISIONAL, RED, REPOSITORIES, FakeInsights
from tests.layouts.walking import as_json, of_type, parts, tables, text

PARTS = AddedUp(in_one=40, in_several=7, in_none=673)
FRESH = Freshness(date(2026, 5, 15), LAST, None)
GRID = Grid(
    "things",
    "thing",
    "copilot-things",
    [Column("Name", "text", "link", of=2, on_phone=True), Column("Size", in_csv="Size, lines", shown=False)],
    [["=1+1", 3, "/teams/acme/red"], ["Blue", None, "/teams/acme/blue"]],
    (0, False),
    [Choice("Known", frozenset({0})), Choice("All of them", frozenset({0, 1}))],
)


def definitions(tree):
    return {column["headerName"]: column for column in of_type(tree, "AgGrid")[0]["props"]["columnDefs"]}


def test_a_formula_in_a_name_is_text_in_the_cells_the_csv_is_written_from():
    assert tables(as_json(grids.card(GRID, "Things")))["things"]["rows"][0][0] == "'=1+1"


def test_rows_carry_the_bits_of_the_quick_filters_they_are_in():
    rows = grids.payload(GRID)["rows"]
    assert [row[-1] for row in rows] == [0b11, 0b10]
    buttons = [text(part) for part in of_type(as_json(grids.card(GRID, "Things")), "Button")]
    assert [" ".join(said.split()) for said in buttons[:3]] == ["All 2", "Known 1", "All of them 2"]


def test_a_unit_that_is_not_in_the_cells_is_in_the_heading_of_the_csv():
    assert grids.payload(GRID)["columns"] == [["Name", "text"], ["Size, lines", "number"]]
    assert list(definitions(as_json(grids.card(GRID, "Things")))) == ["Name", "Size"]


def test_rows_are_sent_once_and_code_never():
    """AG Grid's rows are those of the store; what it calls are functions of an asset file, by name."""
    grid = of_type(as_json(grids.card(GRID, "Things")), "AgGrid")[0]["props"]
    assert grid["rowData"] == []
    assert "dangerously_allow_code" not in grid
    assert all(isinstance(column.get("valueFormatter", {}), dict) for column in grid["columnDefs"])


def test_a_long_grid_scrolls_in_itself_and_a_short_one_is_as_high_as_its_rows():
    long = replace(GRID, rows=[["x", 1, "/"]] * 500)
    options = [
        of_type(as_json(grids.card(grid, "x")), "AgGrid")[0]["props"]["dashGridOptions"] for grid in (GRID, long)
    ]
    assert [found["domLayout"] for found in options] == ["autoHeight", "normal"]


def test_the_script_is_where_dash_serves_it_and_on_no_page_by_itself():
    path, fingerprinted = check_fingerprint(grids.SCRIPT.removeprefix("/_dash-component-suites/dash_ag_grid/"))
    assert (path, fingerprinted) == ("dash_ag_grid.min.js", True)
    assert dash_ag_grid.AgGrid._js_dist[0] | {"async": "lazy"} == dash_ag_grid.AgGrid._js_dist[0]


# The overview of teams


def overview(span=MONTH, added_up=PARTS, active=720) -> Overview:
    insights = FakeInsights()
    rows, before = insights.teams_overview("acme", span), insights.teams_overview("acme", span.before())
    return Overview("acme", rows, before, added_up, active, FRESH, 5)


def overview_page(found=None, search=""):
    return as_json(list(teams_overview.page(found or overview(), view.asked(search, LAST), None).body))


def test_the_answer_counts_teams_by_whether_more_people_were_active():
    page = text(overview_page())
    assert "3 teams of acme with 5 or more licensed members." in page
    assert "In 3 of them more people were active than in the 28 days before, in 0 fewer, in 0 as many." in page
    assert "In 3 of them" not in text(overview_page(search="?compare=0"))


def test_the_parts_are_said_and_drawn_and_in_the_table():
    page = overview_page()
    said = text(page)
    assert (
        "The 3 rows come to 54 active users. 7 people are in two teams or more; counted once the teams have 47." in said
    )
    assert "With 673 people who are in no team shown here, that is 720, as on the organisation page." in said
    assert [row[1] for row in tables(page)["adding-up"]["rows"]] == [40, 7, 673]


def test_a_total_that_differs_from_the_organisation_page_does_not_claim_to_be_its():
    assert "as on the organisation page" not in text(overview_page(overview(active=719)))


def test_without_the_parts_only_what_is_known_anyway_is_said():
    page = overview_page(overview(added_up=None))
    assert "Counted once, and with those in no team shown here, that is 720 people" in text(page)
    assert tables(page)["adding-up"]["rows"] == [["in the organisation", 720]]
    gone = text(overview_page(overview(added_up=None, active=None)))
    assert "can’t be told for these days" in gone


def test_teams_without_figures_are_below_the_grid_with_why():
    page = overview_page()
    assert "Tiny" not in [row[0] for row in tables(page)["teams"]["rows"]]
    assert "Not in the table: Tiny, fewer than 5 members ever had a licence" in text(page)


def test_many_teams_without_figures_are_counted_and_named_on_request():
    found = overview()
    *shown, tiny = sorted(found.rows, key=lambda row: not row.team.qualifies)
    assert not tiny.team.qualifies
    four = [replace(tiny, team=replace(tiny.team, id=n, name=f"Tiny {n}")) for n in range(4)]
    page = overview_page(replace(found, rows=[*shown, *four], before=[*shown, *four]))
    assert "Not in the table: 4 teams, fewer than 5 members ever had a licence" in text(page)
    assert [text(name) for name in of_type(page, "Li")][-4:] == ["Tiny 0", "Tiny 1", "Tiny 2", "Tiny 3"]


def test_the_overview_says_which_days_are_not_final():
    days = FakeInsights().daily(RED, MONTH)
    said = text(overview_page(replace(overview(), days=days)))
    assert "may still change" in said
    assert "no report" in said


def test_a_team_closed_beside_a_larger_one_is_not_in_the_grid():
    found = overview()
    blue, *others = found.rows
    closed = replace(blue.team, reason="too_few_licensed", licensed=None, beside="Red")
    page = overview_page(replace(found, rows=[replace(blue, team=closed), *others]))
    assert "Blue" not in [row[0] for row in tables(page)["teams"]["rows"]]
    assert "nearly the same people as Red" in text(page)


def test_unknown_numbers_of_a_team_stay_unknown_and_last():
    found = overview()
    first, *others = found.rows
    unknown = replace(first, now=replace(first.now, active_users=None, adoption=None))
    rows = tables(overview_page(replace(found, rows=[unknown, *others])))["teams"]["rows"]
    assert rows[-1][:5] == ["Blue", 24, None, None, None]


@pytest.mark.parametrize(("search", "points"), [("", 28), ("?days=90", 13)])
def test_a_sparkline_has_days_or_of_a_long_span_weeks(search, points):
    span = view.asked(search, LAST).span
    rows = tables(overview_page(overview(span), search))["teams"]["rows"]
    assert {len(row[5]) for row in rows} == {points}
    assert (None in rows[0][5]) == (points == 28), "a day without report stays open; a week has other days"


# Repositories


def repos_page(found=REPOSITORIES, search="", fresh=FRESH, provisional=()):
    return as_json(list(repos.page("acme", found, view.asked(search, LAST), fresh, None, provisional).body))


def test_the_repositories_with_most_pull_requests_come_first():
    rows = tables(repos_page())["repositories"]["rows"]
    assert [row[:3] for row in rows] == [["ledger", 30, 9], ["'=cmd|'/c calc'!A1", 4, 0]]


def test_medians_are_named_as_those_of_a_day_and_their_day_is_at_hand():
    columns = definitions(repos_page())
    assert "To merge, a day’s median" in columns
    assert columns["Day of that median"]["initialHide"]
    assert ["To merge, minutes, a day’s median", "number"] in tables(repos_page())["repositories"]["columns"]


def test_it_says_which_days_may_still_change():
    assert "18 and 19 November may still change" in text(repos_page(provisional=PROVISIONAL))
    assert "may still change" not in text(repos_page())


def test_nothing_known_is_not_zero_pull_requests():
    page = text(repos_page([]))
    assert "Nothing is known of pull requests of acme" in page
    assert "No pull requests are known of these days" in page
    early = text(repos_page([], "?from=2026-01-01&to=2026-01-31"))
    assert "The first report of repositories in the history is of 15 May 2026." in early
    assert "No report of repositories yet" in text(as_json(list(repos.never("acme", None).body)))


# People


def people(roster: Roster):
    return as_json(members.section("acme-red", roster, MONTH, FRESH.first))


def test_people_are_in_the_order_of_their_logins_and_the_unnamed_have_a_number():
    rows = tables(people(Roster(Started(24, 18), MEMBERS, 5)))["people"]["rows"]
    assert [row[0] for row in rows] == ["alice", "bob", "user 1003"]
    assert rows[1][2:4] == [0, None]
    assert rows[2][5] is None


def test_who_may_not_see_names_gets_a_sentence_and_no_grid():
    section = people(Roster(Started(24, 18), None, 5))
    assert not of_type(section, "AgGrid")
    assert "6 of the 24 licensed members were not active on any day since 15 May 2026" in text(section)


@pytest.mark.parametrize("active", [24, 23, 20, 4, 0])
def test_few_on_either_side_are_not_counted_out_to_those_who_see_no_names(active):
    said = text(people(Roster(Started(24, active), None, 5)))
    assert "is not said" in said
    assert str(24 - active) not in said.replace("24 licensed", "").replace("2026", "")
    named = members.waiting_in_words(Roster(Started(24, active), MEMBERS, 5), None)
    assert named.startswith("nobody" if active == 24 else f"{24 - active} of the 24")


def test_unknown_is_said():
    assert "is unknown for these days" in text(people(Roster(None, None, 5)))


def test_no_row_of_a_grid_is_markup():
    trees = [overview_page(), repos_page(), people(Roster(None, MEMBERS, 5))]
    assert not [part for tree in trees for part in parts(tree) if part["type"] == "Markdown"]
    for tree in trees:
        assert not any(column.get("cellRenderer") == "markdown" for column in definitions(tree).values())


def test_a_span_of_one_day_is_drawn():
    day = Span(LAST, LAST)
    assert tables(overview_page(overview(day), f"?from={LAST}&to={LAST}"))["teams"]["rows"]
