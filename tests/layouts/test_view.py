from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.days import Span
from layouts import view

LAST = date(2026, 11, 19)


def test_an_address_without_a_query_means_the_newest_28_days_against_those_before():
    asked = view.asked("", LAST)
    assert (asked.span, asked.preset, asked.compare, asked.notices) == (Span(date(2026, 10, 23), LAST), 28, True, ())


@pytest.mark.parametrize(
    "search",
    [
        "?group=week",
        "?days=7&group=month&working=1&compare=0",
        "",
        "?days=90",
        "?days=365&compare=0",
        "?from=2026-10-01&to=2026-10-31",
        "?org=umbrella&days=7",
    ],
)
def test_the_address_brings_the_view_back(search):
    assert view.asked(search, LAST).search == search


@pytest.mark.parametrize(
    "search",
    [
        "?days=5",
        "?days=",
        "?days=-1",
        "?days=28.0",
        "?from=tomorrow",
        "?from=2026-11-19&to=2026-10-01",
        "?from=2026-13-01",
        "?from=0001-01-01",
        "?to=0001-01-02",
        "?from=2026-12-24&to=2026-12-31",
        "?compare=maybe",
        "?group=year",
        "?group=",
        "?working=yes",
        "?from=2026-W01-1&to=2026-10-01",
    ],
)
def test_what_is_not_understood_falls_back_with_a_notice(search):
    asked = view.asked(search, LAST)
    assert asked.span == view.asked("", LAST).span
    assert len(asked.notices) == 1


@pytest.mark.parametrize("search", ["?%ff=%00", "?days=28&days=90", "?utm_source=x", "????", "?" + "a=1&" * 9000, None])
def test_what_nobody_asked_about_is_ignored(search):
    assert view.asked(search, LAST).span == view.asked("", LAST).span


def test_days_that_have_no_report_yet_are_cut_off_with_a_notice():
    asked = view.asked("?from=2026-11-01&to=2026-12-31", LAST)
    assert asked.span == Span(date(2026, 11, 1), LAST)
    assert asked.notices


def test_one_can_step_back_and_forth_but_not_beyond_the_newest_day():
    now = view.asked("?days=7", LAST)
    earlier = now.moved(LAST, -1)
    assert earlier.span == Span(date(2026, 11, 6), date(2026, 11, 12))
    assert earlier.search == "?from=2026-11-06&to=2026-11-12"
    assert earlier.moved(LAST, 1).search == "?days=7"
    assert now.moved(LAST, 1) is None


def test_days_off_alone_are_shown_with_a_notice():
    weekend = "?from=2026-11-14&to=2026-11-15"
    asked = view.asked(f"{weekend}&working=1", LAST)
    assert (asked.span, asked.working_only) == (view.asked(weekend, LAST).span, False)
    assert asked.notices == ("None of these days is a working day. Showing all of them.",)


def test_working_days_stay_so_from_span_to_span():
    now = view.asked("?days=7&working=1", LAST)
    assert now.moved(LAST, -1).search == "?from=2026-11-06&to=2026-11-12&working=1"
    assert now.trailing(LAST, 90).search == "?days=90&working=1"


def test_long_spans_are_by_week_unless_somebody_asks_for_days():
    assert [view.asked(f"?days={days}", LAST).grouping for days in (28, 90, 365)] == ["day", "day", "week"]
    assert view.asked("?days=365&group=day", LAST).grouping == "day"
    assert view.asked("?days=365&group=month", LAST).trailing(LAST, 28).grouping == "month"
    assert view.asked("", LAST).trailing(LAST, 365).search == "?days=365"


EVERY = ("copilot", "augment", "all")


def test_the_assistant_is_in_the_address_where_there_is_a_choice():
    for asked in EVERY:
        found = view.asked(f"?assistant={asked}&days=7", LAST, offered=EVERY)
        assert (found.assistant, found.notices) == (asked, ())
        assert found.search == ("?days=7" if asked == "copilot" else f"?assistant={asked}&days=7")
        assert found.moved(LAST, -1).assistant == asked


def test_an_assistant_nobody_knows_falls_back_to_copilot_with_a_notice():
    found = view.asked("?assistant=cursor", LAST, offered=EVERY)
    assert (found.assistant, len(found.notices), found.search) == ("copilot", 1, "")


def test_an_organisation_of_copilot_alone_leaves_the_assistant_of_a_link_out():
    found = view.asked("?assistant=augment", LAST, offered=("copilot",))
    assert (found.assistant, found.search) == ("copilot", "")
    assert found.notices == ("This link asked for an assistant that is not used here. Showing Copilot.",)
    assert view.asked("?assistant=augment", LAST).notices == (), "a page of GitHub's alone keeps to itself"
