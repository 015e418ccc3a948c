from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.core.days import Span
from dashboard.core.parts import OTHERS, Phase, Phases, Version
from layouts import phases, versions
from tests.layouts.fakes import ACME, RED, VERSIONS, answers_of
from tests.layouts.walking import as_json, tables, text

BEFORE = Span(date(2025, 1, 1), date(2025, 1, 28))


def phases_of(answers):
    return as_json(phases.card("acme", answers))


def test_phases_are_in_githubs_order_with_their_share_and_meaning():
    card = phases_of(answers_of(RED))
    assert tables([card])["phases"]["rows"] == [["No phase yet", 2], ["Phase 1", 6], ["Phase 2", 9], ["Phase 3", 3]]
    said = text(card)
    assert "Phase 2 9 45\u202f%" in said
    assert "Phase 3: two or more of these." in said


def test_the_card_says_who_is_in():
    assert "Members by how widely" in text(phases_of(answers_of(RED)))
    assert "in the 28 days up to 19 November" in text(phases_of(answers_of(ACME)))
    active = replace(answers_of(ACME).phases, over="day")
    assert "Those active on 19 November" in text(phases_of(replace(answers_of(ACME), phases=active)))


def test_a_withheld_phase_has_no_number_and_leaves_no_share_to_subtract():
    rows = [Phase("Phase 1", None), Phase("Phase 2", 9), Phase("Phase 3", None)]
    card = phases_of(replace(answers_of(RED), phases=Phases(date(2026, 11, 19), "span", rows)))
    assert text(card).count("too few people to show") == 2
    assert "%" not in text(card).replace("100", "")
    assert tables([card])["phases"]["rows"][0] == ["Phase 1", None]


def test_unknown_phases_and_versions_are_not_zero():
    answers = replace(answers_of(RED), phases=None, versions=None)
    assert "That is not the same as zero." in text(phases_of(answers))
    assert "Versions are unknown" in text(as_json(versions.card("acme", answers, "editor")))
    assert "No version was seen" in text(as_json(versions.card("acme", replace(answers, versions=[]), "plugin")))
    before = answers_of(RED, BEFORE)
    assert "No reports before" in text(phases_of(before))
    assert "No reports before" in text(as_json(versions.card("acme", before, "editor")))


def names_of(rows):
    return [(row.name, row.now or row.withheld) for row in rows]


def test_the_newest_version_stands_first_as_numbers_go_and_old_ones_are_one_row():
    found = versions.in_order([version for version in VERSIONS if version.kind == "editor"])
    assert [version.version for version in found][:5] == ["1.139.0", "1.138.2", "1.120.0", "1.119.0", "1.9.0"]
    assert names_of(versions.rows_of(found)) == [
        ("VS Code 1.139.0", "6"),
        ("VS Code 1.138.2", "4"),
        ("VS Code, older than 1.138.2", "3"),
        ("JetBrains IDEs 2026.2.3", "7"),
    ]


def test_the_table_has_every_version():
    card = as_json(versions.card("acme", answers_of(RED), "editor"))
    assert len(tables([card])["editor-versions"]["rows"]) == 6


def test_other_versions_stand_last_and_too_few_people_are_no_number():
    rows = [
        Version("editor", OTHERS, OTHERS, None),
        Version("editor", "vscode", OTHERS, 6),
        Version("editor", "vscode", "1.139.0", 9),
        Version("editor", "intellij", OTHERS, 5),
    ]
    assert names_of(versions.rows_of(versions.in_order(rows))) == [
        ("VS Code 1.139.0", "9"),
        ("VS Code other versions", "6"),
        ("JetBrains IDEs", "5"),
        ("Other", "too few people to show"),
    ]


def test_many_editors_end_in_one_row():
    rows = [Version("editor", f"editor{number}", "1.0", 20 - number) for number in range(7)]
    assert names_of(versions.rows_of(versions.in_order(rows)))[-1] == ("Other (3)", str(16 + 15 + 14))


def test_what_is_folded_stands_last_and_one_editor_more_is_named():
    rows = [Version("editor", f"editor{number}", "1.0", 9 - number) for number in range(4)]
    folded = Version("editor", OTHERS, OTHERS, 20)
    assert names_of(versions.rows_of(versions.in_order([folded, *rows])))[-1] == ("Other", "20")
