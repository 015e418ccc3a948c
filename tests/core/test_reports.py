from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.core.numbers import Coverage
from dashboard.core.reports import by_day, looked_at, missing, state_of, wanted
from dashboard.core.rows import REPORTS, USERS_REPORT

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def ago(days):
    return TODAY - timedelta(days=days)


def entries(day, state, reports=REPORTS, checked=NOW, org="acme"):
    return [Coverage("github", org, report, day, state, checked, 1) for report in reports]


def known(*groups):
    return by_day([entry for group in groups for entry in group], "github", "acme")


@pytest.mark.parametrize(("days_ago", "state"), [(1, "provisional"), (5, "provisional"), (6, "final"), (300, "final")])
def test_a_day_is_final_when_fetched_five_whole_days_after_it_closed(days_ago, state):
    assert state_of(ago(days_ago), TODAY, trailing_days=5) == state


def test_an_empty_history_wants_every_report_of_githubs_year_newest_day_first():
    days = wanted({}, NOW)
    assert list(days) == [ago(n) for n in range(1, 366)]
    assert set(days.values()) == {REPORTS}


def test_nothing_is_wanted_again_once_it_is_final():
    first = entries(ago(3), "not_available")  # the end of the walk back
    days = wanted(known(first, entries(ago(2), "final"), entries(ago(1), "final")), NOW)
    assert list(days) == [ago(3)]


def test_a_report_that_is_still_moving_is_wanted_alone():
    day = [*entries(ago(2), "final", REPORTS[1:]), *entries(ago(2), "provisional", [USERS_REPORT])]
    assert wanted(known(day, entries(ago(3), "expired")), NOW)[ago(2)] == (USERS_REPORT,)


def test_a_failed_report_and_one_never_asked_for_are_wanted():
    assert missing({}, NOW) == REPORTS
    assert missing({entry.report: entry for entry in entries(ago(40), "failed")}, NOW) == REPORTS


def test_a_report_that_was_not_there_is_wanted_at_every_run_of_its_first_week_and_weekly_after_that():
    def asks(days_ago, checked_days_ago):
        found = entries(ago(days_ago), "not_available", checked=NOW - timedelta(days=checked_days_ago))
        return missing({entry.report: entry for entry in found}, NOW) == REPORTS

    assert asks(7, 0)
    assert not asks(8, 6)
    assert asks(8, 7)


def test_what_was_purged_on_purpose_is_never_wanted_again_nor_is_anything_before_it():
    days = wanted(known(entries(ago(200), "expired"), entries(ago(199), "final")), NOW)
    assert min(days) == ago(198)
    assert wanted(known(entries(ago(200), "expired")), NOW, since=ago(200), until=ago(200)) == {}


def test_an_interrupted_walk_back_goes_on_below_the_oldest_known_day():
    days = wanted(known(entries(ago(10), "final"), entries(ago(9), "final")), NOW)
    assert ago(11) in days
    assert min(days) == ago(365)


def test_a_walk_back_that_found_its_end_is_not_walked_again():
    days = wanted(known(entries(ago(11), "not_available"), entries(ago(10), "final")), NOW)
    assert min(days) == ago(9)


def test_since_and_until_set_the_range_but_today_is_never_in_it():
    assert list(wanted({}, NOW, since=ago(3), until=ago(2))) == [ago(2), ago(3)]
    assert list(wanted({}, NOW, since=ago(2), until=TODAY)) == [ago(1), ago(2)]
    assert wanted({}, NOW, since=TODAY) == {}


def test_a_range_that_was_named_asks_again_for_what_was_not_there():
    old = known(entries(ago(40), "not_available"))
    assert list(wanted(old, NOW, since=ago(40), until=ago(40))) == [ago(40)]


def test_a_range_that_was_named_is_looked_at_for_damage_on_every_day_that_is_known():
    stored = known(entries(ago(40), "final"), entries(ago(39), "expired"), entries(ago(20), "final"))
    looked = looked_at(stored, NOW, since=ago(40), until=ago(39))
    assert looked == {ago(39): (), ago(40): ()}
    assert ago(20) not in looked_at(stored, NOW)


def test_another_organisations_days_are_not_ours():
    assert by_day(entries(ago(2), "final", org="umbrella"), "github", "acme") == {}
