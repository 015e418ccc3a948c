"""What the pages of Augment, and of both assistants, say in another way than those of Copilot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.assistants import Assistants, Use
from dashboard.core.numbers import Cell, DayCell
from layouts import agents, assistants, languages, lines, names, rankings, sentences
from layouts.answers import Answers, ByAssistant
from layouts.view import View
from tests.layouts.fakes import MONTH, RED, answers_of
from tests.layouts.walking import as_json, tables, text

DAY = date(2026, 11, 5)


def people(name: str, number: int) -> Cell:
    return Cell(name, number, 1, 0, 0, 0, 0, 0)


def of(asked: str, **changed) -> Answers:
    return replace(answers_of(RED), assistant=asked, **changed)


def rows(card, name: str) -> dict[str, list]:
    return {row[0]: row[1:] for row in tables(as_json(card))[name]["rows"]}


def test_lines_augment_counts_of_no_feature_are_in_the_sum_all_the_same():
    """Those of instructions: the card says the number of the tile."""
    answers = answers_of(RED)
    (total,) = [point.counters.loc_added for point in answers.points if point.day == DAY]
    edits = [DayCell(DAY, "agent_edit", 1, 0, 0, 0, total - 15, None)]
    day = [point for point in answers.points if point.day == DAY]
    card = lines.card("red", of("augment", by_feature=edits, points=day))
    assert f"Of {total:,} lines added" in text(as_json(card))
    assert rows(card, "lines") == {DAY.isoformat(): [total - 15, 15, "final"]}


def test_nobody_is_said_to_have_written_nothing_where_features_are_folded():
    folded = [DayCell(DAY, "other", 9, 0, 0, 0, 500, None)]
    assert "0\u202f%" not in text(as_json(lines.card("red", of("all", by_feature=folded))))
    assert rows(lines.card("red", of("all", by_feature=[])), "lines")[DAY.isoformat()] == ["final"]


def test_a_name_has_one_number_on_a_page_of_both():
    features = [people("chat_panel_agent_mode", 65), people("agent_edit", 75), people("chat_panel", 28)]
    surfaces = [people("agent_mode", 73), people("command_line", 57)]
    both = of("all", cells={"feature": features, "surface": surfaces})
    by_feature = rows(rankings.used_for("red", both, 75, "", False), "features")
    by_agent = rows(agents.card("red", both, 75, False), "agents")
    assert by_agent["Agent mode"][0] == by_feature["Agent mode"][0] == 65
    assert by_agent["Command line"][0] == 57
    assert "The command line is that of either" in text(as_json(agents.card("red", both, 75, False)))


def test_of_augment_an_agent_is_not_githubs_agent_mode():
    surfaces = [people("agent_mode", 29), people("command_line", 28)]
    found = of("augment", cells={"feature": [people("agent_edit", 29)], "surface": surfaces})
    assert list(rows(agents.card("red", found, 29, False), "agents")) == ["Agent edits", "Command line"]


def test_many_things_are_and_one_thing_is():
    def said(*features: str) -> str:
        cells = [Cell(name, 9, 60 - 20 * place, 0, 0, 0, 0, 0) for place, name in enumerate(features)]
        return sentences.answer(of("augment", cells={"feature": cells}), "licensed members", False)

    assert said("agent_edit", "chat_panel").endswith(
        "Agent edits are the largest part (60\u202f%), then the chat panel (40\u202f%)."
    )
    assert "The chat panel is the largest part" in said("chat_panel")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((27, 27), "The reports of both cover 27 days of them."),
        ((27, 28), "Copilot’s report covers 27 days of them, Augment’s 28 days."),
    ],
)
def test_two_reports_of_the_same_days_are_said_once(days, said):
    uses = [Use(name, [], counted, 8) for name, counted in zip(("copilot", "augment"), days, strict=True)]
    card = assistants.side_by_side("red", answers_of(RED), Assistants(uses, 8, 8))
    assert said in text(as_json(card))


def test_a_line_that_goes_on_where_the_other_has_no_report_is_explained():
    answers = answers_of(RED)
    whole = [replace(day, state="final", active_users=3) for day in answers.points]
    span = Assistants([], None, None)
    one = text(as_json(assistants.over_time("red", answers, ByAssistant(span, answers.points, whole))))
    assert "Copilot’s report is missing on 3 November." in one
    assert "missing on" not in text(
        as_json(assistants.over_time("red", answers, ByAssistant(span, answers.points, answers.points)))
    )


@pytest.mark.parametrize("asked", ["augment", "all"])
def test_models_are_not_announced_where_none_are_shown(asked):
    shown = text(as_json(languages.section("red", of(asked), View(MONTH))))
    assert "models" not in shown.split("Show as a table")[0].lower()
    assert "models" not in languages.titles(asked)[1]
    assert "models" in languages.titles("copilot")[0]


def test_the_chat_panel_is_no_grey_beside_other():
    assert names.feature("chat_panel").token not in ("", names.OTHER_FEATURE.token)
    assert names.by_order("copilot_app") < names.by_order("chat_panel") < names.by_order("others")
