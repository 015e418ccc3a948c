from __future__ import annotations

from datetime import date

from dashboard.core.almanac import Almanac, Note
from dashboard.core.days import Span, WorkingDays
from dashboard.core.subjects import Organisation, Team

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
TRAINING = Note(date(2026, 11, 10), "Training")
WORKSHOP = Note(date(2026, 11, 6), "Workshop", "acme/red")
RED, BLUE = Team("acme", 42, "Red", "Red"), Team("acme", 43, "blue", "Blue")
ALMANAC = Almanac(notes=[TRAINING, WORKSHOP, Note(date(2026, 12, 1), "Later")])


def test_a_teams_note_is_for_its_own_page_alone():
    assert ALMANAC.notes_of(RED, NOVEMBER) == [WORKSHOP, TRAINING]
    assert ALMANAC.notes_of(BLUE, NOVEMBER) == [TRAINING]
    assert ALMANAC.notes_of(Organisation("acme"), NOVEMBER) == [TRAINING]


def test_a_holiday_on_a_day_off_is_none():
    tuesday, sunday = date(2026, 11, 10), date(2026, 11, 15)
    names = {tuesday: "A day", sunday: "Another"}
    almanac = Almanac(WorkingDays(holidays=frozenset(names)), names=names)
    assert almanac.holidays_of(NOVEMBER) == {tuesday: "A day"}
    working = Span(NOVEMBER.first, NOVEMBER.last, almanac.working)
    assert almanac.holidays_of(working) == {tuesday: "A day"}, "though it is left out"
