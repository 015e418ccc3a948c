"""The page of seats, as admins and as members see it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.days import Span
from dashboard.core.seat_prices import Prices, Terms
from dashboard.core.seat_states import folded_states
from layouts import seat_cost, seat_grids, seat_states, seat_use, seat_words, seats, view
from tests.layouts.fakes import LAST, SEAT_DAY, SEATS, FakeInsights
from tests.layouts.walking import as_json, figures, of_type, tables, text

DAYS = FakeInsights().seats_by_day("acme", Span(date(2026, 10, 23), LAST))
TERMS = FakeInsights.terms


def whole(parts):
    return json.dumps(as_json(parts), ensure_ascii=False)


def words_of(component):
    return text(as_json(component))


def a_page(admin=True, named=True, search="", unused=30, cells=1, found=SEATS, terms=TERMS):
    shown = seats.Found("acme", found, DAYS, terms, 5, cells, admin, named, unused)
    return seats.page(shown, view.asked(search, SEAT_DAY), FakeInsights().freshness(None), None)


def said(page):
    return words_of(list(page.body))


def test_it_answers_first_how_many_are_used_and_tells_three_kinds_of_unused_apart():
    assert seats.answer(seats.Found("acme", SEATS, DAYS, TERMS, 5, 1, True, True, 30)) == (
        "3 of 8 seats of acme were used in the 28 days to 19 November 2026. 1 was never used, 1 was not used for 90 days "
        "and of 1 nobody can tell whether it ever was."
    )


def test_admins_see_every_seat_and_members_none():
    assert "person-001" in whole(list(a_page().body))
    for page in (a_page(admin=False, named=False), a_page(named=False)):
        shown = whole(list(page.body))
        assert not any(login in shown for login in ("alice", "person-001", "person-005"))
    assert "Names are withheld" in said(a_page(named=False))


def test_members_see_totals_without_parts():
    page = a_page(admin=False, named=False)
    assert [name for _, name in page.sections] == ["Over time"]
    for absent in ("By team", "By plan", "Not used for", "Blue"):
        assert absent not in said(page)
    assert "Seats by state" in said(page)


def test_every_explanation_is_there():
    for words in ("24 hours", "Telemetry", "too old", "disagree with usage", "Signing in is none"):
        assert words in said(a_page())


def test_cost_is_an_estimate_by_plan_with_the_day_of_its_prices_and_without_what_has_none():
    tile = seat_use.tiles(SEATS, TERMS, "acme")[-1]
    assert (tile.number, tile.small) == ("$134", "a month")  # 5 × 19 + 39
    assert tile.delta.sentence == "without 1 seat, by prices of 1 June 2026"
    dear = Terms(Prices({"business": 100.0}, "EUR", date(2026, 1, 1)))
    assert seat_use.tiles(SEATS, dear, "acme")[-1].number == "EUR\N{NO-BREAK SPACE}500"


@pytest.mark.parametrize(("days", "unused", "cost"), [(30, 3, "$38"), (100, 2, "$38"), (115, 1, "$19")])
def test_the_cost_of_seats_unused_for_so_many_days_leaves_out_what_is_unknown(days, unused, cost):
    card = words_of(seat_cost.card("acme", SEATS, TERMS, days))
    assert f"Unused seats {unused} of 8" in card
    assert cost in card
    assert "Of 1 more it can’t be told." in card


def test_bars_stack_to_the_total_and_a_day_without_a_snapshot_is_unknown():
    table, shown = drawn(DAYS)
    bars = [trace for trace in shown["data"] if trace["type"] == "bar"]
    assert {trace["name"]: trace["y"][-3] for trace in bars} == {
        "Active": 3, "Idle": 1, "Never used": 1, "Ending": 1, "Unknown": 1,
    }  # fmt: skip
    missing = [trace["y"][11] for trace in bars]
    assert missing == [None] * 5, "3 November"
    assert [trace["y"][0] for trace in shown["data"] if trace["name"] == "Limit"] == [10]
    assert len(table["rows"]) == len(DAYS)


def test_unknown_seats_have_one_sign_in_bars_of_any_width_and_in_the_key():
    for search in ("", "?days=90"):
        asked = view.asked(search, SEAT_DAY)
        card = as_json(seat_states.card("acme", FakeInsights().seats_by_day("acme", asked.span), asked, None, 1))
        (bars,) = [t for t in figures(card)["graph-seats-by-state"]["data"] if t["name"] == "Unknown"]
        assert bars["marker"]["pattern"] == seat_states.DOTS
        assert "sw dots" in whole(card)


def test_the_limit_is_dashed_in_the_key_as_in_the_plot():
    card = as_json(seat_states.card("acme", DAYS, view.asked("", SEAT_DAY), 10, 1))
    assert "ln limit" in whole(card)
    assert "limit 10" in text(card)


def drawn(days):
    card = as_json(seat_states.card("acme", days, view.asked("", SEAT_DAY), 10, 1))
    return tables(card)["seats-by-state"], figures(card)["graph-seats-by-state"]


def test_by_week_a_bar_is_the_newest_snapshot_and_the_table_says_of_which_day():
    card = as_json(seat_states.card("acme", DAYS, view.asked("?group=week", SEAT_DAY), None, 1))
    table, shown = tables(card)["seats-by-state"], figures(card)["graph-seats-by-state"]
    assert [column for column, _ in table["columns"]][:2] == ["Week from", "Snapshot of"]
    assert [row[:2] for row in table["rows"]][-2:] == [["2026-11-09", "2026-11-15"], ["2026-11-16", "2026-11-17"]]
    assert [trace["y"] for trace in shown["data"] if trace["name"] == "Active"] == [[3] * 5]
    assert "Of a week, the newest snapshot." in text(card)


def test_long_spans_are_by_week_and_anybody_can_choose():
    assert "Of a week" in said(a_page(search="?days=365"))
    assert "Of a month" in said(a_page(search="?days=365&group=month"))
    assert "by day" in words_of(a_page().controls)


def test_why_states_do_not_add_up_to_the_seats_is_said():
    card = words_of(seat_states.card("acme", DAYS, view.asked("", SEAT_DAY), None, 1))
    assert "Of 1 seat GitHub names no person: in no state, but among all seats." in card
    named = [replace(day, without_assignee=0) for day in DAYS]
    assert "names no person" not in words_of(seat_states.card("acme", named, view.asked("", SEAT_DAY), None, 1))


def test_the_file_of_seats_begins_with_githubs_own_columns_whatever_is_shown():
    found = tables(as_json(seat_grids.lists("acme", SEATS)))["seats"]
    names = [found["columns"][place][0] for place in found["in_file"]]
    assert names[:5] == ["report_time", "login", "last_authenticated_at", "last_activity_at", "last_surface_used"]
    assert sorted(found["in_file"]) == list(range(len(found["columns"])))


def test_the_number_of_unused_days_is_a_field():
    card = as_json(seat_cost.card("acme", SEATS, TERMS, 45))
    (field,) = of_type(card, "Input")
    assert (field["props"]["name"], field["props"]["value"], field["props"]["min"]) == ("unused", "45", 1)
    (form,) = of_type(card, "Form")
    assert "data-asks" in form["props"]


def test_small_states_are_together_where_there_is_a_floor_of_cells_and_never_one_alone():
    assert list(folded_states(DAYS, 2)) == ["active", "other"]
    few = [replace(day, states={"active": 9, "idle": 5, "never_used": 1}) for day in DAYS]
    assert folded_states(few, 3) == {"active": [9] * len(few), "other": [6] * len(few)}
    assert list(folded_states(few, 1)) == ["active", "idle", "never_used"]


def test_small_numbers_of_unused_seats_are_withheld_from_members_where_cells_have_a_floor():
    members = said(a_page(admin=False, named=False, cells=5))
    assert "fewer than 5 not for 90 days: fewer than 5, unknown: fewer than 5" in members
    assert "was never used" not in members
    assert "fewer than 5 not for" not in said(a_page(cells=5)), "admins see each seat anyway"


def test_no_snapshot_in_the_span_is_said():
    assert "No snapshot of these days" in words_of(seat_states.card("acme", [], view.asked("", SEAT_DAY), None, 1))


def test_an_organisation_without_seats_has_no_empty_chart():
    none = [replace(DAYS[0], seats=0, states={})]
    card = as_json(seat_states.card("acme", none, view.asked("", SEAT_DAY), None, 1))
    assert figures(card) == {}
    assert "listed no seat" in text(card)


def test_seats_and_usage_that_disagree_are_listed_with_reasons():
    lists = whole(seat_grids.lists("acme", SEATS))
    for reason in (
        "had a seat until 1 October 2026",
        "another organisation of the enterprise",
        "github.com, mobile",
        "never used",
    ):
        assert reason in lists


def test_what_a_spreadsheet_would_run_is_guarded_in_the_list():
    assert "\"'=cmd|'/c calc'!A1\"" in whole(seat_grids.lists("acme", SEATS))


def test_other_pages_say_a_line():
    alice, team = SEATS.seats[0], SEATS.teams[1]
    own = words_of(seat_words.of_oneself(alice))
    assert "active. Last activity on 18 November 2026, in VS Code 1.139.0, as of 19 November 2026." in own
    assert "24 members have one, of which 18 were used" in words_of(seat_words.of_team(team, False, 5))
    assert seat_words.of_team(SEATS.teams[2], False, 5) is None
    assert "3 of 8 seats were used in the 28 days to 19 November 2026" in text(
        seat_words.of_organisation("acme", SEATS)
    )
