from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from callbacks.looking import Looking
from callbacks.pages import show
from dashboard.core.days import Span
from layouts import marks, ticks
from tests.builders import FETCHED
from tests.cast import DANA
from tests.layouts.fakes import LAST, MISSING, RED, FakeInsights, answers_of
from tests.layouts.walking import as_json, of_type, tables, text, with_id
from tests.layouts.walking import figures as figures_of

ADDRESSES = ["/org", "/org?days=365", "/teams/acme/red", "/teams/acme/red?days=7", "/teams/acme/red?days=90&compare=0"]


def page_at(address: str):
    path, mark, query = address.partition("?")
    return as_json(show(Looking(DANA, FakeInsights(), FETCHED, path, mark + query)))["children"]


@pytest.fixture(params=ADDRESSES, scope="module")
def page(request):
    return page_at(request.param)


def trace(page, graph, name):
    return next(trace for trace in figures_of(page)[graph]["data"] if trace["name"] == name)


def test_only_traces_that_every_plotly_bundle_has(page):
    """Another type would silently be drawn as a line."""
    types = {trace["type"] for figure in figures_of(page).values() for trace in figure["data"]}
    assert types
    assert types <= {"bar", "scatter"}


def test_figures_name_their_colours(page):
    text = json.dumps(figures_of(page))
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b|rgba?\((?!0,0,0,0\))", text)
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= set(
        re.findall(r"(--[\w-]+):", Path("dashboard/assets/10-tokens.css").read_text())
    )


def test_no_line_is_drawn_across_a_gap(page):
    lines = [
        t
        for figure in figures_of(page).values()
        for t in figure["data"]
        if t["type"] == "scatter" and "connectgaps" in t
    ]
    assert all(line["connectgaps"] is False for line in lines)


def test_bars_begin_at_zero(page):
    """Those of lines deleted go down from it, and the axis reaches no lower than they need."""
    for figure in figures_of(page).values():
        below = [-y for trace in figure["data"] for y in trace["y"] if y is not None and y < 0]
        assert (figure["layout"]["yaxis"]["range"][0] < 0) == bool(below)
        assert 0 in figure["layout"]["yaxis"]["tickvals"]


@pytest.mark.parametrize(("days", "sign"), [(28, "sw"), (90, "ln")])
def test_the_key_has_the_sign_of_what_is_drawn(days, sign):
    shown = with_id(page_at(f"/teams/acme/red?days={days}"), "shown-active")
    entry = next(part for part in of_type(shown, "Li") if text(part).strip() == "active")
    assert of_type(entry, "Span")[0]["props"]["className"] == sign


def test_an_unknown_day_is_a_gap_in_every_chart():
    page = page_at("/teams/acme/red")
    for graph in figures_of(page).values():
        place = graph["data"][0]["x"].index(MISSING.isoformat())
        bars = [trace for trace in graph["data"] if trace["type"] == "bar"]
        assert all(bar["y"][place] is None for bar in bars)
        frames = [shape for shape in graph["layout"]["shapes"] if shape["line"].get("dash") and shape["type"] == "rect"]
        assert [(frame["x0"][:10], frame["x1"][:10]) for frame in frames] == [("2026-11-02", "2026-11-03")]


def test_zero_is_drawn_as_zero():
    bar = trace(page_at("/teams/acme/red"), "graph-active", "Active")
    assert 0 in bar["y"]


def test_days_that_may_still_change_are_hatched():
    bar = trace(page_at("/teams/acme/red"), "graph-active", "Active")
    assert bar["marker"]["pattern"]["shape"] == [""] * 26 + ["/"] * 2


def test_the_span_before_is_a_stroke_on_known_days_only():
    strokes = trace(page_at("/teams/acme/red"), "graph-active", "before")
    assert strokes["line"]["width"] == 2
    # 28 days, less the one without report, less the one whose day before was withheld
    assert sum(value is not None for value in strokes["y"]) == 2 * 26


def test_without_comparison_there_is_no_span_before():
    names = [trace["name"] for trace in figures_of(page_at("/teams/acme/red?compare=0"))["graph-active"]["data"]]
    assert "before" not in names


def test_weekends_are_shaded_once_each():
    bands = marks.closed_days(answers_of(RED).axis)
    assert len(bands) == 4
    assert (bands[0]["x0"], bands[0]["x1"]) == ("2026-10-23T12:00", "2026-10-25T12:00")


def test_breaks_of_github_are_flagged_and_explained():
    page = page_at("/teams/acme/red?from=2026-06-01&to=2026-08-01")
    layout = figures_of(page)["graph-active"]["layout"]
    flags = [note["text"] for note in layout["annotations"] if note.get("bordercolor")]
    assert flags == ["1", "2"]
    said = json.dumps(page, ensure_ascii=False)
    assert "15 June: GitHub began to count people known only from its servers" in said
    assert "28 July: GitHub began to count the Copilot app" in said


def test_a_year_has_labels_that_do_not_collide():
    year = Span(date(2025, 11, 20), LAST)
    assert all(day.day == 1 for day in ticks.of_days(year, 7))
    assert len(ticks.of_days(year, 7)) <= 7


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (4, [0, 1, 2, 3, 4]),
        (8.64, [0, 2, 4, 6, 8]),
        (26, [0, 10, 20]),
        (216, [0, 100, 200]),
        (1_080, [0, 500, 1_000]),
        (9_000, [0, 2_500, 5_000, 7_500]),
    ],
)
def test_value_ticks_are_round_and_whole(top, expected):
    assert ticks.of_values(top) == expected


def test_the_table_of_a_chart_holds_what_is_drawn():
    page = page_at("/teams/acme/red")
    rows = {row[0]: row for row in tables(page)["active"]["rows"]}
    bar = trace(page, "graph-active", "Active")
    assert [rows[day][1] for day in bar["x"]] == bar["y"]
    assert rows["2026-11-03"] == ["2026-11-03", None, None, rows["2026-11-03"][3], "no report"]
    assert rows["2026-11-19"][-1] == "may still change"


def test_the_table_of_interactions_adds_up_to_the_figure():
    answers = answers_of(RED)
    page = page_at("/teams/acme/red")
    table = tables(page)["interactions"]
    columns = [name for name, _ in table["columns"]]
    assert columns == ["Day", "Agent mode", "Ask mode", "Plan mode", "Command line", "Inline chat", "Other", "State"]
    drawn = sum(sum(v or 0 for v in t["y"]) for t in figures_of(page)["graph-interactions"]["data"])
    assert (
        drawn
        == sum(sum(v or 0 for v in row[1:-1]) for row in table["rows"])
        == sum(c.interactions for c in answers.by_feature)
    )
