"""Where days, weeks and months stand in a plot."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise
from urllib.parse import parse_qs

import pytest

from callbacks.insights import ask
from dashboard.core.almanac import Almanac, Note
from dashboard.core.days import USUAL_WEEK, Span, WorkingDays
from dashboard.core.numbers import Day
from layouts import charts, figures, marks, sentences, ticks
from layouts.axis import Axis
from tests.layouts.fakes import MONTH, RED, FakeInsights
from tests.layouts.walking import as_json, of_type

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 10, 30)
WORKING = Span(MONTH.first, MONTH.last, USUAL_WEEK)
HOLIDAY = date(2026, 11, 11)


def answers_by(grouping, span=MONTH, almanac=None):
    insights = FakeInsights()
    return ask(insights, RED, span, insights.freshness(RED), grouping, almanac or Almanac())


def axis_by(grouping, span=MONTH, almanac=None):
    return answers_by(grouping, span, almanac).axis


def test_a_day_stands_from_noon_to_noon():
    axis = axis_by("day")
    assert (axis.begin(MONDAY), axis.end(MONDAY), axis.middle(MONDAY)) == (
        "2026-11-01T12:00",
        "2026-11-02T12:00",
        "2026-11-02T00:00",
    )


def test_of_working_days_a_monday_begins_where_friday_ends():
    axis = axis_by("day", WORKING)
    assert axis.begin(MONDAY) == axis.end(FRIDAY) == "2026-10-30T12:00"
    assert axis.end(MONDAY) == "2026-11-02T12:00"


def test_only_days_off_are_taken_out_of_the_axis():
    breaks = figures.x_axis(axis_by("day", WORKING), False)["rangebreaks"]
    off = [day.isoformat() for day in MONTH if day.weekday() > 4]
    assert breaks == [{"values": off}]
    assert figures.x_axis(axis_by("day"), False)["rangebreaks"] == []
    assert figures.x_axis(axis_by("week", WORKING), False)["rangebreaks"] == [], "a week is there, however long"


def test_months_of_working_days_are_named_under_their_first():
    """2 February and 3 August: a label on a day taken out would not be drawn."""
    year = Span(date(2025, 11, 20), date(2026, 11, 19), USUAL_WEEK)
    days = ticks.of_days(year, 12)
    assert len(days) == 12
    assert {date(2026, 2, 2), date(2026, 8, 3)} < set(days)
    assert all(day in USUAL_WEEK for day in days)


def test_nothing_is_shaded_where_nothing_is_off():
    assert marks.closed_days(axis_by("day"))
    assert not marks.closed_days(axis_by("day", WORKING))
    assert not marks.closed_days(axis_by("week"))


def test_a_holiday_is_shaded_like_a_weekend():
    almanac = Almanac(WorkingDays(holidays=frozenset({HOLIDAY})))
    bands = [(band["x0"], band["x1"]) for band in marks.closed_days(axis_by("day", almanac=almanac))]
    assert ("2026-11-10T12:00", "2026-11-11T12:00") in bands


@pytest.mark.parametrize(
    ("grouping", "first", "last"), [("week", "2026-10-19", "2026-11-23"), ("month", "2026-10-01", "2026-12-01")]
)
def test_weeks_and_months_take_the_time_they_have(grouping, first, last):
    axis = axis_by(grouping)
    assert figures.x_axis(axis, False)["range"] == [f"{first}T00:00", f"{last}T00:00"]


@pytest.mark.parametrize("grouping", ["week", "month"])
def test_a_bar_of_plotly_is_where_our_marks_are(grouping):
    """Plotly lays periods from `xperiod0`: it must be the beginning of one."""
    axis = axis_by(grouping)
    origin = date.fromisoformat(figures.places(axis)["xperiod0"])
    assert (origin.weekday() == 0) if grouping == "week" else (origin.day == 1)


def test_what_a_bar_is_called_stands_under_its_middle():
    x = figures.x_axis(axis_by("week"), False)
    assert x["ticktext"] == ["23 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov"]
    assert x["tickvals"][1] == "2026-10-29T12:00:01"


def test_the_span_before_is_a_stroke_over_the_whole_bar():
    axis = axis_by("week")
    before = figures.before_ticks(axis, [1] * 5)[1]["x"]
    assert [x[:10] for x in before[:2]] == ["2026-10-19", "2026-10-25"], "though the span begins on a Friday"


def test_the_span_before_is_found_by_its_days_though_a_holiday_is_left_out():
    almanac = Almanac(WorkingDays(holidays=frozenset({HOLIDAY})))
    answers = answers_by("day", Span(MONTH.first, MONTH.last, almanac.working), almanac)
    assert len(answers.points) == len(answers.points_before)
    assert all((now.day - then.day).days == 28 for now, then in zip(answers.points, answers.points_before, strict=True))


def test_breaks_stand_before_their_day_and_notes_on_theirs():
    june = Span(date(2026, 6, 1), date(2026, 6, 30))
    note = Note(date(2026, 6, 10), "Training")
    axis = axis_by("week", june, Almanac(notes=[note]))
    layout = figures.figure([], axis, "people", 10)["layout"]
    flags = {found["text"]: found["x"] for found in layout["annotations"] if found.get("bordercolor")}
    assert flags == {"1": "2026-06-15T00:00", "a": "2026-06-10T12:00"}


@pytest.mark.parametrize(("shift", "width"), [("xshift", 600), ("xshift_phone", 260)])
@pytest.mark.parametrize("days", [(9, 10, 11), (28, 29, 30)], ids=["inside", "at the end"])
def test_flags_of_neighbouring_days_stand_beside_each_other_inside_the_plot(days, shift, width):
    notes = [Note(date(2026, 11, day), "Training") for day in days]
    axis = axis_by("month", Span(date(2025, 12, 1), date(2026, 11, 30)), Almanac(notes=notes))
    layout = figures.figure([], axis, "people", 10)["layout"]
    flags = [found for found in layout["annotations"] if found.get("text") in "abc"]
    pixel = (axis.last - axis.first).total_seconds() / width
    first = datetime.combine(axis.first, time())
    places = [(datetime.fromisoformat(f["x"]) - first).total_seconds() / pixel + f[shift] for f in flags]
    assert all(later - earlier > 15 for earlier, later in pairwise(places))
    assert places[-1] < width


def test_a_week_of_which_the_span_has_a_part_says_so():
    answers = answers_by("week")
    said = [charts.state_of(point) for point in answers.points]
    assert said == [
        "final, 3 of its 7 days counted",
        "final",
        "final, 6 of its 7 days counted",
        "final",
        "may still change, 4 of its 7 days counted",
    ]
    signs = [sign.text for sign in sentences.signs(answers, False)]
    assert "Only 3 of the 7 days of the first week and 4 of the 7 days of the last week" in signs


def test_a_week_of_working_days_is_whole_with_five():
    points = answers_by("week", Span(date(2026, 10, 26), date(2026, 11, 1), USUAL_WEEK)).points
    assert [charts.state_of(point) for point in points] == ["final"]


@pytest.mark.parametrize(
    ("grouping", "span", "said"),
    [
        ("day", MONTH, ("band", "11 November: A holiday")),
        ("day", "working", ("", "Left out: 11 November: A holiday")),
        ("week", MONTH, None),
    ],
)
def test_a_holiday_is_named_where_it_is_seen(grouping, span, said):
    almanac = Almanac(WorkingDays(holidays=frozenset({HOLIDAY})), names={HOLIDAY: "A holiday"})
    span = Span(MONTH.first, MONTH.last, almanac.working) if span == "working" else span
    signs = [(sign.swatch, sign.text) for sign in sentences.signs(answers_by(grouping, span, almanac), False)]
    assert [sign for sign in signs if "holiday" in sign[1]] == ([said] if said else [])


def test_an_axis_without_points_has_the_ends_of_its_span():
    """As of a team that is compared and has no days."""
    axis = Axis(MONTH, list[Day]())
    assert (axis.first, axis.last) == (MONTH.first, MONTH.last)


def test_the_way_out_of_a_count_of_zero_changes_the_days_alone():
    (button,) = of_type(as_json(charts.nothing_counted(answers_by("week"), "Nobody used it")), "Button")
    asked = parse_qs(button["props"]["data-ask"], keep_blank_values=True)
    assert asked == {"days": ["365"], "from": [""], "to": [""]}
