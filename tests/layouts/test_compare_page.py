"""Small multiples: one scale a row, and the table is what is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.almanac import NOTHING_SAID, Almanac, Note
from dashboard.core.comparison import Side
from dashboard.core.numbers import Counters, Day, Totals
from layouts import compare, measures
from layouts.compared import Choice, Offer
from layouts.multiples import y_axis
from layouts.view import View
from tests.layouts.fakes import ACME, MONTH, RED, FakeInsights
from tests.layouts.walking import as_json, figures, tables, text


def side(subject, name: str) -> Side:
    insights = FakeInsights()
    days = insights.daily(subject, MONTH)
    return Side(name, subject, insights.summary(subject, MONTH).now, days, days)


SIDES = [side(RED, "Red"), side(ACME, "acme")]


def page_of(sides, almanac=NOTHING_SAID):
    offer = Offer([Choice(each.name, each.name) for each in sides], [])
    made = compare.page(View(MONTH), FakeInsights().freshness(RED), offer, sides, almanac, [])
    return as_json(list(made.body))


@pytest.fixture(scope="module")
def page():
    return page_of(SIDES)


def test_all_of_a_row_are_drawn_to_one_scale(page):
    drawn = figures(page)
    for measure in measures.MEASURES:
        scales = [
            drawn[f"graph-{measure.name}-{n}"]["layout"]["yaxis"]
            for n in (0, 1)
            if f"graph-{measure.name}-{n}" in drawn
        ]
        assert scales
        assert all(scale == scales[0] for scale in scales)
        assert scales[0]["range"][0] == 0


def test_teams_are_in_ink_and_the_organisation_is_not(page):
    drawn = figures(page)
    colours = [drawn[f"graph-active-{n}"]["data"][0]["marker"]["color"] for n in (0, 1)]
    assert colours == ["var(--data)", "var(--data-2)"]


def test_the_table_of_a_row_is_what_is_drawn(page):
    drawn, rows = figures(page), tables(page)["interactions"]["rows"]
    for place, name in enumerate(("Red", "acme")):
        of_side = [row for row in rows if row[0] == name]
        (bars,) = drawn[f"graph-interactions-{place}"]["data"]
        assert [row[1] for row in of_side] == bars["x"]
        assert [row[2] for row in of_side] == [None if y is None else round(y, 2) for y in bars["y"]]
        assert len(of_side) == 28


def test_the_bars_add_up_to_the_number_above_them(page):
    bars = figures(page)["graph-interactions-1"]["data"][0]
    whole = SIDES[1].per("active user", SIDES[1].totals.counters.interactions)
    assert sum(y or 0 for y in bars["y"]) == pytest.approx(whole)


def test_the_adoption_of_an_organisation_is_unknown_and_says_why(page):
    assert "graph-adoption-1" not in figures(page)
    assert measures.NO_LICENCES in text(page)
    assert {row[2] for row in tables(page)["adoption"]["rows"] if row[0] == "acme"} == {None}


def test_organisations_alone_have_no_row_of_adoption():
    assert "adoption" not in tables(page_of([SIDES[1], replace(SIDES[1], name="umbrella")]))


def test_all_numbers_are_a_row_for_each_side_in_the_file(page):
    table = tables(page)["numbers"]
    names = [name for name, _ in table["columns"]]
    assert names[:3] == ["Of", "From", "To"]
    assert [row[:3] for row in table["rows"]] == [[name, "2026-10-23", "2026-11-19"] for name in ("Red", "acme")]
    red = dict(zip(names, table["rows"][0], strict=True))
    assert red["Interactions for each licensed member"] == round(red["Interactions"] / 24, 2)
    assert dict(zip(names, table["rows"][1], strict=True))["Licensed members"] is None


def test_a_number_reads_the_same_above_its_chart_and_in_the_table():
    """173.495 is 173, and rounded to hundredths first it would be 174."""
    totals = SIDES[0].totals
    counters = totals.counters._replace(ai_credits=173.4951 * 24)
    red = replace(SIDES[0], totals=replace(totals, counters=counters))
    page = page_of([red, replace(red, name="Blue")])
    assert "173 for each licensed member" in " ".join(text(page).split())
    assert "AI credits for each licensed member 173 173" in text(page)
    table = tables(page)["numbers"]
    names = [name for name, _ in table["columns"]]
    assert table["rows"][0][names.index("AI credits for each licensed member")] == 173.5


def test_a_side_of_which_nothing_is_known_is_unknown_and_not_zero():
    nothing = Side("Blue", RED, Totals(MONTH, 0), [Day(day, "not_available") for day in MONTH])
    page = page_of([SIDES[0], nothing])
    assert "Red: 18 of 24 licensed members used Copilot; Blue: who used Copilot is unknown." in text(page)
    assert "graph-active-1" not in figures(page)
    assert measures.NO_REPORT in text(page)


def test_what_is_true_of_the_days_of_all_is_said_once():
    shorter = replace(SIDES[1], days=[replace(day, state="final") for day in SIDES[1].days])
    assert text(page_of(SIDES)).count("may still change") == 1
    assert "may still change (Red)" in text(page_of([SIDES[0], shorter]))


def test_a_note_of_the_deployers_is_a_flag_in_every_column_and_a_sentence_once():
    page = page_of(
        SIDES, Almanac(notes=[Note(MONTH.first.replace(day=30), "Training"), Note(MONTH.last, "Of Red", "acme/red")])
    )
    flags = [[note["text"] for note in figures(page)[f"graph-active-{n}"]["layout"]["annotations"]] for n in (0, 1)]
    assert flags == [["a"], ["a"]]
    assert text(page).count("30 October: Training.") == len(measures.MEASURES), "once in each row"
    assert "Of Red" not in text(page)


@pytest.mark.parametrize(
    ("top", "ticks"), [(0.3, ["0", "0.1", "0.2", "0.3"]), (2.2, ["0", "1", "2"]), (0, ["0", "0.01"])]
)
def test_means_of_a_few_have_fine_ticks(top, ticks):
    assert y_axis(measures.LINES, [[top / 1.08], [None]])["ticktext"][: len(ticks)] == ticks


def test_a_mean_is_of_the_whole_span_for_every_point():
    point = Day(MONTH.first, "final", 4, 10, Counters(interactions=48))
    assert measures.INTERACTIONS.at(SIDES[0], "licensed member", point) == 2
