"""What the history has and what is missing, from the entries of the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.core.coverage import Legacy, inventories
from dashboard.core.days import Span
from dashboard.core.rows import MEMBERS_REPORT, ORG_REPORT, REPORTS, REPOS_REPORT, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT
from tests.builders import FETCHED, covered

TODAY = date(2026, 11, 21)


def ago(days):
    return TODAY - timedelta(days=days)


def days(oldest, newest):
    """From so many days ago to so many."""
    return list(Span(ago(oldest), ago(newest)))


def all_but(report, oldest=20, newest=1):
    """Every other report, complete."""
    return [entry for other in REPORTS if other != report for entry in covered(other, days(oldest, newest))]


def inventory_of(*entries, today=TODAY):
    (found,) = inventories([one for some in entries for one in some], today)
    return found


def signs(found, report):
    (calendar,) = [calendar for calendar in found.calendars if calendar.report == report]
    return {square.day: square.sign for square in calendar.squares}


def test_a_complete_history_has_no_hole():
    found = inventory_of(*(covered(report, days(20, 1)) for report in REPORTS))
    assert found.holes == ()
    assert found.known == Span(ago(20), ago(1))
    assert set(found.days().values()) == {"final"}
    assert [calendar.report for calendar in found.calendars] == list(REPORTS)


def test_days_in_a_row_that_failed_for_one_reason_are_one_hole():
    users = [
        *covered(USERS_REPORT, days(20, 10)),
        *covered(USERS_REPORT, days(9, 8), "failed", "damaged"),
        *covered(USERS_REPORT, [ago(7)], "failed", "away"),
        *covered(USERS_REPORT, days(6, 1)),
    ]
    holes = inventory_of(users, all_but(USERS_REPORT)).holes
    assert [(hole.span, hole.reason) for hole in holes] == [
        (Span(ago(7), ago(7)), "away"),
        (Span(ago(9), ago(8)), "damaged"),
    ]
    assert {hole.reports for hole in holes} == {(USERS_REPORT,)}


def test_the_same_hole_of_several_reports_is_told_once_with_the_newest_try():
    def torn(report, hours):
        failed = covered(report, [ago(9)], "failed", "away")
        late = [replace(entry, checked_at=FETCHED + timedelta(hours=hours)) for entry in failed]
        return [*covered(report, days(20, 10)), *late, *covered(report, days(8, 1))]

    others = [covered(report, days(20, 1)) for report in (ORG_REPORT, REPOS_REPORT)]
    (hole,) = inventory_of(torn(USERS_REPORT, 2), torn(MEMBERS_REPORT, 1), *others).holes
    assert hole.reports == (USERS_REPORT, MEMBERS_REPORT)
    assert hole.checked_at == FETCHED + timedelta(hours=2)


def test_a_day_that_nobody_has_asked_for_is_a_hole_and_the_newest_three_are_only_awaited():
    found = inventory_of(*(covered(report, days(20, 8)) for report in REPORTS))
    (hole,) = found.holes
    assert (hole.span, hole.sign, hole.way) == (Span(ago(7), ago(4)), "unasked", "fetch")
    assert signs(found, USERS_REPORT)[ago(3)] == "awaited"
    assert max(signs(found, USERS_REPORT)) == ago(1), "today has not closed"


def test_what_github_has_not_published_is_awaited_for_three_days_and_then_missing():
    users = [*covered(USERS_REPORT, days(20, 5)), *covered(USERS_REPORT, days(4, 1), "not_available")]
    found = inventory_of(users, all_but(USERS_REPORT))
    assert [signs(found, USERS_REPORT)[ago(n)] for n in (5, 4, 3, 1)] == [
        "final",
        "not_available",
        "awaited",
        "awaited",
    ]
    assert found.missing() == {ago(4): "wait"}


@pytest.mark.parametrize(
    ("day", "state", "way"),
    [
        (date(2026, 11, 1), "failed", "fetch"),
        (date(2026, 11, 1), "not_available", "wait"),
        (date(2025, 12, 12), "failed", "fetch"),
        (date(2025, 12, 11), "failed", "import"),
        (date(2025, 12, 11), "not_available", "import"),
    ],
)
def test_github_keeps_a_year_and_has_nothing_from_before_it_began(day, state, way):
    holes = inventory_of(covered(USERS_REPORT, [date(2025, 12, 1)]), covered(USERS_REPORT, [day], state)).holes
    (hole,) = [hole for hole in holes if (hole.span.first, hole.sign) == (day, state)]
    assert hole.way == way


def test_a_hole_that_github_forgets_in_part_is_told_in_two():
    today = date(2027, 6, 11)
    failed = [date(2026, 6, day) for day in (10, 11)]
    entries = [*covered(USERS_REPORT, [date(2026, 6, 9)]), *covered(USERS_REPORT, failed, "failed")]
    ways = {hole.span.first: hole.way for hole in inventory_of(entries, today=today).holes if hole.sign == "failed"}
    assert ways == {failed[0]: "import", failed[1]: "fetch"}


def test_the_end_of_the_walk_back_and_days_before_a_reports_first_are_no_holes():
    late = [*covered(REPOS_REPORT, days(21, 10), "not_available"), *covered(REPOS_REPORT, days(9, 1))]
    walked = [covered(report, [ago(21)], "not_available") for report in REPORTS if report != REPOS_REPORT]
    found = inventory_of(late, all_but(REPOS_REPORT), *walked)
    assert found.holes == ()
    assert min(signs(found, USERS_REPORT)) == ago(20)
    assert min(signs(found, REPOS_REPORT)) == ago(9)


def test_a_report_of_which_nothing_ever_came_is_absent_and_spoils_no_day():
    found = inventory_of(covered(REPOS_REPORT, days(20, 1), "not_available"), all_but(REPOS_REPORT))
    assert found.absent == [REPOS_REPORT]
    assert found.missing() == {}
    assert set(found.days().values()) == {"final"}
    assert [hole.reports for hole in found.holes] == [(REPOS_REPORT,)]


def test_what_was_removed_on_purpose_is_no_hole_and_a_day_is_removed_when_nothing_of_it_is_left():
    users = [*covered(USERS_REPORT, days(20, 16), "expired"), *covered(USERS_REPORT, days(15, 1))]
    others = [entry for entry in all_but(USERS_REPORT) if entry.day > ago(19)]
    gone = [covered(report, days(20, 19), "expired") for report in REPORTS[1:]]
    found = inventory_of(users, others, *gone)
    assert found.holes == ()
    assert [found.days()[ago(n)] for n in (20, 19, 18, 15)] == ["expired", "expired", "final", "final"]


def test_a_day_is_as_good_as_its_worst_report():
    users = [*covered(USERS_REPORT, days(20, 2)), *covered(USERS_REPORT, [ago(1)], "provisional")]
    assert inventory_of(users, all_but(USERS_REPORT)).days()[ago(1)] == "provisional"


def test_imported_days_of_the_old_api_are_counted_and_are_no_calendar():
    old = covered("legacy_org", [date(2025, 3, 1), date(2025, 3, 5)])
    found = inventory_of(old)
    assert found.legacy == (Legacy("legacy_org", Span(date(2025, 3, 1), date(2025, 3, 5)), 2),)
    assert (found.calendars, found.holes, found.known, found.last_tried) == ((), (), None, None)


def test_seats_have_a_calendar_to_today_and_a_day_without_a_snapshot_is_no_hole():
    denied = covered(SEATS_REPORT, [ago(0)], "not_available", "may not be read")
    found = inventory_of(covered(SEATS_REPORT, [ago(4), ago(2)]), denied, *(covered(r, days(9, 1)) for r in REPORTS))
    assert found.snapshots is not None
    assert [(square.day, square.sign) for square in found.snapshots.squares] == [
        (ago(4), "final"),
        (ago(3), "unasked"),
        (ago(2), "final"),
        (ago(1), "unasked"),
        (ago(0), "not_available"),
    ]
    assert (found.holes, found.missing()) == ((), {})
    assert found.seats is not None
    assert found.seats.reason == "may not be read"


def test_a_calendar_of_seats_goes_on_to_yesterday_when_nobody_takes_them_any_more():
    found = inventory_of(covered(SEATS_REPORT, [ago(3)]))
    assert found.snapshots is not None
    assert [square.sign for square in found.snapshots.squares] == ["final", "unasked", "unasked"]


def test_without_a_snapshot_so_far_there_is_no_calendar_of_seats():
    found = inventory_of(covered(USERS_REPORT, days(9, 1)))
    assert (found.snapshots, found.seats) == (None, None)


def test_what_is_asked_for_is_there_though_nothing_came():
    (acme, nothing) = inventories(covered(USERS_REPORT, [ago(5)]), TODAY, [("coder", "acme"), ("github", "acme")])[::-1]
    assert (acme.source, acme.known) == ("github", Span(ago(5), ago(5)))
    assert (nothing.source, nothing.known, nothing.calendars, nothing.holes) == ("coder", None, (), ())


def test_every_source_and_organisation_stands_for_itself():
    entries = [*covered(USERS_REPORT, [ago(5)], org="umbrella"), *covered(USERS_REPORT, [ago(5)])]
    assert [(found.source, found.org) for found in inventories(entries, TODAY)] == [
        ("github", "acme"),
        ("github", "umbrella"),
    ]
    assert inventories([], TODAY) == []


def test_a_quiet_day_of_repositories_is_no_hole():
    """A report that has a row a pull request may have nothing to say."""
    quiet = covered(REPOS_REPORT, [ago(8)], "not_available")
    repos = [*covered(REPOS_REPORT, days(20, 9)), *quiet, *covered(REPOS_REPORT, days(7, 1))]
    found = inventory_of(repos, all_but(REPOS_REPORT))
    assert (found.holes, found.days()[ago(8)]) == ((), "final")
    failed = [*repos, *covered(REPOS_REPORT, [ago(5)], "failed")]
    assert [hole.span.first for hole in inventory_of(failed, all_but(REPOS_REPORT)).holes] == [ago(5)]
