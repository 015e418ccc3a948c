from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.api.parameters import Parameters, interval, window
from dashboard.core.days import Span
from dashboard.errors import BadRequest

NOW = datetime(2026, 11, 21, 10, 20, tzinfo=UTC)


def parameters(**given: str) -> Parameters:
    return Parameters({name: [text] for name, text in given.items()})


def asked(start: str, end: str, **more: str):
    found = parameters(start_time=start, end_time=end, **more)
    result = window(found, NOW)
    length = interval(found, result)
    found.check()
    return result, length


def problems(start: str = "2026-11-02T00:00:00Z", end: str = "2026-11-03T00:00:00Z", **more: str) -> dict[str, str]:
    with pytest.raises(BadRequest) as refused:
        asked(start, end, **more)
    return dict(refused.value.validations)


def test_report_days_are_the_dates_of_its_midnights():
    found, _ = asked("2026-11-02T00:00:00+03:00", "2026-11-05T00:00:00+03:00")
    assert found.days == Span(date(2026, 11, 2), date(2026, 11, 4))


def test_today_may_end_at_any_full_hour_and_counts_with_its_report():
    found, _ = asked("2026-11-20T00:00:00Z", "2026-11-21T11:00:00Z")
    assert found.days == Span(date(2026, 11, 20), date(2026, 11, 21))


def test_what_is_today_is_said_in_the_offset_that_was_given():
    assert asked("2026-11-21T00:00:00+14:00", "2026-11-22T01:00:00+14:00")[0].days.last == date(2026, 11, 22)
    assert "00:00:00" in problems("2026-11-19T00:00:00Z", "2026-11-20T11:00:00Z")["end_time"]


def test_an_empty_range_has_no_days():
    found, _ = asked("2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", interval="day")
    assert (found.days, found.intervals("day")) == (None, [])


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 29, 29),  # 23 hours
        ("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25, 25),  # 25 hours
    ],
)
def test_a_day_on_which_clocks_change_is_one_day(start, end, first, last):
    found, _ = asked(start, end)
    assert (found.days.first.day, found.days.last.day) == (first, last)
    (day,) = found.intervals("day")
    assert (day.start, day.end) == (found.start, found.end)
    assert day.end.utcoffset() == found.start.utcoffset()


def test_weeks_begin_where_the_range_begins_and_the_last_may_be_a_day_short():
    found, length = asked("2026-11-02T00:00:00Z", "2026-11-15T00:00:00Z", interval="week")
    assert [(each.days.first.day, each.days.last.day) for each in found.intervals(length)] == [(2, 8), (9, 14)]


@pytest.mark.parametrize(
    ("end", "whole"), [("02", 1), ("07", 0), ("08", 1), ("09", 1), ("11", 0), ("15", 1), ("16", 1)]
)
def test_the_remainder_of_a_week_has_at_least_six_days(end, whole):
    end = f"2026-11-{end}T00:00:00Z"
    if whole:
        asked("2026-11-02T00:00:00Z", end, interval="week")
    else:
        assert "6 days" in problems(end=end, interval="week")["interval"]


def test_without_an_interval_there_are_none():
    found, length = asked("2026-11-02T00:00:00Z", "2026-11-05T00:00:00Z")
    assert found.intervals(length) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "is required"),
        ("2026-11-02", "valid date format"),
        ("2026-11-02T00:00:00", "valid date format"),
        ("2026-11-02T00:00:00 03:00", "%2B"),  # a plus that was not encoded
        ("2026-02-30T00:00:00Z", "valid date format"),
        ("2026-11-02T00:00:00+25:00", "valid date format"),
        ("٢٠٢٦-11-02T00:00:00Z", "valid date format"),
        ("0001-01-01T00:00:00Z", "must not be zero"),
        ("0001-01-01T00:00:00+14:00", "must not be zero"),
        ("9999-12-31T00:00:00Z", "must not be in the future"),
        ("2026-11-02T00:00:01Z", "got 00:00:01"),
        ("2026-11-02T12:00:00Z", "got 12:00:00"),
    ],
)
def test_what_is_wrong_with_a_time_is_said(wrong, said):
    assert said in problems(start=wrong)["start_time"]


def test_everything_that_is_wrong_is_said_at_once():
    found = problems("never", "2026-11-03T01:00:00Z", interval="month", tz="1")
    assert set(found) == {"start_time", "end_time", "interval", "tz"}


def test_the_end_is_not_before_the_start_nor_years_after():
    assert "before" in problems("2026-11-03T00:00:00Z", "2026-11-02T00:00:00Z")["end_time"]
    assert "1100" in problems("2020-11-03T00:00:00Z", "2026-11-02T00:00:00Z")["end_time"]


def test_numbers_are_one_list():
    found = parameters(team_ids=" 43, 42,,43")
    assert found.numbers("team_ids") == [42, 43]
    found.check()
    wrong = parameters(team_ids="42,red,4.5")
    wrong.numbers("team_ids")
    with pytest.raises(BadRequest) as refused:
        wrong.check()
    assert refused.value.validations == [("team_ids", 'Query param "team_ids" has invalid values: red,4.5')]


def test_a_parameter_is_given_once():
    found = Parameters({"tz_offset": ["1", "2"]})
    found.whole_number("tz_offset", -12, 14)
    with pytest.raises(BadRequest):
        found.check()


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ({}, "UTC"),
        ({"tz_offset": "0"}, "UTC"),
        ({"tz_offset": "2"}, "Etc/GMT-2"),  # the tz database counts west
        ({"tz_offset": "-5"}, "Etc/GMT+5"),
        ({"timezone": "Europe/London"}, "Europe/London"),
        ({"timezone": "Europe/London", "tz_offset": "0"}, "Europe/London"),
    ],
)
def test_zones(given, zone):
    found = parameters(**given)
    assert found.zone(NOW) == zone
    found.check()


@pytest.mark.parametrize(
    "given",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": "Europe"},
        {"timezone": "x" * 5000},
        {"timezone": "a\0b"},
        {"timezone": "Europe/London", "tz_offset": "2"},
        {"tz_offset": "15"},
        {"tz_offset": "two"},
    ],
)
def test_wrong_zones_are_refused(given):
    found = parameters(**given)
    found.zone(NOW)
    with pytest.raises(BadRequest):
        found.check()
