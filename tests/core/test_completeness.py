"""Whether the data is complete and fresh, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dashboard.core.completeness import advice, command, completeness
from dashboard.core.coverage import Hole, inventories
from dashboard.core.days import Span
from dashboard.core.rows import REPORTS, REPOS_REPORT, USERS_REPORT
from tests.builders import covered

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FIRST = date(2025, 12, 1)


def said(*changed, last=date(2026, 11, 20), now=NOW):
    """Of a history that is complete from 1 December 2025 to `last`, but for what is `changed`."""
    entries = {(entry.report, entry.day): entry for name in REPORTS for entry in covered(name, Span(FIRST, last))}
    entries |= {(entry.report, entry.day): entry for some in changed for entry in some}
    return completeness(inventories(entries.values(), now.date())[0], now)


def test_a_complete_history_says_from_when_to_when():
    assert said() == "Complete from 2025-12-01 to 2026-11-20."


def test_days_that_are_missing_are_counted_with_what_can_be_done():
    failed = covered(USERS_REPORT, [date(2026, 6, 1), date(2026, 6, 2)], "failed")
    assert said(failed) == "Complete from 2025-12-01 to 2026-11-20 but for 2 days that can still be fetched."
    absent = covered(USERS_REPORT, [date(2026, 6, 3)], "not_available")
    assert said(absent).endswith("but for 1 day of which GitHub has had no report so far.")
    gone = covered(REPOS_REPORT, [date(2025, 12, 5)], "failed")
    assert said(gone).endswith("but for 1 day that GitHub no longer keeps.")
    assert said(failed, absent, gone).endswith(
        "but for 4 days: 2 can still be fetched, of 1 GitHub has had no report so far and 1 GitHub no longer keeps."
    )


def test_a_day_counts_once_however_many_reports_of_it_are_missing():
    day = [date(2026, 6, 1)]
    assert "for 1 day that" in said(*(covered(report, day, "failed") for report in REPORTS))


def test_days_after_the_newest_that_should_be_there_are_said():
    assert said(last=date(2026, 11, 15)) == (
        "Complete from 2025-12-01 to 2026-11-15. Nothing has come since, of 2 days that should be there."
    )


def test_a_refresh_that_has_stopped_is_said():
    now = NOW + timedelta(days=3)
    assert "in the last 3 days: see whether refresh still runs" in said(now=now)
    assert "refresh" not in said(now=NOW + timedelta(days=1))


def test_a_report_that_never_came_is_said():
    span = list(Span(FIRST, date(2026, 11, 20)))
    assert said(covered(REPOS_REPORT, span, "not_available")).endswith("Of repositories no report has ever come.")


def test_before_the_first_report_it_says_what_brings_it():
    (found,) = inventories(covered(USERS_REPORT, [date(2026, 11, 1)], "not_available"), NOW.date())
    assert "python -m dashboard refresh" in completeness(found, NOW)


def test_what_to_do_names_the_days_and_until_when_it_is_worth_it():
    span = Span(date(2026, 6, 1), date(2026, 6, 3))
    failed = Hole((USERS_REPORT,), span, "failed", "fetch", "away")
    assert command(failed) == "python -m dashboard refresh --since 2026-06-01 --until 2026-06-03"
    assert "until 2027-06-01" in advice(failed)
    assert "goes on asking" in advice(Hole((USERS_REPORT,), span, "not_available", "wait"))
    gone = Hole((USERS_REPORT,), span, "failed", "import")
    assert command(gone) == "python -m dashboard import FILE"
    assert "Older than GitHub keeps" in advice(gone)
