"""One's own page: nothing counted, nothing known, and beside a team."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import Summary
from dashboard.core.own import Medians, OwnHistory, own
from layouts import beside_team, me
from layouts import own as cards
from layouts.account import Account
from layouts.answers import Answers
from layouts.beside_team import Beside
from layouts.view import View
from tests.layouts.fakes import ALICES, BLUE, FIRST, MONTH, RED, FakeInsights, own_rows
from tests.layouts.walking import as_json, of_type, tables, text

MINE = me.Mine("acme", Account(1001, "alice", ["acme"], [], [RED]), [], None)
BESIDE = Beside([RED], RED, Medians(17, 14, 260, 31, 890))


def usage_of(history: OwnHistory, span: Span = MONTH):
    fresh = FakeInsights().own_freshness(ALICES)
    return own(history, dict.fromkeys(Span(FIRST, MONTH.last), "final"), fresh, span, "day")


def answers_of(usage) -> Answers:
    return Answers(
        freshness=usage.freshness,
        days=usage.days,
        days_before=usage.days_before,
        points=usage.points,
        points_before=[],
        summary=Summary(usage.now, usage.before),
        change=usage.change,
        cells=usage.cells,
        cells_before=usage.cells_before,
        by_feature=usage.by_feature,
    )


def body(usage, span: Span = MONTH, beside: Beside = BESIDE):
    return as_json(list(me.page(MINE, View(span), usage, answers_of(usage), beside, []).body))


def test_idle_days_are_zero_and_say_so():
    page = text(body(usage_of(OwnHistory({}, frozenset({FIRST}), FIRST))))
    assert "You used Copilot on 0 of 28 known days" in page
    assert "You sent no prompt in these 28 days" in page
    assert "You were shown no completion in these 28 days" in page
    assert "This is a count of zero, not missing data." in page


def test_days_before_ones_first_are_unknown():
    before = Span(date(2026, 5, 15), date(2026, 5, 20))
    page = text(body(usage_of(own_rows(), before), before))
    assert "Nothing is known of you in these days." in page
    assert "0 of" not in page


def test_every_number_of_ones_own_is_set_against_the_days_before_and_credits_where_they_were_counted():
    def deltas_of(span: Span) -> dict[str, str]:
        usage = usage_of(own_rows(), span)
        return {tile.name: tile.delta.sentence for tile in cards.tiles(usage, answers_of(usage), compare=True)}

    assert all("28 days before" in said for said in deltas_of(MONTH).values())
    june = Span(date(2026, 7, 1), date(2026, 7, 28))
    assert "not counted on all days before" in deltas_of(june)["AI credits"]


def test_credits_nobody_counted_are_unknown_and_the_command_line_is_zero():
    usage = usage_of(OwnHistory({}, frozenset({FIRST}), FIRST))
    tiles = {tile.name: tile.number for tile in cards.tiles(usage, answers_of(usage), compare=True)}
    assert tiles["AI credits"] == "unknown"
    assert usage.now.counters.cli_sessions == 0


def ticks(usage, beside: Beside):
    card = as_json(beside_team.card(usage, answers_of(usage), View(MONTH), beside))
    return (
        len([part for part in of_type(card, "Span") if part["props"].get("className") == "tick"]),
        text(card),
        tables(card),
    )


def test_the_median_is_a_tick_beside_each_number():
    found, said, table = ticks(usage_of(own_rows()), BESIDE)
    assert found == 4
    assert "the median of the 17 other active members of Red, to two figures" in said
    assert table["beside-team"]["rows"][1] == ["Interactions", 120, 260]


@pytest.mark.parametrize(
    ("beside", "why"),
    [(Beside([RED], RED, Medians(4)), "Too few other members of Red"), (Beside(), "No team of yours")],
)
def test_without_a_median_there_is_no_tick_and_how_many_there_are_is_not_said(beside, why):
    found, said, table = ticks(usage_of(own_rows()), beside)
    assert found == 0
    assert why in said
    assert "4 other" not in said
    assert {row[2] for row in table["beside-team"]["rows"]} == {None}


def test_of_several_teams_one_is_chosen_in_the_address():
    page = body(usage_of(own_rows()), beside=Beside([RED, BLUE], RED, Medians(17)))
    chosen = {
        part["props"]["href"]: part["props"].get("aria-current")
        for part in of_type(page, "A")
        if "team=" in part["props"]["href"]
    }
    assert chosen == {"?team=acme/red": "true", "?team=acme/blue": None}
