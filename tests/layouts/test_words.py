from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from layouts import names, words

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (2967, "2,967"),
        (1_800_000, "1.8\u00a0million"),
        (12_000_000, "12\u00a0million"),
        (16_586_000_000, "16.6\u00a0billion"),
        (None, "unknown"),
    ],
)
def test_counts_have_separators_and_large_ones_a_word(number, said):
    assert words.count(number) == said


@pytest.mark.parametrize(("number", "said"), [(9_999, "9,999"), (683_200, "683\u202fk"), (2_600_000, "2.6\u202fM")])
def test_keys_are_short(number, said):
    assert words.short(number) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (1565.25, "USD", "$1,565"),
        (19.0, "USD", "$19"),
        (19.5, "USD", "$19.50"),
        (0, "USD", "$0"),
        (58, "EUR", "EUR\u00a058"),
    ],
)
def test_money_is_in_dollars_by_their_sign_and_in_others_by_their_code(amount, currency, said):
    assert words.money(amount, currency) == said


def test_an_axis_has_one_unit():
    assert [words.tick(n, 15_000) for n in (0, 5_000, 10_000)] == ["0", "5\u202fk", "10\u202fk"]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0\u202f%"),
        (0.001, "under 1\u202f%"),
        (0.345, "35\u202f%"),
        (0.999, "over 99\u202f%"),
        (1.0, "100\u202f%"),
        (None, "unknown"),
    ],
)
def test_a_little_is_not_nothing_and_nearly_all_is_not_all(share, said):
    assert words.per_cent(share) == said


def test_days_are_said_in_words():
    assert words.long_day(date(2026, 11, 19)) == "Thursday 19 November 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 10, 23), date(2026, 11, 19), "23 Oct – 19 Nov"),
        (date(2025, 11, 20), date(2026, 11, 19), "20 Nov 2025 – 19 Nov 2026"),
        (date(2025, 1, 1), date(2025, 2, 1), "1 Jan – 1 Feb 2025"),
        (NOVEMBER, NOVEMBER, "1 Nov"),
    ],
)
def test_a_span_says_its_year_when_it_is_not_this_one(first, last, said):
    assert words.span(Span(first, last), 2026) == said


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([2], "3 November"),
        ([17, 18], "18 and 19 November"),
        ([2, 3, 4, 5], "3 to 6 November"),
        ([0, 4, 9], "1 November, 5 November and 10 November"),
        ([0, 2, 4, 6], "4 days"),
        ([-1, 0], "31 October and 1 November"),
    ],
)
def test_days_are_listed_or_counted(places, said):
    assert words.some_days([NOVEMBER + timedelta(days=place) for place in places]) == said


@pytest.mark.parametrize(
    ("dimension", "value", "said"),
    [
        ("feature", "chat_panel_agent_mode", "Agent mode"),
        ("feature", "chat_panel_unknown_mode", "Other"),
        ("feature", "agents_window_v2", "Agents window v2"),
        ("language", "typescript", "TypeScript"),
        ("language", "elm", "Elm"),
        ("language", "", "Unknown language"),
        ("ide", "vscode", "VS Code"),
        ("ide", "some_new_editor", "Some new editor"),
        ("model", "claude-sonnet-4.6", "Claude Sonnet 4.6"),
        ("model", "gpt-5-mini", "GPT-5 mini"),
        ("model", "o4-mini", "o4-mini"),
        ("model", "Auto: Claude Haiku 4.5", "Auto: Claude Haiku 4.5"),
        ("model", "unknown", "Unknown model"),
        ("model", "others", "Other"),
    ],
)
def test_values_are_shown_in_words_also_when_nobody_knew_them(dimension, value, said):
    assert names.shown(dimension, value) == said


def test_every_feature_has_a_colour_of_its_own():
    colours = [feature.token for feature in (names.FEATURES | names.AUGMENTS).values()]
    assert len(set(colours)) == len(colours)
