from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.days import Span
from dashboard.core.numbers import Change, Counters, Day, Totals
from layouts import deltas, sentences
from tests.layouts.fakes import LAST, MONTH, RED, FakeInsights, answers_of


def change(now=18, before=15, interactions=(2967, 2204), rate=(0.33, 0.31), days_before=28, licensed=(24, 22)):
    def totals(span, place, active, counted):
        accepted = None if rate[place] is None else round(rate[place] * 100)
        counters = Counters(
            interactions=interactions[place],
            loc_added=interactions[place],
            completions_shown=None if accepted is None else 100,
            completions_accepted=accepted,
        )
        part = active / licensed[place] if active is not None else None
        return Totals(span, counted, active, licensed[place], part, counters)

    return Change(totals(MONTH, 0, now, 28), totals(MONTH.before(), 1, before, days_before), 0)


def answered(**changes):
    answers = answers_of(RED)
    made = change(**changes)
    return replace(answers, change=made, summary=replace(answers.summary, now=made.now, before=made.before))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (15, "18 of 24 licensed members used Copilot in these 28 days, 3 more than in the 28 days before."),
        (20, "18 of 24 licensed members used Copilot in these 28 days, 2 fewer than in the 28 days before."),
        (18, "18 of 24 licensed members used Copilot in these 28 days, as many as in the 28 days before."),
        (None, "18 of 24 licensed members used Copilot in these 28 days."),
    ],
)
def test_the_answer_says_how_many_used_it(before, said):
    assert sentences.answer(answered(before=before), "licensed members").startswith(said)


def test_people_who_left_are_counted_but_not_as_licensed_members():
    answers = answered(now=21, before=18)
    now = replace(answers.summary.now, licensed_members=19, adoption=1.0)
    said = sentences.answer(replace(answers, summary=replace(answers.summary, now=now)), "licensed members")
    assert said.startswith(
        "21 people used Copilot in these 28 days, 3 more than in the 28 days before; "
        "19 of the 19 licensed members of its last day are among them."
    )


@pytest.mark.parametrize(
    ("interactions", "said"),
    [
        ((2967, 2204), "Interactions rose by 35\u202f%."),
        ((1000, 2000), "Interactions fell by 50\u202f%."),
        ((1030, 1000), "Interactions were about the same."),
    ],
)
def test_the_answer_says_whether_it_grows(interactions, said):
    assert said in sentences.answer(answered(interactions=interactions), "licensed members")


@pytest.mark.parametrize("interactions", [(2967, None), (None, 2204), (2967, 0)])
def test_growth_from_nothing_or_unknown_is_not_said(interactions):
    assert "Interactions" not in sentences.answer(answered(interactions=interactions), "licensed members")


def test_without_days_before_nothing_is_set_against_them():
    said = sentences.answer(answered(days_before=0), "licensed members")
    assert "before" not in said
    assert "rose" not in said


def test_the_answer_says_what_for():
    said = sentences.answer(answers_of(RED), "licensed members")
    assert said.endswith(
        "Agent mode is the largest part (40\u202f%, as before), then the command line (31\u202f%, as before)."
    )


def test_nothing_known_gives_no_answer():
    long_ago = Span(date(2025, 1, 1), date(2025, 1, 28))
    assert sentences.answer(answers_of(RED, long_ago), "licensed members") == ""


def test_people_change_in_people():
    delta = deltas.people_delta(change())
    assert (delta.sign, delta.amount, delta.rest) == ("▲", "3", "from 15 of 22")
    assert delta.sentence.startswith("3 more people than in the 28 days before.")


def test_one_person_is_not_one_people():
    assert "1 fewer person than" in deltas.people_delta(change(now=14)).sentence


@pytest.mark.parametrize(
    ("rate", "sign", "amount", "rest"),
    [
        ((0.33, 0.31), "▲", "2 points", "from 31\u202f%"),
        ((0.30, 0.31), "▼", "1 point", "from 31\u202f%"),
        ((0.304, 0.302), "", "", "About the same: 30\u202f% before"),
    ],
)
def test_rates_change_in_points(rate, sign, amount, rest):
    delta = deltas.rate_delta(*rate, change())
    assert (delta.sign, delta.amount, delta.rest) == (sign, amount, rest)


@pytest.mark.parametrize(
    ("interactions", "sign", "amount", "rest"),
    [
        ((2967, 2204), "▲", "35\u202f%", "from 2,204"),
        ((9, 12), "▼", "3", "from 12"),
        ((1001, 1000), "", "", "About the same: 1,000 before"),
        ((12, 0), "▲", "12", "from 0"),
    ],
)
def test_counts_change_in_per_cent_but_few_in_numbers(interactions, sign, amount, rest):
    delta = deltas.count_delta("interactions", change(interactions=interactions))
    assert (delta.sign, delta.amount, delta.rest) == (sign, amount, rest)


def test_what_can_not_be_compared_says_why():
    assert deltas.people_delta(change(days_before=0)).rest == "Not compared: no report before"
    assert deltas.count_delta("interactions", change(interactions=(5, None))).rest == "Not compared: unknown before"


def test_one_day_is_a_day():
    day = Span(LAST, LAST)
    said = sentences.answer(answers_of(RED, day), "licensed members")
    assert "used Copilot on this day, as many as on the day before." in said
    assert "on the day before" in deltas.people_change(2, 1, 1).sentence


def test_a_few_days_that_are_known_in_both_say_nothing_of_a_long_span():
    few = replace(change(days_before=9), left_out=81)
    assert deltas.people_delta(few).rest == "Only 9 days known before"
    assert deltas.count_delta("interactions", few).amount == ""
    assert "before" not in sentences.answer(replace(answers_of(RED), change=few), "licensed members")
    assert deltas.people_delta(replace(change(days_before=14), left_out=14)).amount == "3"


def test_what_is_compared_is_said_where_it_is_not_what_the_tile_shows():
    assert deltas.people_delta(change(), shown=18).rest == "from 15 of 22"
    assert deltas.people_delta(change(), shown=20).rest == "from 15 of 22 to 18"
    assert deltas.count_delta("interactions", change(), shown=2990).rest == "from 2,204 to 2,967"
    assert deltas.count_delta("interactions", change(), shown=2969).rest == "from 2,204"
    assert deltas.rate_delta(0.33, 0.31, change(), shown=0.34).rest == "from 31\u202f% to 33\u202f%"


def test_the_reader_is_told_which_days_are_not_final():
    told = [sign.text for sign in sentences.signs(answers_of(RED), compare=True)]
    assert told == ["18 and 19 November may still change", "3 November: no report, left out of changes"]


def test_withheld_days_and_days_before_the_first_report_are_told_apart():
    told = [sign.text for sign in sentences.signs(answers_of(RED, Span(date(2026, 5, 1), LAST)), compare=False)]
    assert "15 October: too few licensed, withheld" in told
    assert "No data before 15 May 2026" in told
    assert "3 November: no report" in told


def test_a_span_without_anything_unusual_has_no_signs():
    quiet = Span(date(2026, 9, 1), date(2026, 9, 28))
    assert sentences.signs(answers_of(RED, quiet, FakeInsights()), compare=True) == []


def test_days_with_a_state_of_their_own_are_unknown():
    assert not Day(LAST, "not_available").known
