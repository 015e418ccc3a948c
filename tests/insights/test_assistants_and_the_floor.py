"""What may be shown of another assistant, and of both together: neither says anything of fewer people than the floor of a cell."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.assistants import Groups, is_shown
from dashboard.core.days import Span
from dashboard.core.subjects import Organisation
from dashboard.insights import Insights
from tests.builders import augment_of, counts, day_of, history_of, membership, people, usage

ACME, DAY = Organisation("acme"), date(2026, 11, 11)
SPAN = Span(DAY, DAY)
FLOOR = 3
COPILOT, MEMBERS = people(1, 6), people(1, 12)
CHAT = {"chat_messages": 2}
COMPLETED = {"completions_count": 4, "completions_lines_of_code": 4, "total_modified_lines_of_code": 4}


def of(tmp_path, augment, floor=FLOOR) -> Insights:
    """Copilot is used by six; `augment` says what whoever used that did."""
    asked = {"feature": "chat_panel_ask_mode", **counts(interactions=5)}
    users = [usage(login, interactions=5, deleted=1, totals_by_feature=[asked]) for login in COPILOT]
    rows = [membership(login, 42, "red") for login in MEMBERS]
    total = {"daily_active_users": 6, **counts(interactions=30, deleted=6), "totals_by_feature": [asked]}
    days = [("acme", DAY, day_of("acme", DAY, users, rows, total))]
    beside = [("acme", DAY, augment_of("acme", DAY, augment))]
    return Insights(history_of(tmp_path, days, augment=beside), FLOOR, floor)


def said(insights: Insights, asked: str) -> dict[str, tuple]:
    """Of the team and of the organisation, the state of the day, active people, and interactions."""
    found = insights.of(asked)
    subjects = {"red": insights.teams("acme")[0], "acme": ACME}
    return {
        name: (
            found.daily(subject, SPAN)[0].state,
            found.summary(subject, SPAN).now.active_users,
            found.summary(subject, SPAN).now.counters.interactions,
        )
        for name, subject in subjects.items()
    }


def test_both_are_shown_where_every_group_is_large_enough(tmp_path):
    insights = of(tmp_path, dict.fromkeys(people(4, 9), CHAT))
    assert said(insights, "all") == dict.fromkeys(("red", "acme"), ("final", 9, 42))
    assert said(insights, "augment") == dict.fromkeys(("red", "acme"), ("final", 6, 12))


def test_both_together_are_withheld_where_one_less_the_other_would_be_too_few(tmp_path):
    insights = of(tmp_path, dict.fromkeys(people(4, 7), CHAT))
    assert said(insights, "all") == dict.fromkeys(("red", "acme"), ("suppressed", None, None))
    assert said(insights, "augment") == dict.fromkeys(("red", "acme"), ("final", 4, 8))
    assert said(insights, "copilot") == dict.fromkeys(("red", "acme"), ("final", 6, 30))


def test_an_assistant_of_too_few_people_has_no_figures_anywhere(tmp_path):
    insights = of(tmp_path, dict.fromkeys(people(1, 2), CHAT))
    (red,) = insights.teams("acme")
    for asked in ("augment", "all"):
        found = insights.of(asked)
        assert said(insights, asked) == dict.fromkeys(("red", "acme"), ("suppressed", None, None))
        assert found.breakdown(red, SPAN, "feature") == []
        assert found.daily_breakdown(red, SPAN, "feature") == []
        assert [point.active_users for point in found.grouped(red, SPAN, "week")] == [None]
        (row,) = found.teams_overview("acme", SPAN)
        assert (row.now.days_counted, row.now.active_users, row.active_by_day) == (0, None, [None])
        assert found.added_up("acme", SPAN, [red]) is None


def test_without_a_floor_of_cells_all_is_shown(tmp_path):
    insights = of(tmp_path, dict.fromkeys(people(6, 7), CHAT), floor=1)
    assert said(insights, "all") == dict.fromkeys(("red", "acme"), ("final", 7, 34))
    assert said(insights, "augment") == dict.fromkeys(("red", "acme"), ("final", 2, 4))


def test_what_is_folded_for_one_assistant_cannot_be_worked_out_of_both(tmp_path):
    """Two of six people let Augment complete: its own page folds that, and so does that of both."""
    insights = of(tmp_path, {**dict.fromkeys(people(4, 7), CHAT), **dict.fromkeys(people(8, 9), COMPLETED)})
    (red,) = insights.teams("acme")
    for subject in (red, ACME):
        shown = insights.of("all").breakdown(subject, SPAN, "feature")
        assert [(cell.name, cell.active_users) for cell in shown] == [("other", None)]
        assert insights.of("all").breakdown(subject, SPAN, "surface") == []
        assert insights.of("all").within_language(subject, SPAN, "unknown") is None


def test_a_breakdown_of_both_says_sums_where_nothing_is_folded_for_either(tmp_path):
    insights = of(tmp_path, dict.fromkeys(people(4, 9), CHAT))
    (red,) = insights.teams("acme")
    shown = {cell.name: cell for cell in insights.of("all").breakdown(red, SPAN, "feature")}
    assert {name: (cell.interactions, cell.active_users) for name, cell in shown.items()} == {
        "chat_panel_ask_mode": (30, None),
        "chat_panel": (12, None),
    }
    assert (shown["chat_panel_ask_mode"].loc_deleted, shown["chat_panel"].loc_deleted) == (0, None)


@pytest.mark.parametrize(
    ("asked", "groups", "shown"),
    [
        ("copilot", Groups(1, 1, 1), True),
        ("augment", Groups(9, 0, 2), False),
        ("augment", Groups(2, 1, 2), True),
        ("augment", Groups(9, 0, 0), True),
        ("all", Groups(9, 0, 3), True),
        ("all", Groups(9, 1, 3), False),
        ("all", None, False),
        ("augment", None, False),
    ],
)
def test_what_may_be_shown_depends_on_the_people_behind_it(asked, groups, shown):
    assert is_shown(asked, groups, FLOOR) is shown
    assert is_shown(asked, groups, 1)
