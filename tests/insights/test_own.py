"""One's own numbers, and the median of a team beside them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.core.days import Span
from dashboard.core.own import Person
from dashboard.core.subjects import Team
from dashboard.insights import Insights
from tests.builders import CAST, counts, day_of, history_of, membership, people, usage

MONDAY = date(2026, 11, 2)
FOUR_WEEKS = Span(date(2026, 10, 12), date(2026, 11, 8))
RED = Team("acme", 42, "red", "Red")
ALICE = Person("acme", CAST["alice"])


def at(number: int) -> date:
    return MONDAY + timedelta(days=number)


def used(login: str, interactions: int = 10, **fields):
    parts = [
        {"feature": "code_completion", **counts(generations=20, acceptances=6)},
        {"feature": "chat_panel_agent_mode", **counts(interactions=interactions, added=90)},
    ]
    lists = {
        "totals_by_feature": parts,
        "totals_by_language_feature": [{"language": "go", "feature": "x", **counts(generations=20)}],
    }
    return usage(login, interactions=interactions, generations=20, acceptances=6, added=90, **lists, **fields)


@pytest.fixture
def insights(tmp_path):
    def over(*days, floor=5):
        return Insights(history_of(tmp_path, days), floor)

    return over


def test_a_known_day_without_a_row_is_a_day_without_use_and_one_before_the_first_is_unknown(insights):
    others = [used("bob")]
    asked = insights(
        ("acme", at(0), day_of("acme", at(0), others)),
        ("acme", at(1), day_of("acme", at(1), [used("alice"), *others])),
        ("acme", at(2), day_of("acme", at(2), others)),
        ("acme", at(4), day_of("acme", at(4), [used("alice"), *others])),
    )
    found = asked.own(ALICE, Span(at(0), at(4)), "day")
    assert [day.state for day in found.days] == ["not_available", "final", "final", "not_available", "final"]
    assert [day.active_users for day in found.days] == [None, 1, 0, None, 1]
    assert [day.counters.interactions for day in found.days] == [None, 10, 0, None, 10]
    assert (found.active_days, found.now.days_counted, found.now.counters.interactions) == (2, 3, 20)
    assert (found.since, found.freshness.first) == (at(1), at(1))


def test_completions_features_and_languages_are_ones_own_alone(insights):
    rows = [used("alice"), used("bob", 500)]
    asked = insights(("acme", at(0), day_of("acme", at(0), rows)), ("acme", at(1), day_of("acme", at(1), rows)))
    found = asked.own(ALICE, Span(at(0), at(1)), "week")
    assert found.now.counters.acceptance_rate == pytest.approx(6 / 20)
    assert found.feature_days == {"code_completion": 2, "chat_panel_agent_mode": 2}
    assert [(cell.name, cell.interactions) for cell in found.cells["feature"]] == [
        ("code_completion", 0),
        ("chat_panel_agent_mode", 20),
    ]
    assert [(cell.name, cell.generations) for cell in found.cells["language"]] == [("go", 40)]
    assert [(point.day, point.active_users, point.counters.interactions) for point in found.points] == [(at(0), 2, 20)]


def test_credits_the_command_line_and_versions(insights):
    command_line = {
        "session_count": 2,
        "request_count": 31,
        "prompt_count": 5,
        "token_usage": {"output_tokens_sum": 100, "prompt_tokens_sum": 900},
        "last_known_cli_version": {"cli_version": "1.0.84"},
    }

    def editor(version: str) -> list[dict]:
        plugin = {"plugin": "copilot-chat", "plugin_version": "0.52.1"}
        versions = {"last_known_ide_version": {"ide_version": version}, "last_known_plugin_version": plugin}
        return [{"ide": "vscode", **counts(interactions=1), **versions}]

    asked = insights(
        ("acme", at(0), day_of("acme", at(0), [used("alice", ai_credits_used=2.5, totals_by_cli=command_line)])),
        ("acme", at(1), day_of("acme", at(1), [used("alice", totals_by_ide=editor("1.138.0"))])),
        ("acme", at(2), day_of("acme", at(2), [used("alice", totals_by_ide=editor("1.139.0"))])),
    )
    found = asked.own(ALICE, Span(at(0), at(2)), "day")
    now = found.now.counters
    assert (now.ai_credits, now.cli_sessions, now.cli_requests, now.cli_prompts, now.cli_tokens) == (
        2.5,
        2,
        31,
        5,
        1000,
    )
    assert found.days[1].counters.cli_sessions == 0, "left out of the row of who did not use it"
    assert [(one.kind, one.thing, one.version) for one in found.versions] == [
        ("editor", "copilot_cli", "1.0.84"),
        ("editor", "vscode", "1.139.0"),
        ("plugin", "copilot-chat", "0.52.1"),
    ]


def test_organisations_are_never_added(insights):
    asked = insights(
        ("acme", at(0), day_of("acme", at(0), [used("alice")])),
        ("umbrella", at(0), day_of("umbrella", at(0), [used("alice", 7)])),
    )
    one_day = Span(at(0), at(0))
    found = [asked.own(Person(org, ALICE.id), one_day, "day").now.counters.interactions for org in ("acme", "umbrella")]
    assert found == [10, 7]


def test_who_has_no_row_is_unknown_and_not_idle(insights):
    asked = insights(("acme", at(0), day_of("acme", at(0), [used("bob")])))
    found = asked.own(ALICE, Span(at(0), at(0)), "day")
    assert (found.since, found.active_days, found.now.counters.interactions) == (None, None, None)


def team_days(numbers: dict[str, int]):
    members = [membership(login, 42) for login in numbers]
    rows = [used(login, number) for login, number in numbers.items()]
    return [("acme", at(number), day_of("acme", at(number), rows, members)) for number in range(2)]


def test_the_median_is_of_the_others_and_rounded_to_two_figures(insights):
    numbers = dict(zip(people(1, 5), (101, 202, 333, 404, 505), strict=True)) | {"alice": 9000}
    found = insights(*team_days(numbers)).medians(RED, ALICE, FOUR_WEEKS)
    assert (found.people, found.active_days, found.interactions) == (5, 2, 670)


def test_four_others_have_no_median(insights):
    numbers = dict.fromkeys(people(1, 4), 10) | {"alice": 10}
    found = insights(*team_days(numbers)).medians(RED, ALICE, FOUR_WEEKS)
    assert (found.people, found.active_days, found.interactions, found.loc_added) == (4, None, None, None)


def test_a_short_span_has_no_median(insights):
    asked = insights(*team_days(dict.fromkeys(people(1, 9), 10) | {"alice": 10}))
    assert asked.medians(RED, ALICE, FOUR_WEEKS).interactions == 20
    assert asked.medians(RED, ALICE, Span(FOUR_WEEKS.first + timedelta(days=1), FOUR_WEEKS.last)).interactions is None
