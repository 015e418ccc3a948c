"""The state of the data, drawn from made-up entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from dashboard.core.coder_rows import WORKSPACES_REPORT
from dashboard.core.coverage import inventories
from dashboard.core.days import Span
from dashboard.core.rows import MEMBERS_REPORT, REPORTS, REPOS_REPORT, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT
from layouts import data, shell
from layouts import holes as holes_table
from tests.builders import covered
from tests.layouts.walking import as_json, of_type, parts, tables, text, with_id

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SPAN = Span(date(2025, 12, 12), date(2026, 11, 20))


def page_of(*changed, span=SPAN, now=NOW):
    entries = {(entry.report, entry.day): entry for name in REPORTS for entry in covered(name, span)}
    entries |= {(entry.report, entry.day): entry for some in changed for entry in some}
    (found,) = inventories(entries.values(), now.date())
    return as_json(shell.drawn(shell.Frame(["acme"], "dana", "/data", admin=True), data.page(found, now, None)))


def tiles(page):
    return [text(part) for part in parts(page["children"]) if part["props"].get("className") == "tile"]


def holes(page):
    section = with_id(page["children"], "missing")
    return [text(row) for body in of_type(section, "Tbody") for row in of_type(body, "Tr")]


def test_one_sentence_answers_whether_it_is_complete():
    assert "Complete from 12 December 2025 to 20 November 2026." in text(page_of()["children"])
    page = page_of(covered(USERS_REPORT, [date(2026, 6, 1)], "failed", "away"))
    assert "but for 1 day that can still be fetched." in text(page["children"])
    assert page["said"] == "State of the data of acme: 1 day missing"


def test_the_days_of_the_tiles_add_up_with_those_that_are_not_published_yet():
    page = page_of(covered(USERS_REPORT, [date(2026, 11, 20)], "not_available"))
    _, final, may_change, missing, _ = tiles(page)
    assert "343  of 344" in final
    assert "0  days 1 more not published yet" in may_change
    assert "0  days" in missing


def test_the_tiles_say_how_far_how_much_and_when():
    moving = covered(USERS_REPORT, [date(2026, 11, 19), date(2026, 11, 20)], "provisional")
    lost = covered(MEMBERS_REPORT, [date(2026, 6, 1)], "failed")
    newest, final, may_change, missing, tried = tiles(page_of(moving, lost))
    assert newest == "Newest day 20 Nov  yesterday The oldest: 12 Dec 2025 The oldest: 12 Dec 2025"
    assert "341  of 344" in final
    assert "2  days" in may_change
    assert "not published" not in may_change
    assert "1  day" in missing
    assert "1 can still be fetched" in missing
    assert "06:00  UTC" in tried
    assert "Today, 21 Nov" in tried


def test_days_that_were_removed_are_not_missing():
    gone = [covered(report, Span(SPAN.first, date(2025, 12, 31)), "expired") for report in REPORTS]
    _, final, _, missing, _ = tiles(page_of(*gone))
    assert "20 days removed" in final
    assert "0  days" in missing


def test_a_hole_says_why_when_it_was_tried_and_what_to_do():
    failed = covered(USERS_REPORT, [date(2026, 6, 1), date(2026, 6, 2)], "failed", "the file is damaged")
    old = covered(REPOS_REPORT, [date(2025, 12, 13)], "failed")
    first, second = holes(page_of(failed, old, now=NOW + timedelta(days=23)))[-2:]
    assert "1 Jun – 2 Jun 2026 2 days Users" in first
    assert "failed The file is damaged. Last tried on 21 Nov, 06:00 UTC" in first
    assert (
        "GitHub keeps it until 1 June 2027. python -m dashboard refresh --since 2026-06-01 --until 2026-06-02" in first
    )
    assert "13 Dec 2025 Saturday Repositories" in second
    assert "Older than GitHub keeps: only a file can fill it. python -m dashboard import FILE" in second


def test_without_holes_it_says_so():
    page = page_of()
    assert holes(page) == []
    assert "Nothing: of every day that has been published" in text(page["children"])


def test_many_holes_are_folded_and_the_rest_is_left_to_the_command():
    every_other = [SPAN.first + timedelta(days=2 * n) for n in range(1, 41)]
    page = page_of(covered(USERS_REPORT, every_other, "failed"))
    assert len(holes(page)) == holes_table.MOST
    (folded,) = of_type(with_id(page["children"], "missing"), "Details")
    assert text(of_type(folded, "Summary")) == "35 more"
    assert "The 15 before them" in text(folded)


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_has_its_calendar_with_every_day_of_it(report):
    page = page_of(covered(report, [date(2026, 6, 1)], "failed", "=away"))
    found = tables(page["children"])[report]
    assert found["file"] == f"coverage-acme-{report}.csv"
    assert [column for column, _ in found["columns"]] == ["Day", "State", "Rows", "Reason", "Last tried, UTC"]
    rows = {row[0]: row[1:] for row in found["rows"]}
    assert len(rows) == len(SPAN)
    assert rows["2026-06-01"] == ["failed", None, "'=away", "2026-11-21 06:00"]
    assert rows["2026-06-02"] == ["final", 3, "", "2026-11-21 06:00"]
    (place,) = [part for part in parts(page["children"]) if part["props"].get("data-calendar") == report]
    assert place["props"].get("children") is None, "the browser draws it"


def test_the_key_has_the_states_there_are_with_how_many_days():
    page = page_of(covered(USERS_REPORT, [date(2026, 6, 1)], "failed"))
    said = text(with_id(page["children"], f"card-{USERS_REPORT}"))
    assert "final 343 failed 1" in said
    assert "no report" not in said


def test_a_report_that_never_came_says_so():
    page = page_of(covered(REPOS_REPORT, SPAN, "not_available"))
    assert "GitHub has never had one" in text(with_id(page["children"], f"card-{REPOS_REPORT}"))


def beside(source, report, *states, org="acme"):
    """Of the newest days, one of each state, the oldest first."""
    days = [NOW.date() - timedelta(days=back) for back in range(len(states), 0, -1)]
    entries = (covered(report, [day], state, "it was away", org) for day, state in zip(days, states, strict=True))
    (found,) = inventories([replace(entry, source=source) for some in entries for entry in some], NOW.date())
    return found


def test_a_hole_of_another_assistant_says_until_when_it_can_be_fetched_and_how():
    coder = beside("coder", WORKSPACES_REPORT, "final", "failed", "final", "final", "final")
    (found,) = inventories(covered(USERS_REPORT, SPAN), NOW.date())
    page = as_json(list(data.page(found, NOW, None, [coder]).body))
    section = with_id(page, "coder")
    (row, *_) = [
        text(row) for body in of_type(section, "Tbody") for row in of_type(body, "Tr") if "Workspaces" in text(row)
    ]
    assert "where CODER_URL and CODER_TOKEN are set; Coder keeps it until 16 January 2027." in row
    assert "python -m dashboard refresh --since 2026-11-17 --until 2026-11-17" in row
    assert tables(page)["coder-workspaces-1-day"]["file"] == "coverage-acme-coder-workspaces-1-day.csv"
    assert "Who worked in workspaces on the day" in text(section)


def test_seats_have_a_calendar_that_says_what_a_lost_day_means():
    seats = covered(SEATS_REPORT, [date(2026, 11, 1), date(2026, 11, 3)])
    page = page_of(seats)
    card = text(with_id(page["children"], f"card-{SEATS_REPORT}"))
    assert "since 1 November 2026" in card
    assert "stays without one" in card
    assert holes(page) == []


def test_imported_days_of_the_old_api_are_a_line():
    page = page_of(covered("legacy_org", [date(2025, 3, 1), date(2025, 3, 5)]))
    assert "Imported numbers of the organisation: 1 Mar – 5 Mar 2025, 2 days." in text(page["children"])


def test_headings_are_in_order():
    levels = [int(part["type"][1]) for part in parts(page_of()["children"]) if part["type"] in ("H1", "H2", "H3")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_three_years_are_few_components_and_a_small_answer():
    """A browser takes tens of seconds for a component a day."""
    span = Span(date(2025, 12, 12), date(2028, 12, 10))
    damaged = [covered(report, list(span)[at::50], "failed", "damaged") for at, report in enumerate(REPORTS)]
    page = page_of(*damaged, span=span, now=datetime(2028, 12, 11, 9, tzinfo=UTC))
    assert sum(1 for _ in parts(page["children"])) < 700
    assert len(str(page)) < 500_000
