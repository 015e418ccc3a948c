"""Old numbers on the pages: a series of their own, left of a marked break."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from callbacks.insights import ask_legacy
from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.days import Span
from dashboard.core.legacy import CLOSED
from dashboard.core.numbers import DayCell, LegacyDay
from layouts.answers import Legacy
from layouts.sides import sides_of
from layouts.weeks import weekly
from tests.cast import DANA
from tests.layouts.fakes import LAST, RED, FakeInsights
from tests.layouts.walking import as_json, figures, of_type, tables, text, with_id

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OLD = [
    LegacyDay(day, "metrics" if day >= date(2025, 2, 1) else "usage", 8, 7, 200, 60, 400, 120, 30)
    for day in Span(date(2025, 1, 1), date(2026, 4, 1))
]


def page_at(address: str, insights: FakeInsights, search: str = ""):
    return as_json(show(Looking(DANA, insights, NOW, address, search)))["children"]


@pytest.fixture(params=["/teams/acme/red", "/org"])
def page(request):
    return page_at(request.param, FakeInsights(old=OLD))


def test_nothing_is_said_of_the_old_api_where_nothing_was_imported():
    assert "old metrics API" not in text(page_at("/teams/acme/red", FakeInsights()))
    assert ask_legacy(FakeInsights(), RED, LAST) is None


def test_the_old_numbers_come_last_under_a_heading_that_says_what_they_are(page):
    assert [text(heading) for heading in of_type(page, "H2")][-1] == "Before April 2026: GitHub’s old metrics API"
    assert "#before" in [link["props"].get("href") for link in of_type(page, "A")]


def test_the_two_sides_are_never_one_line(page):
    for graph in ("graph-active-old", "graph-completions-old"):
        for trace in figures(page)[graph]["data"]:
            days = [date.fromisoformat(day) for day in trace["x"]]
            assert max(days) < CLOSED or min(days) >= CLOSED
            assert trace["connectgaps"] is False
    colours = {trace["line"]["color"] for trace in figures(page)["graph-active-old"]["data"]}
    assert colours == {"var(--ink-3)", "var(--data)"}


def test_both_breaks_are_marked_and_said(page):
    layout = figures(page)["graph-active-old"]["layout"]
    assert [shape["x0"][:10] for shape in layout["shapes"] if shape["type"] == "line"] == ["2025-01-31", "2026-04-01"]
    said = text(with_id(page, "card-active-old"))
    assert "In February 2025 GitHub’s second metrics API took the place of its first." in said
    assert "GitHub closed its old metrics API on 2 April 2026. It counted differently, so the two sides can’t" in said


def test_the_table_says_of_each_week_by_whom_it_was_counted(page):
    table = tables(page)["active-old"]
    assert [name for name, _ in table["columns"]] == ["Week from", "Active on a working day", "Counted by"]
    assert table["rows"][0] == ["2025-01-06", 8, "GitHub’s first old API"]
    assert {row[2] for row in table["rows"]} == {"GitHub’s first old API", "GitHub’s old API", "today’s reports"}
    assert table["file"].startswith("copilot-acme")
    assert "2025-01-01-to-2026-11" in table["file"]


def test_a_week_that_a_break_cuts_in_two_is_on_neither_side(page):
    weeks = [row[0] for row in tables(page)["active-old"]["rows"]]
    assert "2026-03-23" in weeks
    assert "2026-03-30" not in weeks


def test_old_numbers_are_drawn_before_there_is_a_report_of_today():
    page = page_at("/org", FakeInsights(last=CLOSED - timedelta(days=3), old=OLD))
    said = text(with_id(page, "card-active-old"))
    assert "GitHub closed its old metrics API on 2 April 2026." in said
    assert {row[2] for row in tables(page)["active-old"]["rows"]} == {"GitHub’s first old API", "GitHub’s old API"}


@pytest.mark.parametrize("address", ["/teams/acme/red", "/org"])
def test_old_numbers_are_drawn_where_there_is_no_report_at_all(address):
    page = page_at(address, FakeInsights(last=None, old=OLD))
    assert "No data yet" in text(page)
    assert {row[2] for row in tables(page)["active-old"]["rows"]} == {"GitHub’s first old API", "GitHub’s old API"}
    assert "#before" in [link["props"].get("href") for link in of_type(page, "A")]
    said = text(with_id(page, "card-active-old")) + text(with_id(page, "card-completions-old"))
    assert "old API" in said
    assert "today’s reports" not in said
    assert "charts above" not in said
    assert "two sides" not in said
    both = FakeInsights(last=None, old=OLD, beside=True)
    assert "card-active-old" in str(page_at(address, both))
    assert "card-active-old" not in str(page_at(address, both, "?assistant=augment"))


def test_the_first_year_of_todays_reports_is_enough_to_stand_beside_them():
    found = ask_legacy(FakeInsights(last=date(2029, 1, 1), old=OLD), RED, date(2029, 1, 1))
    assert found is not None
    assert (found.since[0].day, found.since[-1].day) == (CLOSED, date(2027, 4, 1))


def test_completions_folded_away_for_being_of_too_few_people_are_unknown_not_zero():
    days = FakeInsights().daily(RED, Span(date(2026, 6, 1), date(2026, 6, 14)))
    folded = [DayCell(day.day, "other", 1, 1, 1, 1, 1, 1) for day in days]
    sides = sides_of(Legacy(OLD, days, folded))
    assert set(sides[-1].shown.values()) == {None}
    assert set(sides_of(Legacy(OLD, days, []))[-1].shown.values()) == {0}


def test_a_week_is_the_mean_of_its_known_working_days():
    values = {
        MONDAY: 4,
        MONDAY + timedelta(days=1): 6,
        MONDAY + timedelta(days=2): None,
        MONDAY + timedelta(days=5): 99,
    }
    assert weekly(values, Span(MONDAY, MONDAY + timedelta(days=13))) == {MONDAY: 5, MONDAY + timedelta(days=7): None}


def test_a_history_shorter_than_a_week_is_shown_all_the_same():
    assert weekly({MONDAY: 4}, Span(MONDAY, MONDAY)) == {MONDAY: 4}


def test_a_weekend_alone_is_said_not_drawn_as_nothing():
    saturday = LegacyDay(MONDAY + timedelta(days=5), "metrics", 3, 3, 3, 3, 3, 3, 3)
    page = page_at("/teams/acme/red", FakeInsights(last=date(2026, 3, 20), old=[saturday]))
    assert "None of these days is a working day" in text(with_id(page, "card-active-old"))


def test_months_have_their_years_and_few_enough_of_them_to_fit_on_a_phone(page):
    ticks = figures(page)["graph-active-old"]["layout"]["xaxis"]["ticktext"]
    assert 2 <= len(ticks) <= 4
    assert ticks[0] == "Jan 2025"


def test_days_that_may_still_change_are_not_drawn_beside_what_never_will():
    days = FakeInsights().daily(RED, Span(date(2026, 6, 1), date(2026, 6, 14)))
    moving = [replace(day, state="provisional") if day.day > date(2026, 6, 7) else day for day in days]
    assert list(sides_of(Legacy(OLD, moving, []))[-1].active) == [date(2026, 6, 1)]
