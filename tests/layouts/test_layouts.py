"""Whole pages, drawn from made-up answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from dashboard.core.days import Span
from dashboard.core.licences import SeatAdoption
from dashboard.core.numbers import Cell, Day, Freshness
from layouts import (
    bars,
    controls,
    definitions,
    help,
    ids,
    names,
    org,
    rankings,
    shell,
    sparks,
    team,
    teams,
    view,
    words,
)
from tests.layouts.fakes import ACME, HOSTILE, LAST, MONTH, RED, TINY, FakeInsights, answers_of
from tests.layouts.walking import as_json, of_type, parts, picker, text, with_id

FRESH = Freshness(date(2026, 5, 15), LAST, None)
OWN = frozenset({("acme", RED.id)})
BEFORE_ALL = Span(date(2025, 1, 1), date(2025, 1, 28))


def team_page(answers=None, search="", subject=RED):
    answers = answers or answers_of(RED)
    chooser = controls.team_picker([subject, TINY], subject, OWN, several=False)
    made = team.page(subject, view.asked(search, LAST), answers, chooser)
    return as_json(shell.drawn(shell.Frame(["acme"], "alice", f"/teams/acme/{subject.slug}", [subject]), made))


def test_a_page_has_one_title_and_headings_in_order():
    page = team_page()
    levels = [int(part["type"][1]) for part in parts(page["children"]) if part["type"] in ("H1", "H2", "H3")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page["title"] == "Red, 28 days · Copilot usage"
    assert page["said"] == "Red, 28 days: 18 of 24 active"


def test_every_chart_has_a_title_a_sentence_a_definition_a_table_and_a_csv():
    cards = of_type(team_page()["children"], "Figure")
    assert len(cards) >= 13
    for card in cards:
        name = card["props"]["id"].removeprefix("card-")
        assert with_id(card, f"title-{name}")["props"]["children"]
        assert any("chart-say" in (part["props"].get("className") or "") for part in parts(card))
        assert of_type(card, "Details")
        assert with_id(card, f"rows-{name}")["props"]["data"]["rows"]
        assert {"data-table", "data-csv"} <= {key for part in of_type(card, "Button") for key in part["props"]}


def test_what_adds_up_to_less_than_the_total_says_so():
    page = text(team_page()["children"])
    assert "Share of attributed activity: code generations that name an editor (92\u202f% of it)." in page
    assert "Share of attributed activity: code generations that name a model." in page


def test_five_numbers_stand_first():
    tiles = [part for part in parts(team_page()["children"]) if part["props"].get("className") == "tile"]
    said = [text(tile) for tile in tiles]
    assert len(said) == 5
    assert "18  of 24 licensed" in said[0]
    assert "75\u202f%  of 24 licensed" in said[1]


def test_without_comparison_nothing_is_said_of_the_span_before():
    page = text(team_page(search="?compare=0")["children"]["props"]["children"][1])
    assert "▲" not in page
    assert "▼" not in page


def test_unknown_is_never_zero():
    answers = answers_of(RED, BEFORE_ALL)
    assert {tile.number for tile in [*team.tiles(answers, compare=True), *org.tiles(answers, compare=True)]} == {
        words.UNKNOWN
    }


def test_where_nothing_is_known_the_page_says_why_once_in_the_place_of_all_figures():
    page = team_page(answers_of(RED, BEFORE_ALL))
    assert text(page["children"]).count("No reports before 15 May 2026") == 1
    assert "Nothing can be shown of these days" in text(page["children"])
    assert not of_type(page["children"], "Figure")
    asked = [part["props"].get("data-ask") for part in of_type(page["children"], "Button")]
    assert "from=2026-05-15&to=2026-06-11&days=" in asked
    assert not [part for part in parts(page) if part["props"].get("className") == "sections"]


def test_a_day_without_report_among_withheld_ones_does_not_hide_why():
    answers = answers_of(RED, Span(date(2026, 10, 15), date(2026, 10, 16)))
    days = [answers.days[0], Day(date(2026, 10, 16), "not_available")]
    assert "The figures of these days are withheld" in text(team_page(replace(answers, days=days))["children"])


def test_a_true_zero_says_that_it_is_one():
    answers = answers_of(RED)
    nobody = [replace(day, active_users=0) if day.known else day for day in answers.days]
    page = text(team_page(replace(answers, days=nobody, points=nobody, by_feature=[]))["children"])
    assert "Nobody used Copilot in these 28 days" in page
    assert "This is a count of zero, not missing data." in page


def test_withheld_days_are_not_called_missing():
    day = Span(date(2026, 10, 15), date(2026, 10, 15))
    page = text(team_page(answers_of(RED, day))["children"])
    assert "are withheld" in page
    assert "Too few members had a licence on these days" in page


def test_a_row_too_small_to_show_stays_in_place_without_a_number():
    cells = [Cell("other", None, None, None, None, None, None, None), *answers_of(RED).cells["feature"]]
    answers = replace(answers_of(RED), cells={**answers_of(RED).cells, "feature": cells})
    card = as_json(rankings.used_for("acme-red", answers, 24, "", True))
    assert "too few people to show" in text(card)


def test_a_long_ranking_ends_in_one_row_for_the_rest():
    rows = text(as_json(rankings.shares("acme-red", answers_of(RED), "language", "Languages", True)))
    assert "Other (3)" in rows


def test_a_bar_never_leaves_its_track():
    row = as_json(bars.bar_list([bars.Row("x", 3.0, "3", 2.0, "2")], "Thing", "Number", True))
    assert [part["props"]["style"] for part in parts(row) if "style" in part["props"]] == [{"--v": 1}, {"--was": 1}]


def test_nothing_is_drawn_of_nothing_and_a_little_is_drawn_of_little():
    rows = [bars.Row("none", 0, "0"), bars.Row("few", 0.00001, "1")]
    drawn = as_json(bars.bar_list(rows, "Thing", "Number", False))
    fills = [[part["props"].get("className") for part in parts(row)].count("fill") for row in of_type(drawn, "Tr")]
    assert fills == [0, 0, 1], "the head, none, and few"


def test_a_hostile_name_is_text_and_nothing_else():
    page = team_page(subject=HOSTILE)
    assert HOSTILE.name in text(page["children"])
    assert not any("dangerously" in key for part in parts(page["children"]) for key in part["props"])
    assert not of_type(page["children"], "Markdown")


def test_a_hostile_feature_name_can_not_write_a_link_into_a_figure():
    answers = answers_of(RED)
    hostile = [cell._replace(name="<a href='https://evil.example'>x</a>") for cell in answers.by_feature]
    page = team_page(replace(answers, by_feature=hostile))
    graph = with_id(page["children"], "graph-interactions")["props"]["figure"]
    assert graph["data"][0]["name"].startswith("&lt;a href=")


def test_the_picker_offers_small_teams_closed_with_the_reason():
    made = as_json(controls.team_picker([TINY, RED], RED, OWN, several=False))
    offered = picker(made, ids.TEAM_PICKER)
    assert offered["value"] == "acme/red"
    assert [(option["value"], option["name"], option["why"], option["disabled"]) for option in offered["options"]] == [
        ("acme/red", "Red", "24 licensed", False),
        ("acme/tiny", "Tiny", "too few licensed", True),
    ]
    assert text(with_id(made, ids.TEAM_PICKER)) == "Team Red"


def test_a_team_that_once_had_enough_members_says_that_it_has_no_longer():
    made = as_json(controls.team_picker([replace(RED, licensed=None)], None, OWN, several=False))
    assert [option["why"] for option in picker(made, ids.TEAM_PICKER)["options"]] == ["too few licensed now"]


def test_a_team_that_does_not_qualify_is_listed_without_a_link():
    made = teams.page([RED, TINY], [], False, controls.team_picker([RED, TINY], None, OWN, False), FRESH)
    body = as_json(list(made.body))
    assert [link["props"]["href"] for link in of_type(body, "A")] == ["/teams/acme/red"]
    assert "You are in 2 teams. Figures of 1 of them are withheld" in text(body)
    assert "too few of its members had a licence" in text(body)


def test_somebody_in_no_team_is_told_what_is_open_to_them():
    body = as_json(list(teams.page([], [], False, controls.team_picker([], None, OWN, False), FRESH).body))
    assert "You are in no team" in text(body)
    assert [link["props"]["href"] for link in of_type(body, "A")] == ["/org"]


def test_the_glossary_defines_every_number_and_is_where_definitions_link():
    body = as_json(list(help.page(help.Floor(5, 1, "admins")).body))
    entries = {part["props"]["id"] for part in of_type(body, "Article")}
    assert entries == set(definitions.BY_KEY)
    links = {link["props"]["href"] for link in of_type(team_page()["children"], "A") if "#" in link["props"]["href"]}
    assert {href.split("#")[1] for href in links if href.startswith("/help#")} <= entries


def test_the_layout_that_everybody_gets_names_nobody():
    same = as_json(shell.layout())
    assert "alice" not in str(same)
    assert "acme" not in str(same)


def test_the_document_is_english_and_sets_the_theme_before_the_first_paint():
    document = shell.index_string("/assets/theme.js", '/vendor/plotly.js?"><script>')
    assert '<html lang="en"' in document
    assert document.index("theme.js") < document.index("{%css%}")
    assert "<script>" not in document.replace("</script>", "")
    assert "{%app_entry%}" in document


def test_a_sparkline_leaves_unknown_days_open():
    assert sparks.bars([1, None, 2]).count("rect") == 2
    assert sparks.line([1, 2, None, 2, 3]).count("M") == sparks.line([1, 2, 2, 3]).count("M") + 1
    assert sparks.bars([5]) == sparks.line([5, 6]) == ""


def test_an_organisation_speaks_of_people_not_of_members():
    answers = answers_of(ACME)
    page = text(as_json(list(org.page("acme", view.asked("", LAST), answers, None).body)))
    assert "720 people used Copilot in these 28 days" in page
    assert "GitHub counts them once" in page


def test_the_second_number_of_an_organisation_is_the_adoption_of_its_seats():
    answers = answers_of(ACME)
    tile = org.tiles(answers, True, SeatAdoption(LAST, 60, 45, 0.74, 0.7))[1]
    assert (tile.name, tile.number, tile.small) == ("Adoption of seats", "75\u202f%", "of 60 seats")
    assert (tile.delta.amount, tile.delta.rest) == ("4 points", "from 70\u202f% to 74\u202f%")
    nobody_knows = org.tiles(answers, True)[1]
    assert (nobody_knows.name, nobody_knows.number) == ("Adoption of seats", words.UNKNOWN)
    assert "no snapshot of seats" in nobody_knows.delta.sentence


@pytest.mark.parametrize("value", names.FEATURES)
def test_a_feature_keeps_its_place_in_every_list(value):
    assert names.by_order(value) < names.by_order("a_new_feature") < names.by_order("others")


def test_the_days_of_a_view_can_not_go_beyond_the_newest():
    dates = of_type(as_json(controls.span_control(view.View(MONTH), FRESH)), "Input")
    assert {part["props"]["max"] for part in dates} == {"2026-11-19"}


def test_no_data_at_all_is_said_in_words():
    assert FakeInsights(last=None).freshness(RED).last is None
