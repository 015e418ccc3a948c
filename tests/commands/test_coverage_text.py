"""What `coverage` tells people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.commands.coverage import EMPTY, as_text, drawn_for
from dashboard.core.days import Span
from dashboard.core.rows import REPORTS, USERS_REPORT
from dashboard.core.seat_rows import SEATS_REPORT
from tests.builders import covered

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OCTOBER = Span(date(2026, 9, 29), date(2026, 11, 20))


def text_of(*changed):
    entries = {(entry.report, entry.day): entry for name in REPORTS for entry in covered(name, OCTOBER)}
    entries |= {(entry.report, entry.day): entry for some in changed for entry in some}
    return as_text(list(entries.values()), NOW)


def calendar(text, report):
    return text.split(f"\n{report}\n")[1].split("\n\n")[0].splitlines()


def test_a_month_is_a_line_and_a_day_a_character_the_newest_month_first():
    failed = covered(USERS_REPORT, [date(2026, 10, 3)], "failed", "the file is damaged")
    moving = covered(USERS_REPORT, [date(2026, 11, 20)], "provisional")
    ruler, november, october, september = calendar(text_of(failed, moving), USERS_REPORT)
    assert november == f"  2026-11 {'█' * 19}▒"
    assert october == f"  2026-10 ██!{'█' * 28}"
    assert september == f"  2026-09 {' ' * 28}██", "each day stands in its place"
    assert [ruler.index(day) for day in ("5", "10", "30")] == [14, 19, 39]
    assert october[14] == "█", "the fifth"


def test_every_state_has_its_sign_and_stands_in_the_legend():
    states = ["not_available", "failed", "expired"]
    changed = [covered(USERS_REPORT, [date(2026, 10, 10 + at)], state) for at, state in enumerate(states)]
    text = text_of(*changed)
    assert calendar(text, USERS_REPORT)[2][10 + 9 : 10 + 12] == "·!-"
    assert "█ final  ▒ may still change  · no report  ! failed  - removed  … not published yet  ? not asked for" in text


def test_a_hole_says_why_when_it_was_tried_and_what_to_do():
    text = text_of(covered(USERS_REPORT, [date(2026, 10, 3), date(2026, 10, 4)], "failed", "the file is damaged"))
    assert "but for 2 days that can still be fetched" in text
    assert (
        "2026-10-03..2026-10-04  users-1-day: failed, last tried 2026-11-21 06:00 UTC\n    the file is damaged\n"
        in text
    )
    assert "python -m dashboard refresh --since 2026-10-03 --until 2026-10-04" in text


def test_without_holes_nothing_is_said_to_be_missing():
    assert "missing" not in text_of()


def test_each_organisation_is_told():
    text = as_text([*covered(USERS_REPORT, OCTOBER), *covered(USERS_REPORT, OCTOBER, org="umbrella")], NOW)
    assert [line.split()[0] for line in text.splitlines() if "(github): " in line] == ["acme", "umbrella"]


def test_old_api_numbers_are_a_line_and_no_calendar():
    text = as_text(covered("legacy_org", [date(2025, 3, 1), date(2025, 3, 5)]), NOW)
    assert "Old API numbers of the organisation: 2025-03-01..2025-03-05, 2 days" in text
    assert "█" not in text


def test_snapshots_of_seats_have_a_calendar():
    taken = covered(SEATS_REPORT, [date(2026, 11, 19), date(2026, 11, 21)])
    assert calendar(text_of(taken), SEATS_REPORT)[1].split() == ["2026-11", "█?█"]


def test_a_terminal_without_these_signs_gets_plain_ones():
    text = text_of()
    assert drawn_for("utf-8", text) == text
    for encoding in ("ascii", "latin-1"):
        plain = drawn_for(encoding, text)
        assert f"  2026-10 {'#' * 31}" in plain
        assert plain.encode(encoding)


def test_the_plain_signs_are_as_many():
    plain = drawn_for("ascii", text_of())
    legend = next(line for line in plain.splitlines() if "may still change" in line)
    drawn = [part[0] for part in legend.strip().split("  ")]
    assert len(set(drawn)) == len(drawn) == 7


def test_an_empty_history_says_how_to_fill_it():
    assert as_text([], NOW) == EMPTY


def test_a_day_without_a_known_try_names_none():
    late = [replace(entry, day=date(2026, 11, 10)) for entry in covered(USERS_REPORT, [date(2026, 11, 1)])]
    hole = next(line for line in as_text(late, NOW).splitlines() if "not asked for" in line and ".." in line)
    assert "last tried" not in hole
