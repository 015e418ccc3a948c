"""holidays.csv and notes.csv while the pages are served."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from dashboard.almanac import KEEP_SECONDS, KeptAlmanac, holidays, notes
from dashboard.core.almanac import Note
from dashboard.errors import Away
from dashboard.history.objects import open_objects

CHRISTMAS, TRAINING = date(2026, 12, 25), date(2026, 11, 10)
WEEKDAYS = frozenset({0, 1, 2, 3, 6})  # a week that begins on Sunday


@pytest.fixture
def kept(tmp_path):
    clock = [0.0]
    found = KeptAlmanac(open_objects(str(tmp_path)), WEEKDAYS, clock=lambda: clock[0])
    found.folder, found.time = tmp_path, clock
    return found


def test_without_files_the_working_week_alone_counts(kept):
    almanac = kept()
    assert (almanac.working.weekdays, almanac.working.holidays, list(almanac.notes)) == (WEEKDAYS, frozenset(), [])
    assert date(2026, 11, 15) in almanac.working
    assert date(2026, 11, 13) not in almanac.working


def test_both_files_are_read_as_spreadsheets_write_them(kept):
    (kept.folder / "holidays.csv").write_bytes(b"\xef\xbb\xbfday,name\r\n2026-12-25,Christmas day\r\n\r\n")
    (kept.folder / "notes.csv").write_text(
        'day,text,team\n2026-11-10,"Training, all day",Acme/Red\n2026-11-11,Outage\n'
    )
    almanac = kept()
    assert almanac.names == {CHRISTMAS: "Christmas day"}
    assert CHRISTMAS not in almanac.working
    assert list(almanac.notes) == [Note(TRAINING, "Training, all day", "acme/red"), Note(date(2026, 11, 11), "Outage")]


def test_a_change_counts_within_a_minute(kept):
    file = kept.folder / "holidays.csv"
    file.write_text("day,name\n2026-12-25,Christmas day\n")
    assert kept().names
    file.unlink()
    assert kept().names
    kept.time[0] = KEEP_SECONDS + 1
    assert not kept().names


def test_of_a_file_that_breaks_the_last_good_content_stays_and_the_log_says_where(kept, caplog):
    (kept.folder / "holidays.csv").write_text("day,name\n2026-12-25,Christmas day\n")
    (kept.folder / "notes.csv").write_text("day,text,team\n2026-11-10,Training,\n")
    kept()
    (kept.folder / "holidays.csv").write_text("day,name\n2026-12-25,Christmas day\n2026-13-01,Nonsense\n")
    (kept.folder / "notes.csv").write_text("day,text,team\n2026-11-11,Another,\n")
    kept.time[0] = KEEP_SECONDS + 1
    with caplog.at_level(logging.WARNING):
        almanac = kept()
    assert almanac.names == {CHRISTMAS: "Christmas day"}
    assert [note.text for note in almanac.notes] == ["Another"], "the other file is read"
    assert "holidays.csv is not readable, so what it last said stays: line 3, column day" in caplog.text


def test_a_store_that_is_away_takes_nothing_away():
    class Store:
        away = False

        def read(self, key):
            if self.away:
                raise Away("The store does not answer.")
            return open_files[key]

    class File:
        content = b"day,name\n2026-12-25,Christmas day\n"

    open_files, store, clock = {"holidays.csv": File, "notes.csv": None}, Store(), [0.0]
    kept = KeptAlmanac(store, WEEKDAYS, clock=lambda: clock[0])
    assert kept().names
    store.away, clock[0] = True, KEEP_SECONDS + 1
    assert kept().names


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"date,name\n", "line 1: it must be day,name"),
        (b"day,name\n2026-12-25\n", "line 2, column name: it must have 1 to 300 characters"),
        (b"day,name\n25.12.2026,Christmas day\n", "line 2, column day: '25.12.2026' is not a day written YYYY-MM-DD"),
        (b"day,name\n2026-02-30,Nonsense\n", "line 2, column day"),
        (b"day,name\n2026-12-25,Christmas, the first day\n", "line 2, column 3: there is none such"),
        (b'day,name\n2026-12-25,"Christmas\n', "line 2"),
        (b"day,name\n2026-12-25,No\xebl\n", "line 2: it is not UTF-8"),
        (b"day,name\n2026-12-25," + b"x" * 301 + b"\n", "line 2, column name"),
    ],
)
def test_a_wrong_line_is_named(content, where):
    with pytest.raises(ValueError, match=where):
        holidays(content)


@pytest.mark.parametrize("team", ["red", "acme/", "/red", "acme/red/more", "acme /red"])
def test_a_note_of_one_team_names_its_organisation(team):
    with pytest.raises(ValueError, match="line 2, column team"):
        notes(f"day,text,team\n2026-11-10,Training,{team}\n".encode())
