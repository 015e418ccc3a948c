"""The control bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from dashboard.core.numbers import Freshness
from dashboard.core.subjects import Team
from layouts import controls, ids, view
from tests.layouts.fakes import LAST, RED, TINY
from tests.layouts.walking import as_json, of_type, parts, picker, text, with_id

FRESH = Freshness(date(2026, 5, 15), LAST, None)
EVERY = ("copilot", "augment", "all")
ALL = "?org=umbrella&from=2026-10-01&to=2026-10-31&group=week&working=1&compare=0"


def bar_of(search, chooser=None):
    return as_json(controls.bar(chooser, view.asked(search, LAST), FRESH, "Red"))


def test_a_phones_button_says_the_view_in_words():
    assert text(with_toggle(bar_of(""))) == "Red 23 Oct – 19 Nov, by day, against 28 days before"
    assert text(with_toggle(bar_of(ALL))) == "Red 1 Oct – 31 Oct, by week, working days only"


def test_where_there_are_no_days_to_choose_a_print_has_no_view_to_tell():
    assert [text(part) for part in views_of(bar_of(""))] == ["23 Oct – 19 Nov, by day, against 28 days before"]
    assert views_of(as_json(controls.bare(controls.team_picker([RED], None, frozenset(), several=False)))) == []


def views_of(bar):
    return [part for part in of_type(bar, "Span") if part["props"].get("className") == "view-words"]


def with_toggle(bar):
    return next(part for part in of_type(bar, "Button") if part["props"].get("data-toggle") == "controls")


def test_a_link_of_the_bar_keeps_all_that_it_does_not_change():
    asked = {name: values[0] for name, values in parse_qs(ALL[1:]).items()}
    links = {part["props"].get("id") or text(part): part["props"]["href"] for part in of_type(bar_of(ALL), "A")}
    assert set(links) == {ids.EARLIER, ids.LATER, "7 days", "28 days", "90 days", "365 days"}
    for name, href in links.items():
        kept = {key: values[0] for key, values in parse_qs(urlsplit(href).query).items()}
        for key in ("org", "group", "working", "compare"):
            assert kept[key] == asked[key], name


def test_the_controls_show_what_the_address_asks():
    bar = bar_of(ALL)
    pressed = [text(part) for part in of_type(bar, "Button") if part["props"].get("aria-pressed") == "true"]
    assert pressed == ["Week"]
    boxes = {part["props"]["id"]: part["props"]["value"] for part in of_type(bar, "Checkbox")}
    assert boxes == {ids.WORKING: True, ids.COMPARE: False}


def test_the_newest_days_have_none_later():
    last = next(part for part in of_type(bar_of(""), "Button") if text(part).strip() == "Later")
    assert last["props"]["disabled"]


def test_every_name_of_a_team_is_data_and_what_is_shown_stands_on_the_button():
    evil = replace(RED, name="<img src=x onerror=alert(1)>")
    bar = bar_of("", controls.team_picker([evil, TINY], evil, frozenset(), several=False))
    assert picker(bar, ids.TEAM_PICKER)["options"][0]["name"] == evil.name
    assert text(with_id(bar, ids.TEAM_PICKER)) == f"Team {evil.name}"
    assert not any("dangerously" in key for part in parts(bar) for key in part["props"])


def test_teams_of_the_same_name_are_told_apart_and_ones_own_come_first():
    abroad = Team("umbrella", 7, "red", "Red", licensed=12)
    offered = picker(
        as_json(controls.team_picker([RED, abroad], None, frozenset({("umbrella", 7)}), several=True)), ids.TEAM_PICKER
    )
    assert [(option["name"], option["own"]) for option in offered["options"]] == [
        ("Red (umbrella)", True),
        ("Red (acme)", False),
    ]
    assert offered["value"] is None


def test_a_picker_names_its_pop_up():
    bar = bar_of("", controls.organisation_picker(["acme", "umbrella"], "umbrella"))
    button = with_id(bar, ids.ORG_PICKER)["props"]
    assert (button["aria-haspopup"], button["aria-expanded"]) == ("dialog", "false")
    assert with_id(bar, button["aria-controls"])
    assert text(with_id(bar, ids.ORG_PICKER)) == "Organisation umbrella"


def test_the_assistant_is_chosen_only_where_there_are_several():
    one, several = (
        bar_of(""),
        as_json(controls.bar(None, view.asked("?assistant=all", LAST, offered=EVERY), FRESH, "Red")),
    )
    assert ids.assistant("copilot") not in {part["props"].get("id") for part in parts(one)}
    buttons = {asked: with_id(several, ids.assistant(asked))["props"] for asked in EVERY}
    assert [buttons[asked]["children"] for asked in EVERY] == ["Copilot", "Augment", "Both"]
    assert [buttons[asked]["aria-pressed"] for asked in EVERY] == ["false", "false", "true"]
    assert [buttons[asked]["data-ask"] for asked in EVERY] == ["assistant=", "assistant=augment", "assistant=all"]
    assert text(with_toggle(several)).startswith("Red Copilot or Augment, 23 Oct")
