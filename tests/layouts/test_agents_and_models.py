"""The cards of agents, the command line, chat, models and AI credits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import Cell, Counters
from layouts import agents, ai_credits, chat, command_line, definitions, lines, models, org
from layouts.answers import Answers
from tests.layouts.fakes import ACME, MISSING, RED, answers_of
from tests.layouts.walking import as_json, figures, tables, text

BEFORE_ALL = Span(date(2025, 1, 1), date(2025, 1, 28))
WITHHELD = Span(date(2026, 10, 15), date(2026, 10, 15))
CARDS = {
    "agents": lambda answers: agents.card("acme-red", answers, 24, True),
    "lines": lambda answers: lines.card("acme-red", answers),
    "chat": lambda answers: chat.card("acme-red", answers),
    "command-line": lambda answers: command_line.card("acme-red", answers),
    "models-over-time": lambda answers: models.card("acme-red", answers),
    "ai-credits": lambda answers: ai_credits.card("acme-red", answers, True),
}


def card(name: str, answers: Answers):
    return as_json(CARDS[name](answers))


def bars(made, name: str) -> dict[str, dict]:
    """Of each trace above zero, by its name."""
    return {trace["name"]: trace for trace in figures(made)[f"graph-{name}"]["data"]}


def with_counters(answers: Answers, counters: Counters) -> Answers:
    days = [replace(day, counters=counters) if day.known else day for day in answers.days]
    now = replace(answers.summary.now, counters=counters)
    return replace(answers, days=days, points=days, summary=replace(answers.summary, now=now))


@pytest.mark.parametrize("name", CARDS)
def test_days_without_a_report_are_not_zero(name):
    assert "No reports before 15 May 2026" in text(card(name, answers_of(RED, BEFORE_ALL)))


@pytest.mark.parametrize("name", CARDS)
def test_withheld_days_are_not_called_missing(name):
    assert "withheld" in text(card(name, answers_of(RED, WITHHELD)))


@pytest.mark.parametrize("name", CARDS)
def test_a_true_zero_says_that_it_is_one(name):
    found = with_counters(answers_of(RED), Counters(0, *[0] * 12))
    nobody = replace(found, by_feature=[], by_model=[], cells={"feature": [], "surface": []})
    assert "This is a count of zero, not missing data." in text(card(name, nobody))


@pytest.mark.parametrize(("name", "said"), [("command-line", "are unknown"), ("ai-credits", "are unknown")])
def test_what_github_did_not_count_is_unknown(name, said):
    made = card(name, with_counters(answers_of(RED), Counters(interactions=3)))
    assert said in text(made)
    assert figures(made) == {}


@pytest.mark.parametrize("name", ["lines", "chat", "command-line", "models-over-time", "ai-credits"])
def test_the_table_has_what_is_drawn_and_nothing_for_a_missing_day(name):
    made = card(name, answers_of(RED))
    rows = {row[0]: row[1:] for row in tables(made)[name]["rows"]}
    assert set(rows[MISSING.isoformat()]) == {None, "no report"}
    assert all(number is not None for number in rows["2026-11-05"])


def test_agents_and_people_are_told_apart_by_what_wrote_the_lines():
    made = card("lines", answers_of(RED))
    added = sum(cell.loc_added for cell in answers_of(RED).by_feature)
    by_agents = sum(c.loc_added for c in answers_of(RED).by_feature if c.name in ("agent_edit", "copilot_cli"))
    assert f"agents wrote {by_agents / added:.0%}".replace("%", "\u202f%") in text(made)
    columns = [name for name, _ in tables(made)["lines"]["columns"]]
    assert columns[1:-1] == [
        *("Completions accepted, added", "Answers applied, added", "Command line, added", "Agent edits, added"),
        *("Other, added", "Agent edits, deleted"),
    ]


def test_deleted_lines_go_down_from_zero_and_are_said_as_they_are():
    figure = figures(card("lines", answers_of(RED)))["graph-lines"]
    place = figure["data"][0]["x"].index("2026-11-05")
    down = next(trace for trace in figure["data"] if any(y is not None and y < 0 for y in trace["y"]))
    assert down["customdata"][place] == f"{-down['y'][place]:,}"
    assert figure["layout"]["barmode"] == "relative"
    low, _ = figure["layout"]["yaxis"]["range"]
    assert low <= min(y for y in down["y"] if y is not None)


def test_an_agent_nobody_used_is_not_listed_and_a_new_one_is_called_new():
    answers = answers_of(RED)
    before = {**answers.cells_before, "surface": [Cell("agent_mode", 12, None, 0, 0, 0, 0, 0)]}
    made = card("agents", replace(answers, cells_before=before))
    assert "Cloud agent 3 new" in " ".join(text(made).split())
    assert [row[0] for row in tables(made)["agents"]["rows"]] == ["Agent mode", "Command line", "Cloud agent"]


def test_agents_too_few_people_used_are_withheld():
    cells = {"feature": [], "surface": [Cell("other", *[None] * 7), Cell("agent_mode", 9, None, 0, 0, 0, 0, 0)]}
    made = card("agents", replace(answers_of(RED), cells=cells))
    assert agents.TOO_FEW in text(made)
    assert agents.of_surface(cells, "command_line") is None
    assert agents.of_surface({"surface": cells["surface"][1:]}, "command_line") == 0


def test_chat_is_only_what_was_sent_in_chat():
    names = bars(card("chat", answers_of(RED)), "chat").keys()
    assert names == {"Agent mode", "Ask mode", "Plan mode", "Inline chat"}


def test_requests_stand_around_the_prompts_they_came_of():
    made = card("command-line", answers_of(RED))
    drawn = bars(made, "command-line")
    assert list(drawn) == ["Requests", "Prompts"]
    assert figures(made)["graph-command-line"]["layout"]["barmode"] == "overlay"
    assert [name for name, _ in tables(made)["command-line"]["columns"]][1:-1] == list(command_line.COLUMNS)


def test_a_model_has_the_same_colour_wherever_it_stands():
    ranked = ["claude-sonnet-4.6", "unknown", "gpt-5.4", "others", "claude-opus-4.7"]
    assert models.colours(ranked) == {"claude-sonnet-4.6": "--c-1", "gpt-5.4": "--c-2", "claude-opus-4.7": "--c-3"}
    day = date(2026, 11, 5)
    (part,) = models.parts_of({"claude-opus-4.7": {day: 3}}, ranked)
    assert (part.shown, part.token) == ("Claude Opus 4.7", "--c-3")


def test_an_eighth_model_is_with_the_others():
    ranked = [f"model-{n}" for n in range(9)]
    day = date(2026, 11, 5)
    parts = models.parts_of({name: {day: 1} for name in ranked} | {"from another team": {day: 1}}, ranked)
    assert [part.token for part in parts] == [*(f"--c-{n}" for n in range(1, 8)), "--c-other"]
    assert parts[-1].total == 3


def test_credits_are_whole_on_the_page_and_exact_in_the_table():
    made = card("ai-credits", answers_of(RED))
    row = next(row for row in tables(made)["ai-credits"]["rows"] if row[0] == "2026-11-05")
    drawn = bars(made, "ai-credits")["AI credits"]
    assert drawn["y"][drawn["x"].index("2026-11-05")] == round(row[1])
    assert row[1] % 1


def test_a_day_whose_credits_are_not_told_yet_is_a_gap_and_no_zero():
    answers = answers_of(RED)
    last = answers.points[-1]
    untold = [*answers.points[:-1], replace(last, counters=last.counters._replace(ai_credits=None))]
    shapes = [
        figures(card("ai-credits", found))["graph-ai-credits"]["layout"]["shapes"]
        for found in (answers, replace(answers, points=untold))
    ]
    assert len(shapes[1]) == len(shapes[0]) + 1
    assert tables(card("ai-credits", replace(answers, points=untold)))["ai-credits"]["rows"][-1][1:] == [
        None,
        "no report",
    ]


def test_credits_are_the_fifth_number_of_an_organisation_where_they_are_counted():
    answers = answers_of(ACME)
    assert org.tiles(answers, True)[-1].name == "AI credits"
    none = replace(answers.summary.now, counters=Counters(loc_added=7))
    assert org.tiles(replace(answers, summary=replace(answers.summary, now=none)), True)[-1].name == "Lines added"


def test_more_people_with_credits_than_active_are_explained():
    answers, few = answers_of(ACME), answers_of(ACME).summary.now
    assert ai_credits.MORE_THAN_ACTIVE not in text(as_json(ai_credits.card("acme", answers, True)))
    fewer = replace(answers, summary=replace(answers.summary, now=replace(few, active_users=3)))
    assert ai_credits.MORE_THAN_ACTIVE in text(as_json(ai_credits.card("acme", fewer, True)))


def test_credits_are_not_compared_with_days_on_which_they_were_not_counted():
    answers = answers_of(ACME)
    assert "not counted" not in ai_credits.tile(answers, True).delta.sentence
    uncounted = [replace(day, counters=Counters(interactions=1)) if day.known else day for day in answers.days_before]
    delta = ai_credits.tile(replace(answers, days_before=uncounted[:1] + list(answers.days_before[1:])), True).delta
    assert "not counted on all days before" in delta.sentence


def test_credits_are_set_against_the_days_that_both_spans_have():
    answers = answers_of(ACME)
    delta = ai_credits.tile(answers, True).delta
    assert delta.rest in text(as_json(ai_credits.card("acme", answers, True)))
    assert delta.rest not in text(as_json(ai_credits.card("acme", answers, False)))


@pytest.mark.parametrize("words", ["£", "$", "€", "cost of", "price", "spend"])
def test_credits_are_never_called_money(words):
    found = definitions.BY_KEY["ai-credits"]
    assert words not in f"{ai_credits.SAID} {found.text} {found.more}".lower()
