"""What GitHub counts of the command line, and AI credits: unknown isn't zero, and few people aren't shown."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.days import ONE_DAY, Span
from dashboard.core.subjects import Organisation, Team
from dashboard.insights import Insights
from tests.builders import counts, day_of, history_of, membership, people, usage

BEFORE, NOW = date(2026, 3, 2), date(2026, 11, 2)
ACME = Organisation("acme")
RED, BLUE = Team("acme", 42, "red", "Red"), Team("acme", 43, "blue", "Blue")
COMMAND_LINE = {
    "session_count": 2,
    "request_count": 30,
    "prompt_count": 5,
    "token_usage": {"output_tokens_sum": 100, "prompt_tokens_sum": 900},
}


@pytest.fixture
def insights(tmp_path):
    def over(day: date, users, cell_floor=1, total=None, days=1):
        members = [membership(login, team) for team, first in ((42, 1), (43, 6)) for login in people(first, first + 4)]
        outcomes = day_of("acme", day, users, members, total or counts(interactions=1))
        dated = [("acme", day + number * ONE_DAY, outcomes) for number in range(days)]
        return Insights(history_of(tmp_path, dated), 5, cell_floor)

    return over


def feature(name: str, interactions: int) -> dict:
    return {"feature": name, **counts(interactions=interactions)}


def of_command_line(found) -> tuple:
    return found.cli_sessions, found.cli_requests, found.cli_prompts, found.cli_tokens


def now(insights, subject, day):
    return insights.summary(subject, Span(day, day)).now.counters


def test_a_teams_sums_are_its_peoples(insights):
    users = [usage(login, used_cli=True, totals_by_cli=COMMAND_LINE, ai_credits_used=1.25) for login in people(1, 3)]
    asked = insights(NOW, users, total={**counts(interactions=1), "totals_by_cli": COMMAND_LINE})
    assert of_command_line(now(asked, RED, NOW)) == (6, 90, 15, 3000)
    assert now(asked, RED, NOW).ai_credits == 3.75
    assert of_command_line(now(asked, ACME, NOW)) == (2, 30, 5, 1000)


def test_who_does_not_use_the_command_line_uses_none_of_it(insights):
    asked = insights(NOW, [usage(login, interactions=1) for login in people(1, 10)])
    assert of_command_line(now(asked, RED, NOW)) == (0, 0, 0, 0)
    assert of_command_line(now(asked, ACME, NOW)) == (0, 0, 0, 0)


def test_before_it_was_counted_it_is_unknown(insights):
    asked = insights(BEFORE, [usage(login, interactions=1) for login in people(1, 10)])
    assert of_command_line(now(asked, RED, BEFORE)) == (None, None, None, None)
    assert of_command_line(now(asked, ACME, BEFORE)) == (None, None, None, None)


def test_tokens_that_were_not_reported_are_unknown(insights):
    without = {**COMMAND_LINE, "token_usage": None}
    asked = insights(NOW, [usage("person-001", totals_by_cli=without)])
    assert of_command_line(now(asked, RED, NOW)) == (2, 30, 5, None)


def test_credits_of_nobody_are_unknown_and_of_others_are_zero_here(insights):
    asked = insights(NOW, [usage("person-001", interactions=1, ai_credits_used=2.5)])
    assert (now(asked, RED, NOW).ai_credits, now(asked, BLUE, NOW).ai_credits) == (2.5, 0)
    assert now(asked, ACME, NOW).ai_credits == 2.5


def test_a_day_without_credits_for_anybody_is_unknown(insights):
    asked = insights(NOW, [usage("person-001", interactions=1)])
    assert [now(asked, subject, NOW).ai_credits for subject in (RED, BLUE, ACME)] == [None, None, None]


def test_sums_of_credits_are_as_exact_as_credits_are(insights):
    asked, span = insights(NOW, [usage("person-001", ai_credits_used=0.1)], days=3), Span(NOW, NOW + 2 * ONE_DAY)
    assert asked.summary(RED, span).now.counters.ai_credits == 0.3
    assert asked.grouped(RED, span, "week")[0].counters.ai_credits == 0.3


def test_fewer_people_than_a_cell_needs_are_not_shown_by_the_sums_of_their_command_line(insights):
    users = [usage(login, interactions=1) for login in people(1, 10)]
    users[0] |= {"used_cli": True, "totals_by_cli": COMMAND_LINE}
    asked, day = insights(NOW, users, cell_floor=5), Span(NOW, NOW)
    assert of_command_line(now(asked, RED, NOW)) == (None, None, None, None)
    for found in (*asked.daily(RED, day), *asked.grouped(RED, day, "week"), asked.change(RED, day).now):
        assert of_command_line(found.counters) == (None, None, None, None)
    assert of_command_line(now(asked, BLUE, NOW)) == (0, 0, 0, 0)


def test_enough_people_are_shown(insights):
    users = [usage(login, used_cli=True, totals_by_cli=COMMAND_LINE) for login in people(1, 5)]
    asked = insights(NOW, users, cell_floor=5)
    assert of_command_line(now(asked, RED, NOW)) == (10, 150, 25, 5000)


def test_what_few_people_do_is_not_had_by_taking_the_command_line_away(insights):
    """The one who uses the app is in "other" with those of the command line, whose prompts and people would give them away."""
    users = [
        usage(login, used_cli=True, totals_by_cli=COMMAND_LINE, totals_by_feature=[feature("copilot_cli", 5)])
        for login in people(1, 5)
    ]
    users[0]["totals_by_feature"].append(feature("copilot_app", 2))
    asked, day = insights(NOW, users, cell_floor=5), Span(NOW, NOW)
    assert [(cell.name, cell.active_users) for cell in asked.breakdown(RED, day, "feature")] == [("other", 5)]
    assert [(cell.name, cell.active_users) for cell in asked.breakdown(RED, day, "surface")] == [("other", None)]
    assert of_command_line(now(asked, RED, NOW)) == (None, None, None, None)


def test_the_cloud_agent_is_one_thing_under_its_two_names(insights):
    users = [
        usage("person-001", used_copilot_coding_agent=True),
        usage("person-002", used_copilot_cloud_agent=True, used_copilot_coding_agent=True),
        usage("person-003", used_copilot_cloud_agent=False),
    ]
    cells = insights(NOW, users).breakdown(RED, Span(NOW, NOW), "surface")
    assert [(cell.name, cell.active_users) for cell in cells] == [("cloud_agent", 2)]


def test_models_are_ranked_by_what_they_generated(insights):
    parts = [{"model": name, "feature": "x", **counts(generations=n)} for name, n in (("b", 2), ("a", 2), ("c", 9))]
    idle = {"model": "idle", "feature": "x", **counts(interactions=1)}
    asked = insights(NOW, [], total={**counts(generations=13), "totals_by_model_feature": [*parts, idle]})
    assert asked.models("acme") == ["c", "a", "b"]
